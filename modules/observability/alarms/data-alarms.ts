import { burstBaselinePercent } from "../../../aws/compute/burstable-types";
import { mysqlConnections } from "../../../aws/data/databases";
import { recommended, TABLE_OPERATIONS } from "../../../aws/observability/cloudwatch";
import { instanceType } from "../../../aws/compute/instance-types";
import type { Watched } from "../watched";
import {
  above,
  type Alarm,
  type AlarmContext,
  below,
  type MetricInExpression,
  onExpression,
  quietAlarm,
} from "./alarm";
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
  const alarms: Alarm[] = [burstAlarm(subject, dimensions)];
  if (memoryMiB !== undefined) {
    alarms.push({
      kind: "database-memory",
      subject,
      config: {
        ...metric,
        statistic: "Average",
        metricName: "FreeableMemory",
        ...below((memoryMiB * 1024 ** 2 * recommended.databaseMemoryPercent) / 100, 15),
      },
    });
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

/** A small instance reads and writes its disk faster than its baseline for half an hour a day. */
function burstAlarm(subject: string, dimensions: Readonly<Record<string, string>>): Alarm {
  const average = (metricName: string) => ({
    namespace: "AWS/RDS",
    metricName,
    dimensions,
    stat: "Average",
  });
  return {
    kind: "database-burst",
    subject,
    config: {
      ...onExpression("MIN([bytes, operations])", "burst left, %", {
        bytes: average("EBSByteBalance%"),
        operations: average("EBSIOBalance%"),
      }),
      ...below(recommended.diskBurstPercent, 3),
    },
  };
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
    errorAlarm(subject, attribute("name")),
  ];
}

/** The SDK repeats a request that failed, so only what lasts counts. */
function errorAlarm(subject: string, TableName: string): Alarm {
  const ids = TABLE_OPERATIONS.map((_, index) => `m${index}`);
  const metrics = TABLE_OPERATIONS.map((Operation, index) => [
    ids[index],
    {
      namespace: "AWS/DynamoDB",
      metricName: "SystemErrors",
      dimensions: { TableName, Operation },
      stat: "Sum",
    },
  ]);
  return {
    kind: "table-errors",
    subject,
    config: {
      ...onExpression(
        ids.map((id) => `FILL(${id}, 0)`).join(" + "),
        "errors of DynamoDB",
        Object.fromEntries(metrics) as Readonly<Record<string, MetricInExpression>>,
      ),
      ...above(0, recommended.tableErrorMinutes),
    },
  };
}

/** A queue whose messages go to another one when they fail; that one should be empty. */
export function queueAlarms({ subject, attribute, arguments: given }: Watched): Alarm[] {
  if (given.redrive_policy === undefined) return [];
  return [
    quietAlarm(subject, {
      namespace: "AWS/SQS",
      metricName: "NumberOfMessagesSent",
      dimensions: { QueueName: attribute("name") },
    }),
  ];
}
