import { createServer, ignoreBodies } from "@services/kit/server";
import { commonSettings, readSettings, text, type Environment } from "@services/kit/settings";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { hostname } from "node:os";

export type DaemonSettings = ReturnType<typeof readDaemonSettings>;

/** @throws SettingsError that lists every invalid variable */
export function readDaemonSettings(environment: Environment) {
  return readSettings(
    {
      SERVICE_NAME: text().default("daemon-api"),
      STAGE: text().default("dev"),
      /** The deployed image tag, so that you can watch a rollout. */
      VERSION: text().default("unknown"),
      /** The host name in responses: the container ID, which Docker sets as its host name, unless HOSTNAME is set. */
      HOSTNAME: text().default(() => hostname()),
      ...commonSettings(8080),
    },
    environment,
  );
}

export function createDaemonApi(settings: DaemonSettings): FastifyInstance {
  const server = createServer(settings, { answerNotFound });
  const {
    SERVICE_NAME: serviceName,
    STAGE: stage,
    VERSION: version,
    HOSTNAME: hostName,
  } = settings;
  server.get("/", (_request, reply) => {
    reply.header("cache-control", "no-store");
    return { serviceName, stage, version, hostName };
  });
  server.get("/health", () => ({ status: "ok" }));
  ignoreBodies(server);
  return server;
}

function answerNotFound(_request: FastifyRequest, reply: FastifyReply): void {
  void reply
    .code(404)
    .send({ statusCode: 404, error: "Not Found", message: "There is nothing here. See /." });
}
