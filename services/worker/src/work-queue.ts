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

/** The queue of the jobs. Region and credentials are those of the task. */
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
        // A response may take as long as the wait time of the receive call.
        requestTimeout: waitSeconds * 1000 + 5_000,
        throwOnRequestTimeout: true,
      },
    });
  }

  /**
   * Waits for messages. Messages that SQS returns at the time of an abort are received again after the visibility timeout.
   */
  async take(most: number, signal: AbortSignal): Promise<readonly Taken[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.url,
      MaxNumberOfMessages: most,
      WaitTimeSeconds: this.waitSeconds,
    });
    const { Messages: messages = [] } = await this.client.send(command, { abortSignal: signal });
    return messages.map(taken);
  }

  /** @returns the messages that SQS did not delete, and which will be received again */
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

  /** Makes messages visible to other tasks immediately. */
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

  /** @throws if the environment has no Region */
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
