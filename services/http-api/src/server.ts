import { createServer, ignoreBodies } from "@services/kit/server";
import { commonSettings, readSettings, type Environment } from "@services/kit/settings";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { drawLetters, lettersSchema } from "./letters";

const greeting = "Hello, world! See /api for JSON.\n";

export type HttpApiSettings = ReturnType<typeof readHttpApiSettings>;

/** @throws SettingsError that lists every invalid variable */
export function readHttpApiSettings(environment: Environment) {
  return readSettings(commonSettings(80), environment);
}

export function createHttpApi(settings: HttpApiSettings): FastifyInstance {
  const server = createServer(settings, { answerNotFound });
  server.get("/", () => greeting);
  server.get("/api", { schema: { response: { 200: lettersSchema } } }, (_request, reply) => {
    reply.header("cache-control", "no-store");
    return drawLetters();
  });
  server.get("/health", () => ({ status: "ok" }));
  ignoreBodies(server);
  return server;
}

function answerNotFound(_request: FastifyRequest, reply: FastifyReply): void {
  void reply
    .code(404)
    .send({ statusCode: 404, error: "Not Found", message: "There is nothing here. See /api." });
}
