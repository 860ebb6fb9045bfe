import * as z from "zod";
import { largestRoom } from "../../../aws/compute/instance-choice";
import {
  type InstanceRequirements,
  requirementProblems,
} from "../../../aws/compute/instance-requirements";
import {
  managedInstancesProvider,
  managedSpotProvider,
} from "../../../aws/compute/managed-instances";
import { type ContainerSize, gpusOf } from "../../../aws/containers/task-containers";
import { type NetworkKind, withoutPrivateSubnets } from "../environments/network";
import { gpuField } from "./gpus";
import { type PlacedTask, takenBy, withSidecars } from "./placement";
import { isFrom, oldestAdmitted } from "../environments/provider-version";
import { type Broken, broken, rule, systemRule } from "../rule";
import { show } from "../../wording/show";

/* Rules of capacity of the kind "managed-instances", and what holds for groups of instances only. */

export interface ManagedCapacity extends InstanceRequirements {
  kind: "managed-instances";
  spot: boolean;
}

type Capacity = { kind: "instances" | "fargate" } | ManagedCapacity;

/** Capacity without a group of instances, as messages call it. */
const WITHOUT_GROUP: Readonly<Record<string, string>> = {
  "managed-instances": "managed instances",
  fargate: "Fargate",
};

export function isManaged(capacity: { kind: string }): capacity is ManagedCapacity {
  return capacity.kind === "managed-instances";
}

/** A rule about a group of instances, for systems that may have other capacity. */
export function ofGroup<T>(check: z.core.$ZodCheck<T>): z.core.$ZodCheck<OnAnyCapacity<T>> {
  const { _zod: core } = check;
  const { when } = core.def;
  const isGroup = (value: unknown) =>
    (value as { capacity?: { kind?: unknown } } | undefined)?.capacity?.kind === "instances";
  return {
    _zod: {
      ...core,
      def: {
        ...core.def,
        when: (payload: z.core.ParsePayload) =>
          isGroup(payload.value) && (when === undefined || when(payload)),
      },
    },
  } as unknown as z.core.$ZodCheck<OnAnyCapacity<T>>;
}

/** The same for a warning. */
export function aboutGroup<System>(warnings: (system: System) => Broken[]) {
  return (system: OnAnyCapacity<System>): Broken[] =>
    (system as { capacity: { kind: string } }).capacity.kind === "instances"
      ? warnings(system as System)
      : [];
}

type OnAnyCapacity<System> = Omit<System, "capacity"> & {
  capacity:
    { kind: "managed-instances" | "fargate" } | (System extends { capacity: infer C } ? C : never);
};

/** A task without a size on instances: what placement counts of its containers. */
type Placed = Pick<PlacedTask, "container" | "sidecars" | "serviceConnect" | "connection">;

/** What is too large for every instance that ECS may choose. */
function tooLargeForAny(
  capacity: Capacity,
  task: { cpu: number; memoryMiB: number; gpus: number },
  fields: { cpu: string; memory: string; gpu: string },
  together = "",
): Broken[] {
  if (!isManaged(capacity) || requirementProblems(capacity).length > 0) return [];
  const room = largestRoom(capacity);
  const fix = "Lower it, or let ECS choose larger instances.";
  return [
    task.cpu > room.cpuUnits &&
      broken(
        fields.cpu,
        `must fit one instance${together}: the largest that capacity allows has ${room.cpuUnits} CPU units`,
        task.cpu,
        fix,
      ),
    task.memoryMiB > room.memoryMiB &&
      broken(
        fields.memory,
        `must fit one instance${together}: the largest that capacity allows has about ${room.memoryMiB} MiB for tasks`,
        task.memoryMiB,
        fix,
      ),
    task.gpus > room.gpus &&
      broken(
        fields.gpu,
        `must be at most the GPUs of one instance, counted for all containers of a task: capacity allows ${room.gpus === 0 ? "no instance with GPUs" : `up to ${room.gpus}`}`,
        task.gpus,
        `Set capacity.minGpus to ${task.gpus}, or lower it.`,
      ),
  ].filter((found) => found !== false);
}

function containersTooLarge(capacity: Capacity, placed: Placed): Broken[] {
  const { cpuUnits: cpu, memoryMiB, gpus } = takenBy(placed);
  const reserved = placed.container.memoryReservationMiB === undefined ? "Limit" : "Reservation";
  return tooLargeForAny(
    capacity,
    { cpu, memoryMiB, gpus },
    { cpu: "container.cpu", memory: `container.memory${reserved}MiB`, gpu: gpuField(placed) },
    withSidecars(placed),
  );
}

/** The containers of a task of an EC2 system fit an instance that ECS may choose. */
export const containersFitManaged = rule<Placed & { capacity: Capacity }>(
  [
    "container.cpu",
    "container.memoryLimitMiB",
    "container.memoryReservationMiB",
    "container.gpu",
    "sidecars",
    "serviceConnect",
    "connection",
    "capacity",
  ],
  ({ capacity, ...placed }) => containersTooLarge(capacity, placed),
);

