import type { FastifyReply, FastifyRequest } from "fastify";
import { STATUS_CODES } from "node:http";

/** Ends the request with an error in the form that Spring Boot 1.5 gives it. */
export function answerError(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  message: string,
): void {
  void reply.code(status).send({
    timestamp: Date.now(),
    status,
    error: STATUS_CODES[status],
    message,
    path: pathOf(request),
  });
}

/** The path as the client wrote it, without the query. */
export function pathOf(request: FastifyRequest): string {
  const query = request.url.indexOf("?");
  return query === -1 ? request.url : request.url.slice(0, query);
}
