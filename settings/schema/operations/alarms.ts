import { kindsOfResources, optionalKinds } from "../../../aws/observability/alarm-kinds";
import { alarmMinutes, alarmRanges as ranges } from "../../../aws/observability/cloudwatch";
import { alarmDefaults, alarmThresholds as usual } from "../../../aws/defaults";
import { filterPattern } from "../../../aws/observability/logs";
import {
  choice,
  hasTemplate,
  list,
  number,
  percent,
  settings,
  text,
  textOf,
  wholeNumber,
} from "../fields";

/**
 * Alarms that a person acts on, for all that a system is made of.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html
 */
export const alarms = settings({
  /** Kinds of alarms to leave out (docs/how-to/runbook.md). @default none */
  leaveOut: list(
    choice(...kindsOfResources),
    "kinds of alarms",
    0,
    kindsOfResources.length,
  ).default([]),
  /** Kinds of alarms to add to the usual ones (docs/how-to/runbook.md). Those of CloudFront notify from us-east-1. @default none */
  add: list(choice(...optionalKinds), "kinds of alarms", 0, optionalKinds.length).default([]),
  /** Where the runbook is: descriptions of alarms add "#" and the kind. @default "docs/how-to/runbook.md" */
  runbook: text(
    'must be the address of a page, as in "https://wiki.example.com/runbook": at most 500 characters without spaces and templates',
    (value) => /^[!-~]{1,500}$/.test(value) && !hasTemplate(value),
  ).default(alarmDefaults.runbook),
  /**
   * Server errors in percent of all responses: of a load balancer, its own included, of an API, and of a service.
   * @default 5
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
   */
  serverErrorPercent: percent().default(usual.serverErrorPercent),
  /**
   * Milliseconds in which 99 of 100 responses must be there, in a system without p99LatencyMs of its own.
   * @default 3000
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
   */
  latencyMs: wholeNumber(...ranges.latencyMs).default(usual.latencyMs),
  /**
   * Minutes for which tasks or instances may be missing.
   * @default 15
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
   */
  notPlacedMinutes: wholeNumber(...alarmMinutes).default(usual.notPlacedMinutes),
  /**
   * Minutes for which fewer tasks or instances may run than the least allowed.
   * @default 5
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
   */
  belowFloorMinutes: wholeNumber(...alarmMinutes).default(usual.belowFloorMinutes),
  /**
   * Minutes for which a service or a group may have its largest size.
   * @default 15
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
   */
  atMaximumMinutes: wholeNumber(...alarmMinutes).default(usual.atMaximumMinutes),
  /**
   * Tasks that stop by themselves within 15 minutes.
   * @default 3
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
   */
  stoppedTasks: wholeNumber(...ranges.stoppedTasks).default(usual.stoppedTasks),
  /**
   * Number of CPU credits that are few for an instance or a database above its baseline.
   * @default 10
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-monitoring-cpu-credits.html
   */
  cpuCredits: number(...ranges.cpuCredits).default(usual.cpuCredits),
  /**
   * Connections in percent of what RDS allows by the memory of the database's class.
   * @default 60
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
   */
  databaseConnectionPercent: percent().default(usual.databaseConnectionPercent),
  /**
   * Days before a certificate expires. ACM renews its own 60 days before.
   * @default 30
   * @see https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
   */
  certificateDays: wholeNumber(...ranges.certificateDays).default(usual.certificateDays),
  /**
   * Logged errors within 5 minutes.
   * @default 10
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
   */
  logErrors: wholeNumber(...ranges.logErrors).default(usual.logErrors),
  /**
   * Requests that a web ACL blocks within 5 minutes, for "blocked-requests".
   * @default 1000
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
   */
  blockedRequests: wholeNumber(...ranges.blockedRequests).default(usual.blockedRequests),
  /**
   * What an error looks like in a log, as a filter pattern of CloudWatch Logs.
   * @default lines of JSON whose level is "error" or "fatal"
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
   */
  logErrorPattern: textOf(filterPattern).default(usual.logErrorPattern),
});
