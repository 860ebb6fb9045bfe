import type { FastifyReply, FastifyRequest } from "fastify";

interface Details extends ErrorOptions {
  /** After which time a client may try again. @default - nothing is said of it */
  readonly retryAfterSeconds?: number;
}

/** What went wrong with a request, in words for the client. The cause is for the log alone. */
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

/** What is at the bottom of an error, without what it may know of clients: the statement, its values, an address. */
export function reasonOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: String(error) };
  if (error.cause !== undefined) return reasonOf(error.cause);
  const { name, code, errno, message } = error as NodeJS.ErrnoException;
  // A message of the server about a value, such as that of a duplicate, repeats the value.
  return "sqlState" in error ? { name, code, errno } : { name, code, errno, message };
}

/**
 * Ends the request with the JSON that fits the error. A client reads the words of a {@link RequestError}, and what Fastify
 * says of its request; what any other error says goes to the log alone.
 */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { log } = request.server;
  if (error instanceof RequestError) {
    if (error.statusCode >= 500) log.warn({ reason: reasonOf(error) }, error.message);
    if (error.retryAfterSeconds !== undefined) reply.header("retry-after", error.retryAfterSeconds);
    void reply.code(error.statusCode).send({ message: error.message });
  } else if (isFastifys(error) && error.statusCode === 413) {
    // Fastify would close the connection, and a client that still writes would see that instead of the answer. So Node
    // reads on and throws away what comes, for as long as a request may take.
    reply.removeHeader("connection");
    const bytes = String(request.routeOptions.bodyLimit);
    void reply.code(413).send({ message: `The body must have ${bytes} bytes at most.` });
  } else if (isFastifys(error) && error.statusCode < 500) {
    void reply.code(error.statusCode).send({ message: error.message });
  } else {
    log.error({ reason: reasonOf(error), stack: stackOf(error) }, "request failed");
    void reply.code(500).send({ message: "Something went wrong here." });
  }
}

/** Errors of libraries may have a status too, and say what no client may know. */
function isFastifys(error: unknown): error is Error & { readonly statusCode: number } {
  const { code, statusCode } = error as { readonly code?: unknown; readonly statusCode?: unknown };
  return typeof code === "string" && code.startsWith("FST_") && typeof statusCode === "number";
}

/** Where it was thrown, without the message, which may repeat what a client sent. */
function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return error.stack
    ?.split("\n")
    .filter((line) => line.startsWith("    at "))
    .join("\n");
}
