import {
  fargateCpuUnits,
  fargateMemoryMiB,
  neededByContainers,
  smallestFargateSize,
} from "../../aws/fargate";
import { type Broken, broken, rule } from "./rule";

interface Container {
  cpu?: number;
  memoryLimitMiB?: number;
  memoryReservationMiB?: number;
}

interface Program {
  container: Container;
  sidecars?: Record<string, Container>;
  capacity: { kind: string };
}

/** The containers of a task without a size of its own fit the largest that Fargate offers. */
export const containersFitFargate = rule<Program>(
  ["container.cpu", "container.memoryLimitMiB", "sidecars", "capacity.kind"],
  ({ capacity, container, sidecars = {} }): Broken | undefined => {
    if (capacity.kind !== "fargate") return undefined;
    const needed = neededByContainers([container, ...Object.values(sidecars)]);
    if (smallestFargateSize(needed) !== undefined) return undefined;
    const [field, most, got] =
      needed.cpu > fargateCpuUnits[1]
        ? (["container.cpu", `${fargateCpuUnits[1]} CPU units`, needed.cpu] as const)
        : (["container.memoryLimitMiB", `${fargateMemoryMiB[1]} MiB`, needed.memoryMiB] as const);
    return broken(
      field,
      `must fit the largest task on Fargate together with the sidecars, which has ${most}`,
      got,
      'Lower it, or use capacity.kind "instances".',
    );
  },
);
