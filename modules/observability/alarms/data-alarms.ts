import { burstBaselinePercent } from "../../../aws/compute/burstable-types";
import { mysqlConnections } from "../../../aws/data/databases";
import { instanceType } from "../../../aws/compute/instance-types";
import type { Watched } from "../watched";
import { above, type Alarm, type AlarmContext, onExpression } from "./alarm";
import { creditAlarm } from "./instance-alarms";

/**
 * Database alarms in addition to the module's own.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
 */
export function databaseAlarms(database: Watched, { thresholds }: AlarmContext): Alarm[] {
  const { subject, attribute, arguments: given } = database;
  const dimensions = { DBInstanceIdentifier: attribute("identifier") };
  const metric = { namespace: "AWS/RDS", dimensions, statistic: "Maximum", period: 60 };
  const type = String(given.instance_class).replace(/^db\./, "");
  const memoryMiB = instanceType(type)?.memoryMiB;
  const alarms: Alarm[] = [];
  if (memoryMiB !== undefined) {
    const most = mysqlConnections(memoryMiB);
    alarms.push({
      kind: "connections",
      subject,
      config: {
        ...metric,
        metricName: "DatabaseConnections",
        ...above(Math.floor((most * thresholds.databaseConnectionPercent) / 100), 5),
      },
    });
  }
  if (given.replicate_source_db !== undefined) {
    alarms.push({
      kind: "replica-lag",
      subject,
      config: { ...metric, metricName: "ReplicaLag", ...above(60, 5) },
    });
  }
  const baseline = burstBaselinePercent(type);
  const credits = baseline && creditAlarm(subject, "AWS/RDS", dimensions, [baseline], thresholds);
  return credits ? [...alarms, credits] : alarms;
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
export function tableAlarms({ subject, attribute }: Watched): Alarm[] {
  const sum = (metricName: string) => ({
    namespace: "AWS/DynamoDB",
    metricName,
    dimensions: { TableName: attribute("name") },
    stat: "Sum",
  });
  return [
    {
      kind: "throttled-requests",
      subject,
      config: {
        ...onExpression("FILL(reads, 0) + FILL(writes, 0)", "throttled requests", {
          reads: sum("ReadThrottleEvents"),
          writes: sum("WriteThrottleEvents"),
        }),
        // An on-demand table throttles briefly while it doubles its capacity.
        ...above(0, 5),
      },
    },
  ];
}
