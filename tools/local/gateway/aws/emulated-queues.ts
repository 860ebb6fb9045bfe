import type { Attributes } from "../../part";
import {
  type Block,
  blockOf,
  isTrue,
  numberOf,
  requiredText,
  textOf,
} from "../../../synthesized/fields";
import { addressIn, type Resource, type Resources } from "../../../synthesized/resources";
import { type AwsAccount, callAws } from "./emulated-resources";

/** The queues that programs use. Those for scheduled tasks that could not be started are left out: no schedule runs here. */
export function queuesOfPrograms(resources: Resources): readonly Resource[] {
  const ofSchedules = resources
    .resources("aws_scheduler_schedule")
    .map(({ block }) => addressIn(blockOf(blockOf(block, "target"), "dead_letter_config")["arn"]));
  return resources
    .resources("aws_sqs_queue")
    .filter(({ address }) => !ofSchedules.includes(address));
}

/**
 * Creates the queues of the JSON that programs use, with dead-letter queues before those that refer to them.
 *
 * @returns the attributes that AWS would return
 */
export async function createQueues(account: AwsAccount, resources: Resources): Promise<Attributes> {
  const attributes: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const { address, block } of deadLettersFirst(queuesOfPrograms(resources))) {
    const name = requiredText(block, "name");
    const created = (await callAws(account, "sqs", "CreateQueue", {
      QueueName: name,
      Attributes: queueAttributes(block, (target) => attributes[target]?.["arn"]),
    })) as { readonly QueueUrl: string };
    const { Attributes: told } = (await callAws(account, "sqs", "GetQueueAttributes", {
      QueueUrl: created.QueueUrl,
      AttributeNames: ["QueueArn"],
    })) as { readonly Attributes: { readonly QueueArn: string } };
    attributes[address] = {
      id: created.QueueUrl,
      url: created.QueueUrl,
      arn: told.QueueArn,
      name,
    };
  }
  return attributes;
}

/** The attributes of CreateQueue, all of which are strings. */
export function queueAttributes(
  block: Block,
  arnOf: (address: string) => unknown,
): Readonly<Record<string, string>> {
  const redrive = redriveOf(block);
  const target = addressIn(redrive?.deadLetterTargetArn);
  return {
    VisibilityTimeout: String(numberOf(block, "visibility_timeout_seconds", 30)),
    MessageRetentionPeriod: String(numberOf(block, "message_retention_seconds", 345_600)),
    DelaySeconds: String(numberOf(block, "delay_seconds", 0)),
    ReceiveMessageWaitTimeSeconds: String(numberOf(block, "receive_wait_time_seconds", 0)),
    ...(isTrue(block, "fifo_queue") ? { FifoQueue: "true" } : {}),
    ...(redrive === undefined
      ? {}
      : {
          RedrivePolicy: JSON.stringify({
            ...redrive,
            deadLetterTargetArn: target === undefined ? redrive.deadLetterTargetArn : arnOf(target),
          }),
        }),
  };
}

interface Redrive {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

function redriveOf(block: Block): Redrive | undefined {
  const text = textOf(block, "redrive_policy");
  return text === undefined ? undefined : (JSON.parse(text) as Redrive);
}

function deadLettersFirst(queues: readonly Resource[]): readonly Resource[] {
  const isSource = ({ block }: Resource): boolean => redriveOf(block) !== undefined;
  return [...queues.filter((queue) => !isSource(queue)), ...queues.filter(isSource)];
}
