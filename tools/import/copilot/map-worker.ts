import { messageDefaults, queueDefaults } from "../../../aws/defaults";
import { queue as limits } from "../../../aws/data/queues";
import { secondsIn } from "../compose/ports";
import type { Field } from "../field";
import { putContainerCheck } from "../target/container-check";
import { putNumber } from "../target/program";
import { FIFO_LOST } from "../target/queue";
import type { ServiceTarget } from "../target/service-target";
import { wordsOfField } from "./map-sidecars";
import { mapProgram, type WorkloadContext } from "./map-workload";

/** Maps the manifest of a Worker Service in an environment. */
export function mapWorkerService(
  manifest: Field,
  target: ServiceTarget,
  context: WorkloadContext,
): void {
  manifest.get("name").taken(target.shown("name"));
  manifest.get("type").changed("systems.worker", "A service that receives its work from a queue.");
  const check = manifest.get("image", "healthcheck", "command");
  putContainerCheck(target, check, wordsOfField(check)?.words ?? []);
  manifest
    .get("image", "healthcheck")
    .left("The import maps the command only. Set intervalSeconds and the like in containerCheck.");
  mapProgram(manifest, target, context);
  const subscribe = manifest.get("subscribe");
  for (const topic of subscribe.get("topics").items) {
    leaveFifo(topic.get("queue"));
    topic.left(
      `The import subscribes to no topic. Subscribe the system's queue to it (aws sns subscribe --protocol sqs), and allow the topic to send to the queue.`,
    );
  }
  leaveFifo(subscribe.get("queue"));
  queue(subscribe.get("queue"), target);
}

/** A queue is FIFO by a flag, or by its options. */
function leaveFifo(queue: Field): void {
  const fifo = queue.get("fifo");
  if (fifo.exists && fifo.flag !== false) fifo.left(FIFO_LOST);
}

const SECONDS_PER_DAY = 86_400;

function queue(field: Field, target: ServiceTarget): void {
  const retention = field.get("retention");
  const seconds = secondsIn(retention.text ?? "");
  // Dead letters are kept for longer.
  const days: readonly [number, number] = [
    limits.retentionDays[0],
    queueDefaults.deadLetterRetentionDays - 1,
  ];
  if (seconds !== undefined)
    putNumber(
      target,
      retention,
      "queue.retentionDays",
      Math.ceil(seconds / SECONDS_PER_DAY),
      days,
      "Converted to whole days.",
    );
  const timeout = field.get("timeout");
  const hidden = secondsIn(timeout.text ?? "");
  if (hidden !== undefined) putQueueTimeout(target, timeout, hidden);
  const tries = field.get("dead_letter", "tries");
  if (tries.number !== undefined)
    putNumber(target, tries, "queue.maxReceives", tries.number, limits.maxReceives);
}

/** Maps the seconds for which a message is hidden, which must be more than one may take. */
function putQueueTimeout(target: ServiceTarget, field: Field, seconds: number): void {
  const [, most] = limits.visibilityTimeoutSeconds;
  putNumber(target, field, "queue.visibilityTimeoutSeconds", seconds, [2, most]);
  const hidden = Math.max(2, Math.round(seconds));
  if (hidden <= messageDefaults.timeoutSeconds) target.set("messages.timeoutSeconds", hidden - 1);
}
