import { createServer, ignoreBodies } from "@services/kit/server";
import { SettingsError } from "@services/kit/settings";
import type { FastifyInstance } from "fastify";
import { Consumer } from "./consumer";
import type { WorkerSettings } from "./settings";
import { TaskProtection } from "./task-protection";
import { WorkQueue } from "./work-queue";

/** Processes the queue while it is running. Over HTTP, it serves only the health check. */
export function createWorker(settings: WorkerSettings): FastifyInstance {
  const { QUEUE_URL, WAIT_SECONDS, CONCURRENCY, MESSAGE_TIMEOUT_SECONDS, ECS_AGENT_URI } = settings;
  const server = createServer(settings, {
    answerNotFound: (_request, reply) => {
      void reply.code(404).send({ message: "Not found" });
    },
  });
  server.get("/health", () => ({ status: "ok" }));
  ignoreBodies(server);

  const queue = new WorkQueue(QUEUE_URL, WAIT_SECONDS);
  const consumer = new Consumer({
    queue,
    protection:
      settings.SCALE_IN_PROTECTION && ECS_AGENT_URI !== undefined
        ? new TaskProtection(ECS_AGENT_URI, MESSAGE_TIMEOUT_SECONDS)
        : undefined,
    concurrency: CONCURRENCY,
    timeoutSeconds: MESSAGE_TIMEOUT_SECONDS,
    log: server.log,
  });
  server.addHook("onReady", async () => {
    await queue.checkRegion().catch(() => {
      throw new SettingsError(["AWS_REGION must be set, to the region of the queue."]);
    });
  });
  server.addHook("onListen", (done) => {
    consumer.start();
    done();
  });
  server.addHook("onClose", async () => {
    await consumer.stop();
    queue.close();
  });
  return server;
}
