import { queueAttributes } from "../../../../../tools/local/gateway/aws/emulated-queues";

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
