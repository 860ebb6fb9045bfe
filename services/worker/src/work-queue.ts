import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

export interface Taken {
  readonly messageId: string;
  readonly body: string;
  readonly receiptHandle: string;
}

/** The queue that the work comes from. Region and credentials are those of the task. */
export class WorkQueue {
  private readonly url: string;
  private readonly waitSeconds: number;
  private readonly client: SQSClient;

  constructor(url: string, waitSeconds: number) {
    this.url = url;
    this.waitSeconds = waitSeconds;
    this.client = new SQSClient({
      maxAttempts: 3,
      requestHandler: {
        connectionTimeout: 2_000,
        // An answer may take as long as the queue waits for a message.
        requestTimeout: waitSeconds * 1000 + 5_000,
        throwOnRequestTimeout: true,
      },
    });
  }

  /** Waits for messages. What SQS hands out in the moment of an abort comes back after its visibility time-out. */
  async take(most: number, signal: AbortSignal): Promise<readonly Taken[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.url,
      MaxNumberOfMessages: most,
      WaitTimeSeconds: this.waitSeconds,
    });
    const { Messages: messages = [] } = await this.client.send(command, { abortSignal: signal });
    return messages.map(taken);
  }

  /** @returns those that SQS did not delete, and will hand out again */
  async done(messages: readonly Taken[]): Promise<readonly string[]> {
    if (messages.length === 0) return [];
    const { Failed: failed = [] } = await this.client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: this.url,
        Entries: messages.map(({ receiptHandle }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
        })),
      }),
    );
    return failed.map(({ Id: index }) => messages[Number(index)]?.messageId ?? "");
  }

  /** Lets another task have them at once. */
  async giveBack(messages: readonly Taken[]): Promise<void> {
    if (messages.length === 0) return;
    await this.client.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: this.url,
        Entries: messages.map(({ receiptHandle }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: 0,
        })),
      }),
    );
  }

  /** @throws when the environment names no region */
  async checkRegion(): Promise<void> {
    await this.client.config.region();
  }

  close(): void {
    this.client.destroy();
  }
}

function taken({ MessageId, Body, ReceiptHandle }: Message): Taken {
  return { messageId: MessageId ?? "", body: Body ?? "", receiptHandle: ReceiptHandle ?? "" };
}
