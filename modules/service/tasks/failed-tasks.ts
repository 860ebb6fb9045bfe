import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";
import { tlsOnlyFor } from "../../identity/tls-only";
import { terraformJson } from "../../terraform-json";
import { namePrefix } from "./run-task";

export interface FailedTasksProps {
  /** Name of the service, and start of other names. */
  readonly name: string;
  /** Group of the tasks, which tells them from others of the cluster. */
  readonly group: string;
  readonly clusterArn: string;
  /** Who is told of a failure. @default nobody */
  readonly alarms?: { readonly name: string; readonly topicArn: string };
}

/**
 * What became of tasks that failed: a queue with a message for each one that could not be started, that ended with an exit
 * code other than 0, or whose container never ran.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export class FailedTasks extends Construct {
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, props: FailedTasksProps) {
    super(scope, id);
    const { name, alarms } = props;
    this.queue = new SqsQueue(this, "queue", {
      namePrefix: namePrefix(`${name.slice(0, 24)}-failed-tasks`),
      messageRetentionSeconds: FOURTEEN_DAYS,
      sqsManagedSseEnabled: true,
    });
    this.admit(this.addRule(props));
    if (alarms === undefined) return;
    new CloudwatchMetricAlarm(this, "alarm", {
      alarmName: `${alarms.name}-failed-tasks`,
      alarmDescription: `Scheduled tasks failed. ${this.queue.name} has a message for each. Purge it when you are done.`,
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: this.queue.name },
      statistic: "Maximum",
      period: 60,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "notBreaching",
      alarmActions: [alarms.topicArn],
      okActions: [alarms.topicArn],
    });
  }

  private addRule({ name, group, clusterArn }: FailedTasksProps): CloudwatchEventRule {
    const rule = new CloudwatchEventRule(this, "rule", {
      namePrefix: namePrefix(`${name.slice(0, 24)}-failed-tasks`),
      description: `Scheduled tasks of ${name} that failed`,
      eventPattern: terraformJson({
        source: ["aws.ecs"],
        "detail-type": ["ECS Task State Change"],
        detail: {
          clusterArn: [clusterArn],
          group: [group],
          lastStatus: ["STOPPED"],
          $or: [
            { containers: { exitCode: [{ "anything-but": [0] }] } },
            { stopCode: ["TaskFailedToStart"] },
          ],
        },
      }),
    });
    new CloudwatchEventTarget(this, "target", { rule: rule.name, arn: this.queue.arn });
    return rule;
  }

  private admit({ arn }: CloudwatchEventRule): void {
    const document = new DataAwsIamPolicyDocument(this, "queue-policy-document", {
      statement: [
        {
          sid: "FailedTasks",
          actions: ["sqs:SendMessage"],
          resources: [this.queue.arn],
          principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
          condition: [{ test: "ArnEquals", variable: "aws:SourceArn", values: [arn] }],
        },
        tlsOnlyFor(["sqs:*"], [this.queue.arn]),
      ],
    });
    new SqsQueuePolicy(this, "queue-policy", { queueUrl: this.queue.url, policy: document.json });
  }
}

const FOURTEEN_DAYS = 14 * 86_400;
