import { answerError } from "@services/kit/request-error";
import { createServer } from "@services/kit/server";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { describeProblems } from "./body-fields";
import { Database } from "./database";
import { readJsonBodies } from "./json-body";
import { MasterPassword } from "./master-password";
import { migrations } from "./migrations";
import { Preparation } from "./preparation";
import { Replacement } from "./replacement";
import type { SchoolSettings } from "./settings";
import { addStudentRoutes } from "./students";
import { SubjectClient } from "./subject-client";
import { addSubjectRoutes } from "./subjects";

/** Room for every field at its maximum length with each character escaped. A longer body cannot be a record. */
const bodyLimit = 16 * 1024;

/** The database may become available later than the program, and may become unavailable again. */
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
      // Values are not coerced: "7" is not a number. Unknown fields are errors.
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
  const { database, isReady } = connect(server, settings);
  server.get("/health-check", (_request, reply) =>
    isReady() ? { status: "ok" } : reply.code(503).send({ status: "not ready" }),
  );
  if (settings.PEER_URL === undefined || settings.RUN_AS === "subjects")
    addSubjectRoutes(server, database);
  else addStudentRoutes(server, database, new SubjectClient(settings.PEER_URL, server.log));
  return server;
}

/** The dependencies of the routes while the server is listening. */
interface Connected {
  /** @throws RequestError 503 until the tables exist */
  readonly database: () => Database;
  readonly isReady: () => boolean;
}

function connect(server: FastifyInstance, settings: SchoolSettings): Connected {
  const { log } = server;
  const database = new Database(settings, () => {
    preparation.begin();
  });
  const replacement = new Replacement(settings.DB_PASSWORD_GRACE_SECONDS, log);
  const preparation = new Preparation({
    settings,
    migrations: migrations[settings.RUN_AS],
    database,
    masterPassword: new MasterPassword(settings, log),
    replacement,
    log,
  });
  server.addHook("onListen", (done) => {
    preparation.begin();
    done();
  });
  // Runs after the last response.
  server.addHook("onClose", async () => {
    replacement.cancel();
    await preparation.stop();
    await database.close();
  });
  return {
    database: () => {
      preparation.requireTables();
      return database;
    },
    isReady: () => preparation.isReady,
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
