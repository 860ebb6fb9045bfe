import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { describeProblems } from "./body-fields";
import { RequestError, reasonOf } from "./request-error";

/** Ends the request with the JSON that fits the error; what is the program's own fault is told to the log alone. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  // A path that isn't there stays so, whatever is wrong with the body.
  if (request.is404) {
    answerNotFound(request, reply);
  } else if (error instanceof RequestError) {
    if (error.statusCode >= 500) {
      request.server.log.warn({ reason: reasonOf(error) }, error.message);
    }
    if (error.retryAfterSeconds !== undefined) reply.header("retry-after", error.retryAfterSeconds);
    void reply.code(error.statusCode).send({ message: error.message });
  } else if (isClientError(error)) {
    answerClientError(error, reply);
  } else {
    request.server.log.error({ reason: reasonOf(error), stack: stackOf(error) }, "request failed");
    void reply.code(500).send({ message: "Something went wrong here." });
  }
}

export function answerNotFound(_request: FastifyRequest, reply: FastifyReply): void {
  void reply.code(404).send({ message: "There is nothing here." });
}

function isClientError(error: unknown): error is FastifyError {
  const status = (error as Partial<FastifyError>).statusCode;
  return status !== undefined && status >= 400 && status < 500;
}

function answerClientError(error: FastifyError, reply: FastifyReply): void {
  if (error.validation !== undefined) {
    void reply.code(400).send(describeProblems(error.validation));
  } else if (error.statusCode === 413) {
    // Fastify would close the connection, and a client that still writes would see that instead of the answer. So Node
    // reads on and throws away what comes, for as long as a request may take.
    reply.removeHeader("connection");
    void reply.code(413).send({ message: "The body is too large." });
  } else {
    void reply.code(error.statusCode ?? 400).send({ message: error.message });
  }
}

/** Where it was thrown, without the message, which may repeat what a client sent. */
function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return error.stack
    ?.split("\n")
    .filter((line) => line.startsWith("    at "))
    .join("\n");
}
