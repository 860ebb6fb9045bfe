import { Token } from "cdktf";
import { recommended } from "../../../aws/observability/cloudwatch";
import { hasInsights, runsOnFargate, type Watched } from "../watched";
import {
  above,
  type Alarm,
  type AlarmContext,
  atLeast,
  below,
  type MetricInExpression,
  onExpression,
} from "./alarm";

/**
 * A service's task alarms: missing tasks, and tasks at the scaling bounds.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
 */
export function taskAlarms(service: Watched, { of, cluster, thresholds }: AlarmContext): Alarm[] {
  if (cluster === undefined) return [];
  const { subject } = service;
  const dimensions = {
    ClusterName: cluster.attribute("name"),
    ServiceName: service.attribute("name"),
  };
  const countsTasks = hasInsights(cluster);
  const { least, most } = boundsOf(service, of);
  const running = countsTasks
    ? insights("RunningTaskCount", dimensions)
    : // Each running task reports its CPU once a minute.
      { namespace: "AWS/ECS", metricName: "CPUUtilization", dimensions, stat: "SampleCount" };
  const onRunning = () => {
    const { stat: statistic, ...metric } = running;
    return { ...metric, statistic, period: 60 };
  };
  const alarms: Alarm[] = [memoryAlarm(subject, dimensions)];
  if (countsTasks && runsOnFargate(service.arguments)) {
    alarms.push(storageAlarm(subject, dimensions));
  }
  if (service.arguments.volume_configuration !== undefined) {
    alarms.push(diskAlarm(subject, dimensions));
  }
  if (countsTasks) {
    alarms.push({
      kind: "tasks-not-placed",
      subject,
      config: {
        ...onExpression("desired - running", "missing tasks", {
          desired: insights("DesiredTaskCount", dimensions),
          running,
        }),
        ...above(0, thresholds.notPlacedMinutes),
      },
    });
  }
  if (least !== 0) {
    alarms.push({
      kind: "tasks-below-floor",
      subject,
      config: {
        ...onRunning(),
        ...below(asNumber(least), thresholds.belowFloorMinutes),
        // Without a task there may be no data, which is only correct if a variable may allow zero tasks.
        ...(typeof least === "number" ? { treatMissingData: "breaching" } : {}),
      },
    });
  }
  if (most !== undefined && most !== least) {
    // An inactive color has a maximum of 0, which it always reaches.
    const reached = typeof most === "number" ? most : `\${max(1, ${most.slice(2, -1)})}`;
    alarms.push({
      kind: "tasks-at-maximum",
      subject,
      config: { ...onRunning(), ...atLeast(asNumber(reached), thresholds.atMaximumMinutes) },
    });
  }
  return alarms;
}

type Dimensions = Readonly<Record<string, string>>;

/** The task that uses most, which ends when it needs more than its limit. Scaling goes by the average. */
function memoryAlarm(subject: string, dimensions: Dimensions): Alarm {
  return {
    kind: "task-memory",
    subject,
    config: {
      namespace: "AWS/ECS",
      metricName: "MemoryUtilization",
      dimensions,
      statistic: "Maximum",
      period: 60,
      ...above(recommended.taskMemoryPercent, 5),
    },
  };
}

/** Container Insights measures the storage of Fargate's tasks only. */
function storageAlarm(subject: string, dimensions: Dimensions): Alarm {
  const most = (name: string) => ({ ...insights(name, dimensions), stat: "Maximum" });
  return {
    kind: "task-storage",
    subject,
    config: {
      ...onExpression("100 * used / reserved", "storage in use, %", {
        used: most("EphemeralStorageUtilized"),
        reserved: most("EphemeralStorageReserved"),
      }),
      ...above(recommended.taskStoragePercent, 5),
    },
  };
}

/** The volume of EBS that each task has. */
function diskAlarm(subject: string, dimensions: Dimensions): Alarm {
  return {
    kind: "task-storage",
    subject: `${subject} disk`,
    config: {
      namespace: "AWS/ECS",
      metricName: "EBSFilesystemUtilization",
      dimensions,
      statistic: "Maximum",
      period: 60,
      ...above(recommended.taskStoragePercent, 5),
    },
  };
}

/** A number of tasks, or an expression that depends on a variable. */
type Count = number | string;

function asNumber(count: Count): number {
  return typeof count === "number" ? count : Token.asNumber(count);
}

function insights(
  metricName: string,
  dimensions: Readonly<Record<string, string>>,
): MetricInExpression {
  return { namespace: "ECS/ContainerInsights", metricName, dimensions, stat: "Average" };
}

/** The minimum and maximum number of tasks over time, because schedules can change both. */
function boundsOf(
  { subject, arguments: given }: Watched,
  of: AlarmContext["of"],
): { readonly least: Count; readonly most?: Count } {
  const isOfService = (each: Watched) => each.subject.startsWith(`${subject} `);
  const target = of("aws_appautoscaling_target").find(isOfService);
  if (target === undefined) {
    // A daemon has no task count of its own.
    return { least: (given.desired_count ?? 0) as Count };
  }
  const { min_capacity: least, max_capacity: most } = target.arguments as unknown as Bounds<Count>;
  // A value that depends on a variable has no schedule.
  if (typeof least === "string" || typeof most === "string") return { least, most };
  const scheduled = of("aws_appautoscaling_scheduled_action")
    .filter(isOfService)
    .map((action) => action.arguments.scalable_target_action as Bounds<string | number>);
  return {
    least: Math.min(least, ...scheduled.map(({ min_capacity: min }) => Number(min))),
    most: Math.max(most, ...scheduled.map(({ max_capacity: max }) => Number(max))),
  };
}

interface Bounds<Of> {
  readonly min_capacity: Of;
  readonly max_capacity: Of;
}
