import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import type { Construct } from "constructs";
import type { LogGroup } from "../log-group";
import { above, type Alarm, type AlarmContext, atLeast } from "./alarm";
import type { AlarmKind } from "../../../aws/observability/alarm-kinds";

export interface FilteredLogs {
  /** Namespace of the metrics: the ID of the stack. */
  readonly namespace: string;
  /** Name of the log group. */
  readonly logGroupName: string;
  readonly subject: string;
}

/** Counts the events of a log group that match a pattern. Without a match, the metric has no data and costs nothing. */
function countOf(
  scope: Construct,
  id: string,
  { namespace, logGroupName }: FilteredLogs,
  pattern: string,
): Pick<Alarm["config"], "namespace" | "metricName" | "statistic"> {
  const filter = new CloudwatchLogMetricFilter(scope, id, {
    name: id,
    logGroupName,
    pattern,
    metricTransformation: { namespace, name: id, value: "1" },
  });
  // The alarm refers to the filter's name, so that the metric is created first.
  return { namespace, metricName: filter.name, statistic: "Sum" };
}

/**
 * Errors that a program logs. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function logErrorAlarm(
  scope: Construct,
  logs: FilteredLogs,
  { logErrors, logErrorPattern }: AlarmContext["thresholds"],
): Alarm {
  const id = `${logs.subject.replaceAll(" ", "-")}-log-errors`;
  return {
    kind: "log-errors",
    subject: logs.subject,
    config: {
      ...countOf(scope, `${id}-count`, logs, logErrorPattern),
      period: 300,
      ...atLeast(logErrors, 1),
    },
  };
}

/** ECS events about tasks and deployments. */
const EVENTS: readonly {
  readonly kind: AlarmKind;
  readonly pattern: string;
  readonly periodSeconds: number;
  readonly periods: number;
}[] = [
  {
    kind: "crash-loop",
    // A scheduled task ends by itself, and has its own task group.
    pattern:
      '{ ($.detail-type = "ECS Task State Change") && ($.detail.group = "service:*") && (($.detail.stopCode = "EssentialContainerExited") || ($.detail.stopCode = "TaskFailedToStart")) }',
    periodSeconds: 900,
    periods: 1,
  },
  {
    kind: "placement-failures",
    pattern:
      '{ ($.detail-type = "ECS Service Action") && ($.detail.eventName = "SERVICE_TASK_PLACEMENT_FAILURE") }',
    // ECS retries repeatedly. A single failure only means a short lack of capacity.
    periodSeconds: 300,
    periods: 2,
  },
  {
    kind: "failed-deployments",
    pattern:
      '{ ($.detail-type = "ECS Deployment State Change") && ($.detail.eventName = "SERVICE_DEPLOYMENT_FAILED") }',
    periodSeconds: 300,
    periods: 1,
  },
];

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html */
export function taskEventAlarms(
  scope: Construct,
  namespace: string,
  logs: LogGroup,
  { stoppedTasks }: AlarmContext["thresholds"],
  isWanted: (kind: AlarmKind) => boolean,
): Alarm[] {
  return EVENTS.filter(({ kind }) => isWanted(kind)).map(
    ({ kind, pattern, periodSeconds, periods }) => ({
      kind,
      subject: "",
      config: {
        ...countOf(
          scope,
          `${kind}-count`,
          { namespace, logGroupName: logs.name, subject: "" },
          pattern,
        ),
        period: periodSeconds,
        ...(kind === "crash-loop" ? atLeast(stoppedTasks, periods) : above(0, periods)),
      },
    }),
  );
}
