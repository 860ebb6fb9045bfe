import type { EvaluatedStack } from "../../synthesized/evaluated-stack";
import { textOf } from "../../synthesized/fields";
import { referenced } from "../../synthesized/resources";
import type { ServiceModel } from "../../synthesized/system/ecs-service";

/** A queue of the stack, or the URL of another. */
const QUEUE = /\b(aws_sqs_queue\.[\w-]+)\.(?:url|id)\b|https:\/\/sqs\.[^"\s]+/;

/** Says of a service that takes its work from a queue, and not from a balancer, that its messages are not modelled. */
export function noteQueue(
  stack: EvaluatedStack,
  service: ServiceModel,
  notModelled: string[],
): void {
  if (service.targets.length > 0) return;
  const definition = referenced(stack, stack.resource(service.address)?.block.task_definition);
  const found = QUEUE.exec(textOf(definition?.block ?? {}, "container_definitions", ""));
  if (found === null) return;
  notModelled.push(
    `${service.name}: it takes messages from ${found[1] ?? found[0]}, and the model has no queues. ` +
      "The load reaches its tasks at once, as requests that nothing keeps: there is no backlog, no age of messages, " +
      "and what is reported as failed would wait in the queue.",
  );
}
