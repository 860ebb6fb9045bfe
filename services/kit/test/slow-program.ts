import { setTimeout as delay } from "node:timers/promises";
import { run } from "../src/program";
import { createServer } from "../src/server";
import { commonSettings, readSettings } from "../src/settings";

/** A program with slow responses, so that a test can send a signal while a handler is running. */
run(
  (environment) => readSettings(commonSettings(80), environment),
  (settings) => {
    const server = createServer(settings, { answerNotFound: (_request, reply) => reply.code(404) });
    server.get("/", () => "at once\n");
    server.get("/slow", async (request) => {
      request.server.log.info("slow answer begun");
      await delay(1_000);
      return "slow answer\n";
    });
    server.get("/fail", (request) => {
      setImmediate(() => {
        throw new Error("an error that nobody caught");
      });
      return request.id;
    });
    server.get("/throw", () => {
      throw Object.assign(new Error("arn:aws:iam::123456789012:role/secret"), { statusCode: 403 });
    });
    return server;
  },
);
