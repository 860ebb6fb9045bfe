import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";

export interface DatabaseAlarmsProps {
  /** Prefix of the alarms' names, unique in account and region. */
  readonly name: string;
  readonly identifier: string;
  readonly storageGiB: number;
  /** ARNs that the alarms notify. */
  readonly topicArn: string;
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html */
export class DatabaseAlarms extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseAlarmsProps) {
    super(scope, id);
    const common = {
      namespace: "AWS/RDS",
      dimensions: { DBInstanceIdentifier: props.identifier },
      statistic: "Average",
      period: 300,
      evaluationPeriods: 3,
      // Missing data means that the database is unavailable.
      treatMissingData: "breaching",
      alarmActions: [props.topicArn],
      okActions: [props.topicArn],
    };
    new CloudwatchMetricAlarm(this, "storage", {
      ...common,
      alarmName: `${props.name}-database-storage`,
      alarmDescription: "Less than a tenth of the database's storage is free.",
      metricName: "FreeStorageSpace",
      comparisonOperator: "LessThanThreshold",
      threshold: props.storageGiB * 1024 ** 3 * 0.1,
    });
    new CloudwatchMetricAlarm(this, "cpu", {
      ...common,
      alarmName: `${props.name}-database-cpu`,
      alarmDescription: "The database has used more than 80 % of its CPU for a quarter of an hour.",
      metricName: "CPUUtilization",
      comparisonOperator: "GreaterThanThreshold",
      threshold: 80,
    });
  }
}
