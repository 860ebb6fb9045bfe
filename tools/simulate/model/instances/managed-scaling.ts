import { Alarm } from "../cloudwatch/alarm";
import type { Series } from "../cloudwatch/metric-series";
import type { AlarmSettings, ManagedScaling } from "../system";
import type { World } from "../world";
import type { AutoScalingGroup } from "./auto-scaling-group";

/** Seconds after a scale-out during which no instance is removed. */
const QUIET_SECONDS = 15 * 60;

/**
 * CapacityProviderReservation: the needed instances as a percentage of those that run. The value is 100 without need and
 * without instances, and 200 with need but without instances.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-scaling-behavior.html
 */
export function reservation(needed: number, running: number): number {
  if (running === 0) return needed === 0 ? 100 : 200;
  return (needed / running) * 100;
}

/**
 * Managed scaling of a capacity provider: a target-tracking policy that ECS manages. It scales out after one 1-minute
 * data point. It scales in after 15, by less than half at a time, but never within 15 minutes of a scale-out. The next
 * scale-out waits for the warm-up of the previous one.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-scaling-behavior.html
 */
export function manageScaling(
  world: World,
  group: AutoScalingGroup,
  settings: ManagedScaling,
  series: Series,
): void {
  const alarm = (name: string, more: Pick<AlarmSettings, "comparison" | "evaluationPeriods">) =>
    ({
      ...more,
      name: `managed scaling ${name}`,
      source: { of: "group", name: group.name, metric: "reservation" },
      statistic: "Average",
      threshold: settings.targetCapacity,
      periodSeconds: 60,
      datapointsToAlarm: more.evaluationPeriods,
      treatMissingData: "missing",
    }) as const;
  const { queue } = world;
  let warmUntil = -Infinity;
  let quietUntil = -Infinity;

  new Alarm(
    world,
    alarm("AlarmHigh", { comparison: "above", evaluationPeriods: 1 }),
    series,
    (value) => {
      if (queue.now < warmUntil) return;
      const running = group.count("in-service");
      const wanted = Math.ceil((Math.max(1, running) * value) / settings.targetCapacity - 1e-9);
      const step = Math.max(settings.minimumStep, Math.min(wanted - running, settings.maximumStep));
      const reason = `the capacity provider's reservation is ${value.toFixed(0)} %, above ${settings.targetCapacity} %`;
      if (running + step <= group.desired || !group.setDesired(running + step, reason)) return;
      warmUntil = queue.now + settings.warmupSeconds;
      quietUntil = queue.now + QUIET_SECONDS;
    },
  );

  new Alarm(
    world,
    alarm("AlarmLow", { comparison: "below", evaluationPeriods: 15 }),
    series,
    (value) => {
      if (queue.now < quietUntil || group.warming > 0) return;
      const running = group.count("in-service");
      const wanted = Math.ceil((running * value) / settings.targetCapacity - 1e-9);
      const most = Math.max(1, Math.ceil(running / 2) - 1);
      group.setDesired(
        running - Math.min(running - wanted, most),
        `the capacity provider's reservation is ${value.toFixed(0)} %, below ${settings.targetCapacity} %`,
      );
    },
  );
}
