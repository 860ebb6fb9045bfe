import closeWithGrace from "close-with-grace";
import type { FastifyInstance } from "fastify";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { CommonSettings } from "./settings";

/**
 * Listens until SIGTERM or SIGINT, then finishes the requests in flight and ends with exit code 0. After SIGTERM it first
 * goes on serving for as long as DRAIN_SECONDS says. A second signal, or requests that outlast the stop time-out, end it at
 * once with exit code 1.
 */
export async function serve(server: FastifyInstance, settings: CommonSettings): Promise<void> {
  const { DRAIN_SECONDS, STOP_TIMEOUT_SECONDS } = settings;
  const closing = closeConnectionsOnStop(server);
  closeWithGrace(
    {
      delay: (DRAIN_SECONDS + STOP_TIMEOUT_SECONDS) * 1000,
      logger: false,
      onSecondSignal: (signal) => {
        server.log.error({ signal }, "stopped at once by a second signal");
      },
      onSecondError: (error) => {
        server.log.fatal({ err: error }, "stopped at once by a second error");
      },
      onTimeout: () => {
        server.log.error(
          { seconds: STOP_TIMEOUT_SECONDS },
          "stopped with requests in flight: they outlasted STOP_TIMEOUT_SECONDS",
        );
      },
    },
    async ({ err, signal }) => {
      if (err) server.log.fatal({ err }, "stopping after an error");
      else server.log.info({ signal }, "stopping");
      closing.begin();
      if (signal === "SIGTERM" && DRAIN_SECONDS > 0) {
        server.log.info({ seconds: DRAIN_SECONDS }, "serving on for those who still come");
        await delay(DRAIN_SECONDS * 1000);
      }
      await server.close();
      server.log.info("stopped");
    },
  );
  await server.listen({ host: settings.HOST, port: settings.PORT });
}

/**
 * Closes what Fastify leaves open on close: connections busy at that moment, and those that never carried a request.
 *
 * @returns what begins it: from then on, each answer is the last on its connection
 */
function closeConnectionsOnStop(server: FastifyInstance): { readonly begin: () => void } {
  const connections = new Set<Socket>();
  let stopping = false;

  server.server.on("connection", (connection) => {
    connections.add(connection);
    connection.once("close", () => connections.delete(connection));
  });
  server.addHook("preClose", (done) => {
    // Node counts a connection without a first request as busy and would wait for it.
    for (const connection of connections) if (connection.bytesRead === 0) connection.destroy();
    done();
  });
  server.addHook("onSend", (_request, reply, payload, done) => {
    if (stopping) reply.header("connection", "close");
    done(null, payload);
  });
  return {
    begin: () => {
      stopping = true;
    },
  };
}
