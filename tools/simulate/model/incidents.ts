import type { AutoScalingGroup } from "./instances/auto-scaling-group";
import type { Instance } from "./instances/instance";
import type { Incident } from "./load";
import type { EcsService } from "./tasks/ecs-service";
import { randomOf, type World } from "./world";

/** Plans the incidents of a run. */
export function applyIncidents(
  world: World,
  incidents: readonly Incident[],
  groups: readonly AutoScalingGroup[],
  services: readonly EcsService[],
): void {
  const random = randomOf(world, "incidents");
  const pick = (instances: readonly Instance[]) =>
    instances[Math.floor(random.next() * instances.length)];
  for (const { time, kind } of incidents) {
    world.queue.at(time, () => {
      switch (kind) {
        case "lose-zone":
          loseZone(world, groups, services);
          break;
        case "lose-instance":
          for (const group of groups) {
            const instance = pick([...group.inState("in-service")]);
            if (instance === undefined) continue;
            world.tell("failure", group.name, `instance ${instance.id} fails`);
            failInstance(world, group, instance, services);
          }
          break;
        case "spot-reclaim":
          reclaimSpot(world, groups, services, pick);
          break;
        case "release":
        case "bad-release":
        case "crash-release":
          for (const service of services)
            service.deploy(
              kind === "release" ? "good" : kind === "bad-release" ? "unhealthy" : "crashing",
            );
          break;
      }
    });
  }
}

/** The zone with the most healthy tasks stops answering, and nothing more starts there. */
function loseZone(
  world: World,
  groups: readonly AutoScalingGroup[],
  services: readonly EcsService[],
): void {
  const counts = Array.from({ length: world.zones }, () => 0);
  for (const { tasks } of services)
    for (const { zone, state } of tasks)
      if (state === "healthy") counts[zone] = (counts[zone] ?? 0) + 1;
  const zone = counts.indexOf(Math.max(...counts));
  world.lostZones.add(zone);
  world.tell(
    "failure",
    "zone",
    `zone ${zone + 1} of ${world.zones} fails, with ${counts[zone] ?? 0} healthy tasks`,
  );
  for (const group of groups)
    for (const instance of [...group.instances])
      if (instance.zone === zone) failInstance(world, group, instance, services);
  for (const service of services) {
    service.life.stations.failZone(zone);
    world.queue.after(noticeSeconds(service), () => {
      for (const task of [...service.tasks])
        if (task.isFargate && task.zone === zone) service.life.lose(task);
      service.plan(0);
    });
  }
}

/** Requests to it fail until the load balancer's health checks detect the failure. Then ECS replaces its tasks. */
function failInstance(
  world: World,
  group: AutoScalingGroup,
  instance: Instance,
  services: readonly EcsService[],
): void {
  group.fail(instance);
  for (const service of services) {
    world.queue.after(noticeSeconds(service), () => {
      service.lose(instance);
      service.plan(0);
    });
  }
}

/** Failed checks that make a target unhealthy. */
function noticeSeconds({ settings: { targets } }: EcsService): number {
  return targets ? targets.unhealthyThreshold * targets.checkIntervalSeconds : 60;
}

function reclaimSpot(
  world: World,
  groups: readonly AutoScalingGroup[],
  services: readonly EcsService[],
  pick: (instances: readonly Instance[]) => Instance | undefined,
): void {
  for (const group of groups) {
    const instance = pick([...group.inState("in-service")].filter(({ isSpot }) => isSpot));
    if (instance) group.reclaim(instance);
  }
  for (const service of services) {
    const spot = [...service.tasks].filter(
      (task) => task.isFargate && task.isSpot && task.state !== "draining",
    );
    if (spot.length === 0) continue;
    world.tell(
      "failure",
      service.name,
      `${spot.length} Fargate Spot tasks receive their two-minute notice`,
    );
    for (const task of spot) service.life.stop(task);
    service.plan(0);
  }
}
