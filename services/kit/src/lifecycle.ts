import closeWithGrace from "close-with-grace";
import type { FastifyInstance } from "fastify";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { CommonSettings } from "./settings";
import type { Tracing } from "./tracing";

/**
 * Listens until SIGTERM or SIGINT, then finishes the requests in flight and exits with code 0. After SIGTERM it first
 * continues to serve for DRAIN_SECONDS. A second signal, or requests that exceed the stop timeout, end it immediately with
 * exit code 1.
 */
export async function serve(
  server: FastifyInstance,
  settings: CommonSettings,
  tracing?: Pick<Tracing, "stop">,
): Promise<void> {
  const { DRAIN_SECONDS, STOP_TIMEOUT_SECONDS } = settings;
  const closing = closeConnectionsOnStop(server);
  closeWithGrace(
    {
      delay: (DRAIN_SECONDS + STOP_TIMEOUT_SECONDS) * 1000,
      logger: false,
      onSecondSignal: (signal) => {
        server.log.error({ signal }, "stopped immediately by a second signal");
      },
      onSecondError: (error) => {
        server.log.fatal({ err: error }, "stopped immediately by a second error");
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
        server.log.info({ seconds: DRAIN_SECONDS }, "draining: still serving requests");
        await delay(DRAIN_SECONDS * 1000);
      }
      await server.close();
      await tracing?.stop();
      server.log.info("stopped");
    },
  );
  await server.listen({ host: settings.HOST, port: settings.PORT });
}

/**
 * Closes the connections that Fastify leaves open on close: busy ones, and those that never carried a request.
 *
 * @returns a function that starts this. From then on, each response closes its connection.
 */
function closeConnectionsOnStop(server: FastifyInstance): { readonly begin: () => void } {
  const connections = new Set<Socket>();
  let stopping = false;

  server.server.on("connection", (connection) => {
    connections.add(connection);
    connection.once("close", () => connections.delete(connection));
  });
  server.addHook("preClose", (done) => {
    // Node.js treats a connection without a first request as busy and would wait for it.
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
