import type { FastifyReply, FastifyRequest } from "fastify";
import { STATUS_CODES } from "node:http";

/** Responds with an error in the format of Spring Boot 1.5. */
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

/** The path as the client sent it, without the query string. */
export function pathOf(request: FastifyRequest): string {
  const query = request.url.indexOf("?");
  return query === -1 ? request.url : request.url.slice(0, query);
}
