import { burstBaselinePercent } from "../../../aws/compute/burstable-types";
import { TABLE_OPERATIONS } from "../../../aws/observability/cloudwatch";
import type { Watched } from "../watched";
import { type Panel, panelsOf } from "./panel";

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export function queuePanels({ subject, attribute }: Watched): Panel[] {
  const panel = panelsOf("AWS/SQS", { QueueName: attribute("name") }, subject);
  return [
    panel("Maximum", "messages", [
      "ApproximateNumberOfMessagesVisible",
      "ApproximateNumberOfMessagesNotVisible",
    ]),
    panel("Maximum", "age of the oldest, s", ["ApproximateAgeOfOldestMessage"]),
    panel("Sum", "throughput", ["NumberOfMessagesSent", "NumberOfMessagesDeleted"]),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html */
export function databasePanels({ subject, attribute, arguments: given }: Watched): Panel[] {
  const isBurstable = burstBaselinePercent(String(given.instance_class)) !== undefined;
  const panel = panelsOf("AWS/RDS", { DBInstanceIdentifier: attribute("identifier") }, subject);
  return [
    panel("Average", "CPU, %", ["CPUUtilization"]),
    panel("Maximum", "connections", ["DatabaseConnections"]),
    panel("Minimum", "free storage, bytes", ["FreeStorageSpace"]),
    panel("Minimum", "free memory, bytes", ["FreeableMemory"]),
    panel("p90", "latency, s", ["ReadLatency", "WriteLatency"]),
    panel("Average", "operations a second", ["ReadIOPS", "WriteIOPS"]),
    panel("Average", "throughput, bytes a second", ["ReadThroughput", "WriteThroughput"]),
    panel("Minimum", "burst of the disk left, %", ["EBSByteBalance%", "EBSIOBalance%"]),
    ...(isBurstable ? [panel("Minimum", "CPU credits", ["CPUCreditBalance"])] : []),
    ...(given.replicate_source_db === undefined
      ? []
      : [panel("Maximum", "behind its source, s", ["ReplicaLag"])]),
  ];
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
export function tablePanels({ subject, attribute }: Watched): Panel[] {
  const namespace = "AWS/DynamoDB";
  const dimensions = { TableName: attribute("name") };
  const panel = panelsOf(namespace, dimensions, subject);
  // Operations that nobody calls have no line.
  const ofOperations = (statistic: string, title: string, name: string): Panel => ({
    title: `${subject}: ${title}`,
    statistic,
    metrics: TABLE_OPERATIONS.map((Operation) => ({
      namespace,
      name,
      dimensions: { ...dimensions, Operation },
      label: Operation,
    })),
  });
  return [
    panel("Sum", "consumed units", ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"]),
    panel("Sum", "throttled", ["ReadThrottleEvents", "WriteThrottleEvents"]),
    ofOperations("Average", "latency, ms", "SuccessfulRequestLatency"),
    ofOperations("Sum", "errors of DynamoDB", "SystemErrors"),
  ];
}
