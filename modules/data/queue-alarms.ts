import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";

export interface QueueAlarmsProps {
  /** Prefix of the alarms' names, unique in account and region. */
  readonly name: string;
  readonly queueName: string;
  readonly deadLetterQueueName: string;
  /** Maximum age of the oldest message. @default 900 */
  readonly oldestMessageSeconds?: number;
  /** Where the alarms send notifications. */
  readonly topicArn: string;
}

/**
 * Alarms for problems that scaling does not fix: messages that wait too long, and messages that cannot be processed.
 * SQS stops reporting on a queue that has not been used for six hours, which is harmless.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export class QueueAlarms extends Construct {
  constructor(scope: Construct, id: string, props: QueueAlarmsProps) {
    super(scope, id);
    const { name, topicArn, queueName, deadLetterQueueName } = props;
    new CloudwatchMetricAlarm(this, "oldest-message", {
      ...COMMON,
      alarmName: `${name}-oldest-message`,
      alarmDescription: "Work waits for too long: the tasks do not keep up, or do not run.",
      metricName: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: queueName },
      evaluationPeriods: 3,
      alarmActions: [topicArn],
      okActions: [topicArn],
      threshold: props.oldestMessageSeconds ?? 900,
    });
    new DeadLetterAlarm(this, "dead-letters", {
      name: `${name}-dead-letters`,
      queueName: deadLetterQueueName,
      topicArn,
    });
  }
}

export interface DeadLetterAlarmProps {
  readonly name: string;
  /** Alarm settings for the dead-letter queue. */
  readonly queueName: string;
  /** @default none, for an alarm that only ECS deployments watch */
  readonly topicArn?: string;
  /** @default 1 */
  readonly evaluationMinutes?: number;
}

/** An alarm for messages that failed at every attempt. */
export class DeadLetterAlarm extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: DeadLetterAlarmProps) {
    super(scope, id);
    const { name, queueName, topicArn, evaluationMinutes } = props;
    this.name = new CloudwatchMetricAlarm(this, "Default", {
      ...COMMON,
      alarmName: name,
      alarmDescription:
        "There is work that failed each time. Look at it, mend the cause, and move it back by a redrive.",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: queueName },
      evaluationPeriods: evaluationMinutes ?? 1,
      threshold: 0,
      ...(topicArn === undefined ? {} : { alarmActions: [topicArn], okActions: [topicArn] }),
    }).alarmName;
  }
}

const COMMON = {
  namespace: "AWS/SQS",
  statistic: "Maximum",
  period: 60,
  comparisonOperator: "GreaterThanThreshold",
  treatMissingData: "notBreaching",
};