/** The same for each of several services. */
export const servicesFitManaged = rule<{ services: Record<string, Placed>; capacity: Capacity }>(
  ["services", "capacity"],
  ({ services, capacity }) =>
    Object.entries(services).flatMap(([name, placed]) =>
      within(name, containersTooLarge(capacity, placed)),
    ),
);

interface Task {
  task: { cpu: number; memoryMiB: number };
  container: { gpu?: number };
  sidecars?: Record<string, ContainerSize>;
}

function taskTooLarge(capacity: Capacity, { task, container, sidecars = {} }: Task): Broken[] {
  return tooLargeForAny(
    capacity,
    { ...task, gpus: gpusOf([container, ...Object.values(sidecars)]) },
    { cpu: "task.cpu", memory: "task.memoryMiB", gpu: gpuField({ container, sidecars }) },
  );
}

/** A task of a size of its own fits, too. */
export const taskFitsManaged = rule<Task & { capacity: Capacity }>(
  ["task", "container.gpu", "sidecars", "capacity"],
  ({ capacity, ...program }) => taskTooLarge(capacity, program),
);

export const tasksFitManaged = rule<{ services: Record<string, Task>; capacity: Capacity }>(
  ["services", "capacity"],
  ({ services, capacity }) =>
    Object.entries(services).flatMap(([name, program]) =>
      within(name, taskTooLarge(capacity, program)),
    ),
);

function within(service: string, found: readonly Broken[]): Broken[] {
  return found.map(({ at, ...told }) => ({ at: ["services", service, ...at], ...told }));
}

interface Grouped {
  capacity: Capacity;
  clusterScaling: object;
  placement: string;
}

/**
 * What sizes and fills a group does nothing on Fargate, nor for instances that ECS manages: it launches them for tasks that
 * wait, spreads over zones, and fills within them.
 * @param usual defaults of the system, which nobody wrote
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-cost-optimization.html
 */
export function scaledWithoutGroup(usual: { clusterScaling: z.ZodType; placement: string }) {
  return rule<Grouped>(
    ["capacity.kind", "clusterScaling", "placement"],
    ({ capacity, ...system }) => {
      if (capacity.kind === "instances") return undefined;
      const because = `must be removed with capacity.kind "${capacity.kind}"`;
      const isFargate = capacity.kind === "fargate";
      const isUsual = JSON.stringify(system.clusterScaling) === usualScaling(usual.clusterScaling);
      return [
        !isUsual &&
          broken(
            "clusterScaling",
            `${because}, because ${isFargate ? "there are no instances to scale" : "ECS itself launches and ends the instances"}`,
            system.clusterScaling,
            isFargate ? "Remove it." : "Set capacity.scaleInAfterSeconds instead.",
          ),
        system.placement !== usual.placement &&
          broken(
            "placement",
            `${because}, because ${isFargate ? "AWS" : "ECS"} places the tasks`,
            system.placement,
            "Remove it.",
          ),
      ].filter((found) => found !== false);
    },
  );
}

function usualScaling(schema: z.ZodType): string {
  return JSON.stringify(schema.parse(undefined));
}

/** Tasks with addresses of their own have no public ones. */
export function withoutGroupIsPrivate(fix: "system" | "environment") {
  return systemRule<{ network: NetworkKind }, { network?: NetworkKind; capacity: Capacity }>(
    { environment: ["network"], system: ["network", "capacity"] },
    (system, environment) => {
      const capacity = WITHOUT_GROUP[system.capacity.kind];
      if (capacity === undefined) return undefined;
      const found = withoutPrivateSubnets(system, environment);
      if (found === undefined || fix === "system") return found;
      return broken(
        "capacity.kind",
        `must be "instances" in the environment's network (kind ${show(environment.network.kind)}), because it has no private subnets, which tasks on ${capacity} need`,
        system.capacity.kind,
        'Or set the environment\'s network to { kind: "own", zoneCount: 2, nat: "single" }.',
      );
    },
  );
}

/** The provider's version has what the capacity needs. */
export const providerManages = systemRule<{ awsProviderVersion: string }, { capacity: Capacity }>(
  { environment: ["awsProviderVersion"], system: ["capacity"] },
  ({ capacity }, { awsProviderVersion }) => {
    if (!isManaged(capacity)) return undefined;
    const oldest = oldestAdmitted(awsProviderVersion);
    const allows = (version: readonly number[]) =>
      `with awsProviderVersion ${show(awsProviderVersion)}, which allows versions before ${version.join(".")} that lack its arguments`;
    if (!isFrom(managedInstancesProvider, oldest)) {
      return broken(
        "capacity.kind",
        `must not be "managed-instances" ${allows(managedInstancesProvider)}`,
        capacity.kind,
        'Set awsProviderVersion to "~> 6.25".',
      );
    }
    return capacity.spot && !isFrom(managedSpotProvider, oldest)
      ? broken(
          "capacity.spot",
          `must be false ${allows(managedSpotProvider)}`,
          true,
          'Set awsProviderVersion to "~> 6.28".',
        )
      : undefined;
  },
);

/** The rules of one system and the environment it runs in. */
export function managedInstanceRules<const Name extends string>(
  name: Name,
  fix: "system" | "environment",
) {
  return [withoutGroupIsPrivate(fix)(name), providerManages(name)] as const;
}
