import { answerError } from "@services/kit/request-error";
import { createServer } from "@services/kit/server";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { describeProblems } from "./body-fields";
import { Database } from "./database";
import { readJsonBodies } from "./json-body";
import { migrations } from "./migrations";
import { Migrator } from "./migrator";
import { Replacement } from "./replacement";
import type { SchoolSettings } from "./settings";
import { addStudentRoutes } from "./students";
import { SubjectClient } from "./subject-client";
import { addSubjectRoutes } from "./subjects";

/** Room for every field in its longest form, each character escaped; more is no record. */
const bodyLimit = 16 * 1024;

/** The database may come later than the program, and go again. */
export function createSchool(settings: SchoolSettings): FastifyInstance {
  const server = createServer(settings, {
    answerNotFound: (_request, reply) => {
      void reply.code(404).send({ message: "There is nothing here." });
    },
    answerError: answerSchoolError,
    requestTimeoutSeconds: settings.REQUEST_TIMEOUT_SECONDS,
    fastify: {
      bodyLimit,
      rewriteUrl: ({ url = "/" }) => withoutPrefix(url, settings.PATH_PREFIX),
      routerOptions: { ignoreTrailingSlash: true },
      // Values are taken as they are or refused: "7" is no number, and an unknown field no field.
      ajv: {
        customOptions: {
          allErrors: true,
          verbose: true,
          coerceTypes: false,
          removeAdditional: false,
          useDefaults: false,
        },
      },
    },
  });
  readJsonBodies(server);
  server.get("/health-check", () => ({ status: "ok" }));
  const database = connect(server, settings);
  if (settings.PEER_URL === undefined || settings.RUN_AS === "subjects")
    addSubjectRoutes(server, database);
  else addStudentRoutes(server, database, new SubjectClient(settings.PEER_URL, server.log));
  return server;
}

/** The database for as long as the server listens; @returns it once its tables are there, or throws 503 */
function connect(server: FastifyInstance, settings: SchoolSettings): () => Database {
  const replacement = new Replacement(settings.DB_PASSWORD_GRACE_SECONDS, server.log);
  const database = new Database(settings, replacement.ask);
  const migrator = new Migrator(database, migrations[settings.RUN_AS], server.log);
  let migrating: Promise<void> | undefined;
  server.addHook("onListen", (done) => {
    migrating = migrator.run();
    done();
  });
  // After the last request was answered.
  server.addHook("onClose", async () => {
    replacement.cancel();
    migrator.stop();
    await database.close();
    await migrating;
  });
  return () => {
    migrator.requireTables();
    return database;
  };
}

function answerSchoolError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { validation } = error as Partial<FastifyError>;
  if (validation === undefined) answerError(error, request, reply);
  else void reply.code(400).send(describeProblems(validation));
}

function withoutPrefix(url: string, prefix: string): string {
  if (prefix === "" || !url.startsWith(prefix)) return url;
  const rest = url.slice(prefix.length);
  if (rest.startsWith("/")) return rest;
  return rest === "" || rest.startsWith("?") ? `/${rest}` : url;
}
