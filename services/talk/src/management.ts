import type { FastifyInstance } from "fastify";

const mediaType = "application/vnd.spring-boot.actuator.v1+json";

/**
 * The management paths of Spring Boot 1.5 that reveal how the program is built and what it does.
 * @see https://docs.spring.io/spring-boot/docs/1.5.8.RELEASE/reference/html/production-ready-endpoints.html
 */
const closed = new Set([
  "auditevents",
  "autoconfig",
  "beans",
  "configprops",
  "dump",
  "env",
  "heapdump",
  "loggers",
  "mappings",
  "metrics",
  "trace",
]);

/** Adds the two management paths that are public. */
export function addOpenManagement(server: FastifyInstance): void {
  server.get("/health", (_request, reply) => reply.type(mediaType).send({ status: "UP" }));
  server.get("/info", (_request, reply) => reply.type(mediaType).send({}));
}

/** Whether the path, or a parent such as /env for /env/PATH, is a protected management path. */
export function isClosedManagement(path: string): boolean {
  return closed.has(path.split("/")[1] ?? "");
}
