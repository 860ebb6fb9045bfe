import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { describeAnswerer, detailsPath } from "./details";
import { answerError, pathOf } from "./error-answer";
import { addOpenManagement, isClosedManagement } from "./management";
import { RequestLog } from "./request-log";
import type { Settings } from "./settings";

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
    http: { headersTimeout: requestTimeoutMs },
    // A request that arrives while the program stops is answered: nobody else will answer it.
    return503OnClosing: false,
    // A path that isn't even a valid one. Fastify logs nothing of its own accord here.
    frameworkErrors: (_error, request, reply) => {
      refuse(request, reply);
      requestLog.requestCompleted(null, request, reply);
    },
  });

  server.get(detailsPath, (_request, reply) => {
    reply.header("cache-control", "no-store").type("text/plain");
    return describeAnswerer(settings.hostName);
  });
  addOpenManagement(server);

  server.setNotFoundHandler(refuse);
  // No request has a body that matters: none is read, so that none can turn one of these errors into another.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", (_request, _body, done) => {
    done(null);
  });
  return server;
}

function refuse(request: FastifyRequest, reply: FastifyReply): void {
  const path = pathOf(request);
  if (isClosedManagement(path)) {
    answerError(request, reply, 401, "Full authentication is required to access this resource.");
  } else if (request.server.hasRoute({ method: "GET", url: path })) {
    reply.header("allow", "GET, HEAD");
    answerError(request, reply, 405, `Request method '${request.method}' not supported`);
  } else {
    answerError(request, reply, 404, "No message available");
  }
}
