import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { drawLetters, lettersSchema } from "./letters";
import { RequestLog } from "./request-log";
import type { Settings } from "./settings";

const greeting = "Hello, world! See /api for JSON.\n";

/** The program's answers; it listens to nothing yet. */
export function createServer(settings: Settings): FastifyInstance {
  const keepAliveTimeoutMs = settings.keepAliveTimeoutSeconds * 1000;
  // Longer than the keep-alive time-out, or else Node may close a connection on which a request is arriving.
  const requestTimeoutMs = keepAliveTimeoutMs + 5_000;
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
    keepAliveTimeout: keepAliveTimeoutMs,
    requestTimeout: requestTimeoutMs,
    // Node refuses time for the headers that is longer than the time for the whole request.
    http: { headersTimeout: requestTimeoutMs, requestTimeout: requestTimeoutMs },
    // A request that arrives while the program stops is answered: nobody else will answer it.
    return503OnClosing: false,
    // A path that isn't even a valid one. Fastify logs nothing of its own accord here.
    frameworkErrors: (_error, request, reply) => {
      answerNotFound(request, reply);
      requestLog.requestCompleted(null, request, reply);
    },
  });

  server.get("/", () => greeting);
  server.get("/api", { schema: { response: { 200: lettersSchema } } }, (_request, reply) => {
    reply.header("cache-control", "no-store");
    return drawLetters();
  });
  server.get("/health", { schema: { response: { 200: healthSchema } } }, () => ({ status: "ok" }));

  server.setNotFoundHandler(answerNotFound);
  // No request has a body that matters: none is read, so that none can turn a 404 into another error.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", (_request, _body, done) => {
    done(null);
  });
  return server;
}

const healthSchema = {
  type: "object",
  properties: { status: { type: "string" } },
  required: ["status"],
  additionalProperties: false,
};

function answerNotFound(_request: FastifyRequest, reply: FastifyReply): void {
  void reply
    .code(404)
    .send({ statusCode: 404, error: "Not Found", message: "There is nothing here. See /api." });
}
