import { fitOf, type PlacedTask, tooLarge } from "./placed-service";
import { broken, rule } from "./rule";

interface PlacedServices {
  capacity: PlacedTask["capacity"] & { maxInstances: number };
  services: Record<
    string,
    Pick<PlacedTask, "container"> & {
      serviceScaling: { minTasks: number };
      deployment: { kind: string };
    }
  >;
}

/** Each service's task fits an instance, and the fewest tasks of all of them fit the cluster at its largest. */
export const servicesFit = rule<PlacedServices>(
  ["services", "capacity.instanceTypes", "capacity.maxInstances"],
  ({ services, capacity }) => {
    const placed = Object.entries(services);
    const misfits = placed.flatMap(([name, { container }]) =>
      tooLarge({ container, capacity }).map(({ at, message }) => ({
        at: ["services", name, ...at],
        message,
      })),
    );
    if (misfits.length > 0) return misfits;
    const instances = placed.reduce(
      (sum, [, service]) => sum + instancesOf(service, capacity.instanceTypes),
      0,
    );
    return instances <= capacity.maxInstances
      ? undefined
      : broken(
          "capacity.maxInstances",
          `must be at least ${Math.ceil(instances)}, which carry the minTasks of all services, twice where deployments are blue/green`,
          capacity.maxInstances,
          "Raise it, lower minTasks, or choose a larger instance type.",
        );
  },
);

/**
 * Instances, in fractions, that a service's fewest tasks take; none where types are unknown. Two colours run side by
 * side before a switch, as do old and new tasks in deployments of ECS's own.
 */
function instancesOf(
  { container, serviceScaling, deployment }: PlacedServices["services"][string],
  instanceTypes: string[],
): number {
  const fit = fitOf({ container, capacity: { instanceTypes } });
  if (fit === undefined) return 0;
  const sets = deployment.kind === "rolling" ? 1 : 2;
  return (sets * serviceScaling.minTasks) / fit.perInstance;
}
