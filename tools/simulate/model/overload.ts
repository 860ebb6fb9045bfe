import type { AutoScalingGroup } from "./instances/auto-scaling-group";
import type { HostStation } from "./requests/host-station";
import type { EcsService } from "./tasks/ecs-service";
import type { World } from "./world";

/** All stations of a service, on instances and on Fargate. */
export function* stationsOf(
  { life }: EcsService,
  groups: readonly AutoScalingGroup[],
): Generator<HostStation> {
  yield* life.stations.onFargate;
  for (const group of groups)
    for (const instance of group.instances)
      for (const station of instance.stations.values())
        if (station.traffic === life.traffic) yield station;
}

/**
 * Health checks of busy tasks. A check waits in the same queue as all requests. A task that answers after the check's
 * timeout becomes unhealthy after several checks, and ECS replaces it.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html
 */
export function checkOverload(
  world: World,
  service: EcsService,
  groups: readonly AutoScalingGroup[],
): void {
  const { targets, name } = service.settings;
  if (!targets) return;
  const { checkIntervalSeconds, checkTimeoutSeconds, unhealthyThreshold } = targets;
  world.queue.every(checkIntervalSeconds, checkIntervalSeconds, () => {
    const failing = new Set<HostStation>();
    const look = (station: HostStation): void => {
      const isLate = station.healthy > 0 && station.requestSeconds > checkTimeoutSeconds;
      station.overloadedSeconds = isLate ? station.overloadedSeconds + checkIntervalSeconds : 0;
      if (station.overloadedSeconds < unhealthyThreshold * checkIntervalSeconds) return;
      station.overloadedSeconds = 0;
      failing.add(station);
    };
    for (const station of stationsOf(service, groups)) look(station);
    if (failing.size === 0) return;
    let tasks = 0;
    for (const { healthy } of failing) tasks += healthy;
    world.tell(
      "failure",
      name,
      `${tasks} tasks answer later than ${checkTimeoutSeconds} s, fail their health check and are replaced`,
    );
    service.condemn(failing);
  });
}
