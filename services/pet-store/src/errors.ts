import type { FastifyReply, FastifyRequest } from "fastify";
import { maxBodyBytes } from "./json-body";
import { Mistake } from "./mistake";

export function answerNotFound(_request: FastifyRequest, reply: FastifyReply): void {
  void reply.code(404).send({ message: "Not found" });
}

/** Answers with the error's own status and message: a client's mistake, an error of DynamoDB, or what nobody foresaw. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status, message, isClients } = explain(error);
  // A client's mistake is in its answer; the others are for the operator to see.
  if (!isClients) request.server.log.error({ err: error }, "request failed");
  void reply.code(status).send({ message });
}

interface Explanation {
  readonly status: number;
  readonly message: string;
  readonly isClients: boolean;
}

function explain(error: unknown): Explanation {
  if (error instanceof Mistake)
    return { status: error.statusCode, message: error.message, isClients: true };
  const { message, statusCode, $metadata } = error as Failure;
  if ($metadata !== undefined)
    return {
      status: $metadata.httpStatusCode ?? 500,
      message: message ?? "DynamoDB gave no answer.",
      isClients: false,
    };
  if (statusCode === 413)
    return {
      status: 413,
      message: `The body must have ${String(maxBodyBytes)} bytes at most.`,
      isClients: true,
    };
  const status = statusCode ?? 500;
  return { status, message: message ?? "Internal error", isClients: status < 500 };
}

/** What Fastify's errors and those of the AWS SDK have. */
interface Failure {
  readonly message?: string;
  readonly statusCode?: number;
  readonly $metadata?: { readonly httpStatusCode?: number };
}
