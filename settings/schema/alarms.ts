import { kindsOfResources } from "../../aws/alarm-kinds";
import { alarmDefaults, alarmThresholds as usual } from "../../aws/defaults";
import { choice, hasTemplate, list, number, percent, settings, text, wholeNumber } from "./fields";

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
  /** Where the runbook is: descriptions of alarms add "#" and the kind. @default "docs/how-to/runbook.md" */
  runbook: text(
    'must be the address of a page, as in "https://wiki.example.com/runbook": at most 500 characters without spaces and templates',
    (value) => /^[!-~]{1,500}$/.test(value) && !hasTemplate(value),
  ).default(alarmDefaults.runbook),
  /** Server errors in percent of all responses of a load balancer, its own included. @default 5 */
  serverErrorPercent: percent().default(usual.serverErrorPercent),
  /** Milliseconds in which 99 of 100 responses must be there, in a system without p99LatencyMs of its own. @default 3000 */
  latencyMs: wholeNumber(1, 600_000).default(usual.latencyMs),
  /** Minutes for which tasks or instances may be missing. @default 15 */
  notPlacedMinutes: wholeNumber(1, 1440).default(usual.notPlacedMinutes),
  /** Minutes for which fewer tasks or instances may run than the least allowed. @default 5 */
  belowFloorMinutes: wholeNumber(1, 1440).default(usual.belowFloorMinutes),
  /** Minutes for which a service or a group may have its largest size. @default 15 */
  atMaximumMinutes: wholeNumber(1, 1440).default(usual.atMaximumMinutes),
  /** Tasks that stop by themselves within 15 minutes. @default 3 */
  stoppedTasks: wholeNumber(1, 1000).default(usual.stoppedTasks),
  /** CPU credits that are few for an instance or a database above its baseline. @default 10 */
  cpuCredits: number(0, 5000).default(usual.cpuCredits),
  /** Connections in percent of what RDS allows by the memory of the database's class. @default 60 */
  databaseConnectionPercent: percent().default(usual.databaseConnectionPercent),
  /** Days before a certificate expires. ACM renews its own 60 days before. @default 30 */
  certificateDays: wholeNumber(1, 365).default(usual.certificateDays),
  /** Logged errors within 5 minutes. @default 10 */
  logErrors: wholeNumber(1, 1_000_000).default(usual.logErrors),
  /** What an error looks like in a log, as a filter pattern of CloudWatch Logs. @default lines of JSON whose level is "error" or "fatal" */
  logErrorPattern: text(
    'must be a filter pattern of CloudWatch Logs, as in "?ERROR ?FATAL": 1 to 1024 characters without templates',
    (value) => value.length >= 1 && value.length <= 1024 && !hasTemplate(value),
  ).default(usual.logErrorPattern),
});
