import type { EvaluatedStack } from "../../synthesized/evaluated-stack";
import { type Block, numberOf, textOf } from "../../synthesized/fields";
import { addressIn, referenced, type Resource } from "../../synthesized/resources";
import type { ServiceModel } from "../../synthesized/system/ecs-service";
import type { QueueConsumer, QueueSettings } from "../model/system";

/** The URL of a queue in another stack. */
const FOREIGN = /^https:\/\/sqs\.\S+\/([\w.-]+)$/;
/** Number of messages that a task receives at once, if its container does not specify it. */
const USUAL_CONCURRENCY = 10;
/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const DEFAULT_VISIBILITY_SECONDS = 30;
const DEFAULT_RETENTION_SECONDS = 345_600;

/**
 * The queue of a service that takes its work from a queue instead of a load balancer. An environment variable in one of
 * its containers names the queue. This project's worker also reads from the environment how to receive messages.
 */
export function readConsumer(
  stack: EvaluatedStack,
  service: ServiceModel,
  notModelled: string[],
): QueueConsumer | undefined {
  if (service.targets.length > 0) return undefined;
  const variables = environmentOf(stack, service);
  const queue = [...variables.values()].flatMap((value) => queueOf(stack, value) ?? [])[0];
  if (queue === undefined) return undefined;
  const concurrency = countIn(variables, "CONCURRENCY");
  const timeoutSeconds = countIn(variables, "MESSAGE_TIMEOUT_SECONDS");
  if (concurrency === undefined)
    notModelled.push(
      `${service.name}: its containers do not say how many messages a task works on at once (CONCURRENCY). ` +
        `The simulation assumes ${USUAL_CONCURRENCY}.`,
    );
  if (queue.isForeign)
    notModelled.push(
      `${service.name}: the queue ${queue.settings.name} is not in this stack. The simulation assumes AWS's defaults: ` +
        "messages are hidden for 30 s and kept for 4 days, and there is no dead-letter queue.",
    );
  const stopTimeouts = service.task.containers.map((each) => each.stopTimeoutSeconds);
  return {
    queue: queue.settings,
    concurrency: concurrency ?? USUAL_CONCURRENCY,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    isProtected: variables.get("SCALE_IN_PROTECTION") === "true",
    stopTimeoutSeconds: Math.max(0, ...stopTimeouts),
  };
}

function environmentOf(stack: EvaluatedStack, service: ServiceModel): ReadonlyMap<string, string> {
  const definition = referenced(stack, stack.resource(service.address)?.block.task_definition);
  const containers = JSON.parse(
    textOf(definition?.block ?? {}, "container_definitions", "[]"),
  ) as readonly Block[];
  return new Map(
    containers
      .flatMap(({ environment }) => (environment ?? []) as readonly Block[])
      .map((variable) => [textOf(variable, "name", ""), textOf(variable, "value", "")]),
  );
}

function queueOf(
  stack: EvaluatedStack,
  value: string,
): { readonly settings: QueueSettings; readonly isForeign: boolean } | undefined {
  const address = addressIn(value);
  const own = address?.startsWith("aws_sqs_queue.") === true ? stack.resource(address) : undefined;
  if (own) return { settings: settingsOf(stack, own), isForeign: false };
  const name = FOREIGN.exec(value)?.[1];
  if (name === undefined) return undefined;
  return { settings: settingsOf(stack, { address: name, block: { name } }), isForeign: true };
}

function settingsOf(stack: EvaluatedStack, { address, block }: Resource): QueueSettings {
  const redrive = JSON.parse(textOf(block, "redrive_policy", "{}")) as Block;
  const maxReceives = numberOf(redrive, "maxReceiveCount");
  const deadLetters = referenced(stack, redrive.deadLetterTargetArn);
  const deadLetterQueue = deadLetters && textOf(deadLetters.block, "name", deadLetters.address);
  return {
    name: textOf(block, "name", address),
    visibilityTimeoutSeconds: numberOf(
      block,
      "visibility_timeout_seconds",
      DEFAULT_VISIBILITY_SECONDS,
    ),
    retentionSeconds: numberOf(block, "message_retention_seconds", DEFAULT_RETENTION_SECONDS),
    ...(maxReceives === undefined ? {} : { maxReceives }),
    ...(deadLetterQueue === undefined ? {} : { deadLetterQueue }),
  };
}

function countIn(variables: ReadonlyMap<string, string>, name: string): number | undefined {
  const value = Number(variables.get(name) ?? NaN);
  return value > 0 ? value : undefined;
}
