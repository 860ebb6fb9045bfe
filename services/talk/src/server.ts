import { createServer, ignoreBodies } from "@services/kit/server";
import {
  commonSettings,
  readSettings,
  text,
  variable,
  type Environment,
} from "@services/kit/settings";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { hostname } from "node:os";
import { answerError, pathOf } from "./error-answer";
import { addOpenManagement, isClosedManagement } from "./management";

export type TalkSettings = ReturnType<typeof readTalkSettings>;

/** @throws SettingsError that lists every invalid variable */
export function readTalkSettings(environment: Environment) {
  return readSettings(
    {
      /** The service to run as. It serves the path with this name. */
      RUN_AS: variable("talk, speaker, or another lower-case word", (value) =>
        /^[a-z][a-z0-9-]*$/.test(value),
      ),
      /** The host name in responses: the container ID, which Docker sets as its host name, unless HOSTNAME is set. */
      HOSTNAME: text().default(() => hostname()),
      ...commonSettings(8080),
    },
    environment,
  );
}

export function createTalk(settings: TalkSettings): FastifyInstance {
  const { RUN_AS: service, HOSTNAME: hostName } = settings;
  const server = createServer(settings, { answerNotFound: refuse });
  const title = service.charAt(0).toUpperCase() + service.slice(1);
  server.get(`/${service}`, (_request, reply) => {
    reply.header("cache-control", "no-store").type("text/plain");
    return `${title} details returned by ${hostName}`;
  });
  addOpenManagement(server);
  ignoreBodies(server);
  return server;
}

function refuse(request: FastifyRequest, reply: FastifyReply): void {
  const path = pathOf(request);
  if (isClosedManagement(path)) {
    answerError(request, reply, 401, "Full authentication is required to access this resource.");
  } else if (request.server.hasRoute({ method: "GET", url: path })) {
    reply.header("allow", "GET, HEAD");
    answerError(request, reply, 405, `Request method '${request.method}' not supported`);
  } else {
    answerError(request, reply, 404, "No message available");
  }
}
