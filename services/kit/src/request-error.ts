import type { FastifyReply, FastifyRequest } from "fastify";

interface Details extends ErrorOptions {
  /** Time after which a client may retry. @default - not sent */
  readonly retryAfterSeconds?: number;
}

/** An error with a message for the client. Its cause is only logged. */
export class RequestError extends Error {
  readonly statusCode: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(statusCode: number, message: string, { retryAfterSeconds, cause }: Details = {}) {
    super(message, { cause });
    this.name = "RequestError";
    this.statusCode = statusCode;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The root cause of an error, without client data that it may contain: the statement, its values or an address. */
export function reasonOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: String(error) };
  if (error.cause !== undefined) return reasonOf(error.cause);
  const { name, code, errno, message } = error as NodeJS.ErrnoException;
  // A server message about a value, such as a duplicate, contains the value.
  return "sqlState" in error ? { name, code, errno } : { name, code, errno, message };
}

/**
 * Responds with the JSON that fits the error. The client receives the message of a {@link RequestError}, and Fastify's
 * messages about an invalid request. All other messages are only logged.
 */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { log } = request.server;
  if (error instanceof RequestError) {
    if (error.statusCode >= 500) log.warn({ reason: reasonOf(error) }, error.message);
    if (error.retryAfterSeconds !== undefined) reply.header("retry-after", error.retryAfterSeconds);
    void reply.code(error.statusCode).send({ message: error.message });
  } else if (isFastifys(error) && error.statusCode === 413) {
    // Fastify would close the connection, and a client that is still sending would see that instead of the response. So
    // Node.js reads and discards the rest, for as long as a request may take.
    reply.removeHeader("connection");
    const bytes = String(request.routeOptions.bodyLimit);
    void reply.code(413).send({ message: `The body must have at most ${bytes} bytes.` });
  } else if (isFastifys(error) && error.statusCode < 500) {
    void reply.code(error.statusCode).send({ message: error.message });
  } else {
    log.error({ reason: reasonOf(error), stack: stackOf(error) }, "request failed");
    void reply.code(500).send({ message: "Something went wrong." });
  }
}

/** Errors of libraries may have a status code, too, with a message that clients must not see. */
function isFastifys(error: unknown): error is Error & { readonly statusCode: number } {
  const { code, statusCode } = error as { readonly code?: unknown; readonly statusCode?: unknown };
  return typeof code === "string" && code.startsWith("FST_") && typeof statusCode === "number";
}

/** The stack trace without the message, which may contain client data. */
function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return error.stack
    ?.split("\n")
    .filter((line) => line.startsWith("    at "))
    .join("\n");
}
