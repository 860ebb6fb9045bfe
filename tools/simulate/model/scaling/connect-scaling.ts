import { Alarm } from "../cloudwatch/alarm";
import type { RunMetrics } from "../cloudwatch/run-metrics";
import type { AutoScalingGroup } from "../instances/auto-scaling-group";
import { scaleGroup } from "../instances/group-autoscaler";
import { runManagedInstances } from "../instances/managed-instances";
import { manageScaling } from "../instances/managed-scaling";
import type { Load } from "../load";
import type { AlarmSettings } from "../system";
import type { EcsService } from "../tasks/ecs-service";
import type { World } from "../world";
import { predictInstances, predictTasks } from "./predictive-scaling";
import { DEFAULT_START, followSchedule } from "./schedule";
import { scaleService } from "./service-autoscaler";

/** Starts every policy, schedule and forecast of a run. */
export function connectScaling(
  world: World,
  metrics: RunMetrics,
  services: readonly EcsService[],
  groups: readonly AutoScalingGroup[],
  load: Load,
  start: Date = DEFAULT_START,
  notifications: readonly AlarmSettings[] = [],
): void {
  for (const service of services) connectService(world, metrics, service, load, start);
  for (const group of groups) {
    connectGroup(world, metrics, group, start);
    forecastInstances(world, group, services, load);
  }
  for (const alarm of notifications)
    new Alarm(world, alarm, metrics.seriesFor(alarm), () => undefined);
}

function connectService(
  world: World,
  metrics: RunMetrics,
  service: EcsService,
  load: Load,
  start: Date,
): void {
  const { scaling, loadShare } = service.settings;
  if (scaling === undefined) return;
  const autoscaler = scaleService(
    world,
    service,
    scaling,
    (alarm) => metrics.seriesFor(alarm),
    start,
  );
  for (const policy of scaling.policies)
    if (policy.kind === "predictive")
      predictTasks(
        world,
        service.settings,
        policy,
        autoscaler,
        (from, to) => meanRate(load, from, to) * loadShare,
      );
}

function connectGroup(
  world: World,
  metrics: RunMetrics,
  group: AutoScalingGroup,
  start: Date,
): void {
  const { managedScaling, managedInstances, schedule, name } = group.settings;
  scaleGroup(world, group, (alarm) => metrics.seriesFor(alarm));
  if (managedScaling) {
    const source = { of: "group", name, metric: "reservation" } as const;
    const series = metrics.seriesFor({ source, periodSeconds: 60, evaluationPeriods: 15 });
    manageScaling(world, group, managedScaling, series);
  }
  if (managedInstances)
    runManagedInstances(world, group, managedInstances.scaleInAfterSeconds, () =>
      metrics.waitingFor(name),
    );
  for (const action of schedule)
    followSchedule(world, action, start, () => {
      const { min = group.min, max = group.max, desired } = action;
      group.setBounds(min, max, desired, `scheduled action ${action.name}`);
    });
}

/** A group's load is the load of the services on it. */
function forecastInstances(
  world: World,
  group: AutoScalingGroup,
  services: readonly EcsService[],
  load: Load,
): void {
  const share = services
    .filter(({ settings }) =>
      settings.capacity.some((each) => each.kind === "group" && each.group === group.name),
    )
    .reduce((sum, { settings }) => sum + settings.loadShare, 0);
  for (const policy of group.settings.policies)
    if (policy.kind === "predictive")
      predictInstances(world, group, policy, (from, to) => meanRate(load, from, to) * share);
}

/** Mean rate of a part of the load. The load repeats after its end. */
function meanRate(load: Load, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let second = from; second < to; second += 60) {
    sum += load.rateAt(second % load.seconds);
    count++;
  }
  return sum / count;
}
