import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SqsQueue, type SqsQueueConfig } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { SqsQueueRedriveAllowPolicy } from "@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy";
import { Construct } from "constructs";
import { queueDefaults } from "../../aws/defaults";
import { deadLettersOutlive, queue as limits, queueName } from "../../aws/data/queues";
import type { PolicyStatement } from "../identity/service-role";
import { tlsOnlyFor } from "../identity/tls-only";
import { terraformJson } from "../terraform-json";
import { matches, obeys, validate, within } from "../validation";
import { QueueAlarms, type QueueAlarmsProps } from "./queue-alarms";

export interface QueueProps {
  /** Name of a standard queue. The dead-letter queue adds `-dead-letters`. */
  readonly name: string;
  /** Seconds that a received message is hidden from other consumers. @default 60 */
  readonly visibilityTimeoutSeconds?: number;
  /** Days after which an unprocessed message expires. @default 4 */
  readonly retentionDays?: number;
  /** Number of receives before a message moves to the dead-letter queue. @default 5 */
  readonly maxReceives?: number;
  /** Days after which the dead-letter queue deletes a message, counted from when it was sent. @default 14 */
  readonly deadLetterRetentionDays?: number;
  /**
   * Whether the queues have the tag `Protected`, which makes `npm run guard` protect them and their messages. SQS
   * itself deletes any queue.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /** @default none */
  readonly alarms?: Omit<QueueAlarmsProps, "queueName" | "deadLetterQueueName">;
}

const SECONDS_PER_DAY = 86_400;

/**
 * A work queue and its dead-letter queue. Both are encrypted with SQS's own keys and reject requests without TLS.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export class Queue extends Construct {
  readonly resource: SqsQueue;
  readonly deadLetters: SqsQueue;
  readonly name: string;
  readonly url: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
    const settings = withDefaults(props);
    validate(
      this,
      matches("name", `${props.name}-dead-letters`, queueName),
      within(
        "visibilityTimeoutSeconds",
        settings.visibilityTimeoutSeconds,
        ...limits.visibilityTimeoutSeconds,
      ),
      within("retentionDays", settings.retentionDays, ...limits.retentionDays),
      within("maxReceives", settings.maxReceives, ...limits.maxReceives),
      obeys(deadLettersOutlive, {
        retentionDays: settings.retentionDays,
        deadLetterRetentionDays: settings.deadLetterRetentionDays,
      }),
    );
    const tags = (props.deletionProtection ?? true) ? { Protected: "true" } : undefined;
    this.deadLetters = this.addQueue("dead-letters", {
      tags,
      name: `${props.name}-dead-letters`,
      messageRetentionSeconds: settings.deadLetterRetentionDays * SECONDS_PER_DAY,
    });
    this.resource = this.addQueue("Default", {
      tags,
      name: props.name,
      visibilityTimeoutSeconds: settings.visibilityTimeoutSeconds,
      messageRetentionSeconds: settings.retentionDays * SECONDS_PER_DAY,
      // Long polling: an empty response costs as much as one with ten messages.
      receiveWaitTimeSeconds: 20,
      redrivePolicy: terraformJson({
        deadLetterTargetArn: this.deadLetters.arn,
        maxReceiveCount: settings.maxReceives,
      }),
    });
    // No other queue in the account may use this dead-letter queue.
    new SqsQueueRedriveAllowPolicy(this, "redrive-allow-policy", {
      queueUrl: this.deadLetters.url,
      redriveAllowPolicy: terraformJson({
        redrivePermission: "byQueue",
        sourceQueueArns: [this.resource.arn],
      }),
    });
    this.name = this.resource.name;
    this.url = this.resource.url;
    this.arn = this.resource.arn;
    if (props.alarms !== undefined) {
      new QueueAlarms(this, "alarms", {
        ...props.alarms,
        queueName: this.name,
        deadLetterQueueName: this.deadLetters.name,
      });
    }
  }

  /** Permission to receive and delete messages, and to make them visible again. */
  get consumer(): PolicyStatement {
    return {
      actions: ["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility"].map(
        (action) => `sqs:${action}`,
      ),
      resources: [this.arn],
    };
  }

  private addQueue(id: string, config: SqsQueueConfig): SqsQueue {
    const queue = new SqsQueue(this, id, {
      ...config,
      sqsManagedSseEnabled: true,
      // A queue with a new name is created first, because consumers and scaling refer to the old one until they are
      // updated.
      lifecycle: { createBeforeDestroy: true },
    });
    const prefix = id === "Default" ? "" : `${id}-`;
    const { json: policy } = new DataAwsIamPolicyDocument(this, `${prefix}policy-document`, {
      statement: [tlsOnlyFor(["sqs:*"], [queue.arn])],
    });
    new SqsQueuePolicy(this, `${prefix}policy`, { queueUrl: queue.url, policy });
    return queue;
  }
}

function withDefaults(props: QueueProps) {
  return {
    visibilityTimeoutSeconds:
      props.visibilityTimeoutSeconds ?? queueDefaults.visibilityTimeoutSeconds,
    retentionDays: props.retentionDays ?? queueDefaults.retentionDays,
    maxReceives: props.maxReceives ?? queueDefaults.maxReceives,
    deadLetterRetentionDays: props.deadLetterRetentionDays ?? queueDefaults.deadLetterRetentionDays,
  };
}
