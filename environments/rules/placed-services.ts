import { smallestRoom, tasksOn } from "./placement";
import { needsOf, type PlacedContainer } from "./placed-service";
import { type Broken, broken, rule } from "./rule";

interface PlacedServices {
  capacity: { instanceTypes: string[]; maxInstances: number };
  services: Record<
    string,
    {
      container: PlacedContainer;
      serviceScaling: { minTasks: number };
      deployment: { kind: string };
    }
  >;
}

/** Each service's task fits an instance, and the fewest tasks of all of them fit the cluster at its largest. */
export const servicesFit = rule<PlacedServices>(
  ["services", "capacity.instanceTypes", "capacity.maxInstances"],
  ({ services, capacity: { instanceTypes, maxInstances } }) => {
    const fits = Object.entries(services).flatMap(([name, service]) => {
      const task = needsOf(service.container);
      const room = smallestRoom(instanceTypes, task);
      return room === undefined ? [] : [{ name, service, room, perInstance: tasksOn(room, task) }];
    });
    const tooLarge = fits
      .filter(({ perInstance }) => perInstance === 0)
      .map(({ name, service, room }): Broken =>
        broken(
          ["services", name, "container"],
          `must fit one instance: a ${room.type} has ${room.cpuUnits} CPU units and about ${room.memoryMiB} MiB for tasks`,
          { cpu: service.container.cpu, memoryMiB: needsOf(service.container).memoryMiB },
          "Lower its sizes, or choose a larger instance type.",
        ),
      );
    if (tooLarge.length > 0) return tooLarge;
    // Two colours run side by side before a switch, as do old and new tasks of ECS's own deployments.
    const instances = fits.reduce(
      (sum, { service: { serviceScaling, deployment }, perInstance }) =>
        sum + (serviceScaling.minTasks * (deployment.kind === "rolling" ? 1 : 2)) / perInstance,
      0,
    );
    return instances <= maxInstances
      ? undefined
      : broken(
          "capacity.maxInstances",
          `must be at least ${Math.ceil(instances)}, which carry the minTasks of all services, twice where deployments are blue/green`,
          maxInstances,
          "Raise it, lower minTasks, or choose a larger instance type.",
        );
  },
);
