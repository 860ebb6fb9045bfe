import { taskCounts } from "../capacity";
import { charge, type Pricer } from "../charge";
import { byLevel } from "../levels";
import { blockOf, isTrue } from "../../synthesized/fields";
import { numberIn, type Resource, type StackView } from "../stack-view";
import { requestsPerMonth, SECONDS_PER_MONTH } from "../traffic";

/** The maximum long polling time, which a receiver should use. */
const POLL_SECONDS = 20;

/**
 * Requests to a queue: each message is sent, received and deleted individually, and tasks poll every 20 seconds while
 * the queue is empty. Batches need fewer requests. A message above 64 KiB counts as several.
 * @see https://aws.amazon.com/sqs/pricing/
 */
export const queue: Pricer = (resource, pricing) => {
  const { stack } = pricing;
  // A dead-letter queue is assumed to be empty.
  if (isForDeadLetters(stack, resource)) return [];
  if (isTrue(resource.block, "fifo_queue")) {
    return [{ resource: resource.address, remark: "not counted: requests to a FIFO queue" }];
  }
  const queues = stack
    .ofType("aws_sqs_queue")
    .filter((each) => !isForDeadLetters(stack, each)).length;
  const messages = requestsPerMonth(pricing);
  const waitSeconds = numberIn(resource.block, "receive_wait_time_seconds") ?? 0;
  const readers = stack.ofType("aws_ecs_service").map((service) => taskCounts(stack, service));
  return [
    charge(pricing, resource, {
      what: "requests for messages and polling",
      unit: "million",
      price: "sqs.millionRequests",
      quantity: byLevel((level) => {
        const sent = messages[level] / queues;
        const tasks = readers.reduce((sum, counts) => sum + counts[level], 0);
        const polls = (tasks * SECONDS_PER_MONTH) / (waitSeconds > 0 ? waitSeconds : POLL_SECONDS);
        return (2 * sent + Math.max(sent, polls)) / 1e6;
      }),
      sharesSteps: true,
    }),
  ];
};

function isForDeadLetters(stack: StackView, queue: Resource): boolean {
  return [
    ...stack.ofType("aws_sqs_queue").map(({ block }) => block.redrive_policy),
    ...stack
      .ofType("aws_scheduler_schedule")
      .map(({ block }) => blockOf(block, "target").dead_letter_config),
  ].some((config) => stack.referenced(config, "aws_sqs_queue") === queue);
}

/**
 * The workflow that stops idle tasks uses fewer steps than are free. The share of idle time is not assumed.
 * @see https://aws.amazon.com/step-functions/pricing/
 */
export const workflow: Pricer = ({ address }) => [
  { resource: address, remark: "not counted: what is saved while nobody calls and no task runs" },
];
