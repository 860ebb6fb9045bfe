import {
  fastify,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from "fastify";
import { answerError } from "./request-error";
import { RequestLog } from "./request-log";
import type { CommonSettings } from "./settings";

export interface ServerOptions {
  /** Handles a request without a matching route, or with an invalid path. */
  readonly answerNotFound: (request: FastifyRequest, reply: FastifyReply) => void;
  /** Handles errors of routes. @default {@link answerError} */
  readonly answerError?: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;
  /** Time limit for a client to send one request. @default longer than an idle connection stays open */
  readonly requestTimeoutSeconds?: number;
  /** Additional Fastify options. */
  readonly fastify?: FastifyServerOptions;
}

/** A server without routes that is not listening yet. */
export function createServer(settings: CommonSettings, options: ServerOptions): FastifyInstance {
  const { answerNotFound } = options;
  const keepAliveTimeoutMs = settings.KEEP_ALIVE_TIMEOUT_SECONDS * 1000;
  // Must be longer than the keep-alive timeout. Otherwise Node.js may close a connection on which a request is arriving.
  const requestTimeoutMs =
    options.requestTimeoutSeconds === undefined
      ? keepAliveTimeoutMs + 5_000
      : options.requestTimeoutSeconds * 1000;
  const requestLog = new RequestLog();
  const server = fastify({
    logger: {
      level: settings.LOG_LEVEL,
      // The process ID is 1 in every container, and the log stream already names the task.
      base: null,
      formatters: { level: (level) => ({ level }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    logController: requestLog,
    childLoggerFactory: (logger) => logger,
    keepAliveTimeout: keepAliveTimeoutMs,
    requestTimeout: requestTimeoutMs,
    http: {
      // Node.js requires that the headers timeout does not exceed the request timeout.
      headersTimeout: requestTimeoutMs,
      requestTimeout: requestTimeoutMs,
      // By default, Node.js checks for slow clients only every 30 s.
      connectionsCheckingInterval: 1_000,
    },
    // Requests that arrive during the shutdown are still answered, because no other task will answer them.
    return503OnClosing: false,
    // Disables Fastify's own request logging.
    frameworkErrors: (_error, request, reply) => {
      answerNotFound(request, reply);
      requestLog.requestCompleted(null, request, reply);
    },
    ...options.fastify,
  });
  server.setNotFoundHandler(answerNotFound);
  server.setErrorHandler((error, request, reply) => {
    // An unknown path is a 404 even if the body is invalid.
    if (request.is404) answerNotFound(request, reply);
    else (options.answerError ?? answerError)(error, request, reply);
  });
  return server;
}

/** For a program that ignores bodies: no body is read, so that none can turn a 404 into another error. */
export function ignoreBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", (_request, _body, done) => {
    done(null);
  });
}
