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
  /** Answers what no route answers, and a path that isn't even a valid one. */
  readonly answerNotFound: (request: FastifyRequest, reply: FastifyReply) => void;
  /** Answers what a route throws. @default {@link answerError} */
  readonly answerError?: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;
  /** How long a client may take to send one request. @default longer than an unused connection stays open */
  readonly requestTimeoutSeconds?: number;
  /** More of Fastify's own options. */
  readonly fastify?: FastifyServerOptions;
}

/** A server without routes that listens to nothing yet. */
export function createServer(settings: CommonSettings, options: ServerOptions): FastifyInstance {
  const { answerNotFound } = options;
  const keepAliveTimeoutMs = settings.KEEP_ALIVE_TIMEOUT_SECONDS * 1000;
  // Without a time of its own, longer than the keep-alive time-out, or else Node may close a connection on which a
  // request is arriving.
  const requestTimeoutMs =
    options.requestTimeoutSeconds === undefined
      ? keepAliveTimeoutMs + 5_000
      : options.requestTimeoutSeconds * 1000;
  const requestLog = new RequestLog();
  const server = fastify({
    logger: {
      level: settings.LOG_LEVEL,
      // The process number is 1 in every container, and the log stream already names the task.
      base: null,
      formatters: { level: (level) => ({ level }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    logController: requestLog,
    childLoggerFactory: (logger) => logger,
    keepAliveTimeout: keepAliveTimeoutMs,
    requestTimeout: requestTimeoutMs,
    http: {
      // Node refuses time for the headers that is longer than the time for the whole request.
      headersTimeout: requestTimeoutMs,
      requestTimeout: requestTimeoutMs,
      // Node looks for clients that are too slow every 30 s unless told.
      connectionsCheckingInterval: 1_000,
    },
    // A request that arrives while the program stops is answered: nobody else will answer it.
    return503OnClosing: false,
    // Fastify logs nothing of its own accord here.
    frameworkErrors: (_error, request, reply) => {
      answerNotFound(request, reply);
      requestLog.requestCompleted(null, request, reply);
    },
    ...options.fastify,
  });
  server.setNotFoundHandler(answerNotFound);
  server.setErrorHandler((error, request, reply) => {
    // A path that isn't there stays so, whatever is wrong with the body.
    if (request.is404) answerNotFound(request, reply);
    else (options.answerError ?? answerError)(error, request, reply);
  });
  return server;
}

/** For a program to whose requests no body matters: none is read, so that none can turn a 404 into another error. */
export function ignoreBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", (_request, _body, done) => {
    done(null);
  });
}
