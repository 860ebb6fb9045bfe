import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";

export interface QueueAlarmsProps {
  /** Start of the alarms' names, unique in account and region. */
  readonly name: string;
  readonly queueName: string;
  readonly deadLetterQueueName: string;
  /** Age of the oldest message that is too much. @default 900 */
  readonly oldestMessageSeconds?: number;
  /** Where the alarms send notifications. */
  readonly topicArn: string;
}

/**
 * Alarms for what scaling does not fix: messages that wait too long, and messages that cannot be processed. SQS
 * stops reporting on a queue that has not been used for six hours, which is harmless.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export class QueueAlarms extends Construct {
  constructor(scope: Construct, id: string, props: QueueAlarmsProps) {
    super(scope, id);
    const { name, topicArn, queueName, deadLetterQueueName } = props;
    const common = {
      namespace: "AWS/SQS",
      statistic: "Maximum",
      period: 60,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
      alarmActions: [topicArn],
      okActions: [topicArn],
    };
    new CloudwatchMetricAlarm(this, "oldest-message", {
      ...common,
      alarmName: `${name}-oldest-message`,
      alarmDescription: "Work waits for too long: the tasks do not keep up, or do not run.",
      metricName: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: queueName },
      evaluationPeriods: 3,
      threshold: props.oldestMessageSeconds ?? 900,
    });
    new CloudwatchMetricAlarm(this, "dead-letters", {
      ...common,
      alarmName: `${name}-dead-letters`,
      alarmDescription:
        "There is work that failed each time. Look at it, mend the cause, and move it back by a redrive.",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: deadLetterQueueName },
      evaluationPeriods: 1,
      threshold: 0,
    });
  }
}
