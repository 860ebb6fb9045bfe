import {
  queueAttributes,
  queuesOfPrograms,
} from "../../../../../tools/local/gateway/aws/emulated-queues";
import type { Resource } from "../../../../../tools/synthesized/resources";

const arnOf = (address: string) => `arn-of-${address}`;

describe("an emulated queue", () => {
  it("has what the JSON says, and SQS's defaults for the rest", () => {
    expect(queueAttributes({ name: "jobs", message_retention_seconds: 60 }, arnOf)).toEqual({
      VisibilityTimeout: "30",
      MessageRetentionPeriod: "60",
      DelaySeconds: "0",
      ReceiveMessageWaitTimeSeconds: "0",
    });
    expect(queueAttributes({ name: "jobs.fifo", fifo_queue: true }, arnOf)["FifoQueue"]).toBe(
      "true",
    );
  });

  it("names its dead-letter queue by the ARN that the emulator gave it, and another's as it is", () => {
    const redrive = (deadLetterTargetArn: string) =>
      queueAttributes(
        {
          name: "jobs",
          redrive_policy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 5 }),
        },
        arnOf,
      )["RedrivePolicy"];
    expect(JSON.parse(redrive("aws_sqs_queue.dead.arn")!)).toEqual({
      deadLetterTargetArn: "arn-of-aws_sqs_queue.dead",
      maxReceiveCount: 5,
    });
    const other = "arn:aws:sqs:us-east-2:111122223333:dead";
    expect(JSON.parse(redrive(other)!)["deadLetterTargetArn"]).toBe(other);
  });
});

it("leaves out the queue for scheduled tasks that could not be started", () => {
  const all: Readonly<Record<string, readonly Resource[]>> = {
    aws_sqs_queue: ["aws_sqs_queue.jobs", "aws_sqs_queue.failed"].map((address) => ({
      address,
      block: {},
    })),
    aws_scheduler_schedule: [
      {
        address: "aws_scheduler_schedule.nightly",
        block: { target: { dead_letter_config: { arn: "aws_sqs_queue.failed.arn" } } },
      },
    ],
  };
  const found = queuesOfPrograms({
    resources: (type) => all[type] ?? [],
    resource: () => undefined,
  });
  expect(found.map(({ address }) => address)).toEqual(["aws_sqs_queue.jobs"]);
});
