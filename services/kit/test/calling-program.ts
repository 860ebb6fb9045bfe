/** A program that calls the address in PEER_URL and passes the status on, for the tests of traces. */
import { run } from "../src/program";
import { RequestError } from "../src/request-error";
import { createServer } from "../src/server";
import { commonSettings, readSettings, text } from "../src/settings";
import { traceHeaders } from "../src/tracing";

run(
  (environment) => readSettings({ PEER_URL: text(), ...commonSettings(80) }, environment),
  (settings) => {
    const server = createServer(settings, {
      answerNotFound: (_request, reply) => void reply.code(404).send(),
    });
    server.get("/call", async (_request, reply) => {
      try {
        const { status } = await fetch(settings.PEER_URL, { headers: traceHeaders() });
        return await reply.code(status).send();
      } catch (cause) {
        throw new RequestError(502, "The peer is not available.", { cause });
      }
    });
    return server;
  },
);
