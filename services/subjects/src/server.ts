import { fastify, type FastifyInstance } from "fastify";
import { Database } from "./database";
import { answerError, answerNotFound } from "./error-answer";
import { readJsonBodies } from "./json-body";
import { Migrator } from "./migrator";
import { Replacement } from "./replacement";
import { RequestLog } from "./request-log";
import { addRoutes } from "./routes";
import type { Settings } from "./settings";

/** Room for every field in its longest form, each character escaped; more is no record. */
const bodyLimitBytes = 16 * 1024;

/** The program's answers; it listens to nothing yet. The database may come later than the program, and go again. */
export function createServer(settings: Settings): FastifyInstance {
  const requestTimeoutMs = settings.requestTimeoutSeconds * 1000;
  const requestLog = new RequestLog();
  const server = fastify({
    logger: {
      level: settings.logLevel,
      // The process number is 1 in every container, and the log stream already names the task.
      base: null,
      formatters: { level: (level) => ({ level }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    logController: requestLog,
    childLoggerFactory: (logger) => logger,
    keepAliveTimeout: settings.keepAliveTimeoutSeconds * 1000,
    requestTimeout: requestTimeoutMs,
    http: {
      // Node refuses time for the headers that is longer than the time for the whole request.
      headersTimeout: requestTimeoutMs,
      requestTimeout: requestTimeoutMs,
      // Node looks for clients that are too slow every 30 s unless told.
      connectionsCheckingInterval: 1_000,
    },
    bodyLimit: bodyLimitBytes,
    rewriteUrl: ({ url = "/" }) => withoutPrefix(url, settings.pathPrefix),
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
    // A request that arrives while the program stops is answered: nobody else will answer it.
    return503OnClosing: false,
    // A path that isn't even a valid one. Fastify logs nothing of its own accord here.
    frameworkErrors: (_error, request, reply) => {
      answerNotFound(request, reply);
      requestLog.requestCompleted(null, request, reply);
    },
  });

  readJsonBodies(server);
  server.setErrorHandler(answerError);
  server.setNotFoundHandler(answerNotFound);
  server.get("/health-check", () => ({ status: "ok" }));
  addRoutes(server, settings, connect(server, settings));
  return server;
}

/** The database for as long as the server listens; @returns it once its tables are there, or throws 503 */
function connect(server: FastifyInstance, settings: Settings): () => Database {
  const replacement = new Replacement(settings.database.passwordGraceSeconds, server.log);
  const database = new Database(settings.database, replacement.ask);
  const migrator = new Migrator(database, server.log);
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

function withoutPrefix(url: string, prefix: string): string {
  if (prefix === "" || !url.startsWith(prefix)) return url;
  const rest = url.slice(prefix.length);
  if (rest.startsWith("/")) return rest;
  return rest === "" || rest.startsWith("?") ? `/${rest}` : url;
}
