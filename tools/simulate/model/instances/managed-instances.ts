import type { TaskSize } from "../system";
import type { World } from "../world";
import type { AutoScalingGroup } from "./auto-scaling-group";
import type { Instance } from "./instance";
import { instancesFor } from "./room";

/** How often ECS looks for waiting tasks and idle instances. */
const INTERVAL_SECONDS = 5;

/**
 * ECS Managed Instances are launched as soon as tasks wait, and terminated after an idle period. There is no warm-up and
 * no target capacity.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ManagedInstances.html
 */
export function runManagedInstances(
  world: World,
  group: AutoScalingGroup,
  scaleInAfterSeconds: number,
  waiting: () => readonly TaskSize[],
): void {
  const idleSince = new Map<Instance, number>();
  world.queue.every(INTERVAL_SECONDS, INTERVAL_SECONDS, () => {
    const missing = instancesFor(waiting(), group.settings.instance) - group.count("booting");
    if (missing > 0) group.setDesired(group.desired + missing, `${missing} more for waiting tasks`);
    for (const instance of group.inState("in-service")) {
      if (!instance.isEmpty) {
        idleSince.delete(instance);
        continue;
      }
      const since = idleSince.get(instance) ?? world.queue.now;
      idleSince.set(instance, since);
      if (scaleInAfterSeconds < 0 || world.queue.now - since < scaleInAfterSeconds) continue;
      if (group.desired <= group.min) continue;
      idleSince.delete(instance);
      group.shrinkBy(instance, `idle for ${scaleInAfterSeconds} s`);
    }
  });
}
