import {
  fargateCpuUnits,
  fargateMemoryMiB,
  sizeThatFits,
  smallestFargateSize,
} from "../../../aws/compute/fargate";
import { type ProxySize, proxyOf } from "../../../aws/containers/service-connect";
import { type ContainerSize, taskSizeOf } from "../../../aws/containers/task-containers";
import { withSidecars } from "./placement";
import { type Broken, broken, rule } from "../rule";

interface Program {
  container: ContainerSize;
  sidecars?: Record<string, ContainerSize>;
  capacity: { kind: string };
  serviceConnect?: object;
  connection?: { proxy: ProxySize };
}

/** The containers of a task without a size of its own fit the largest that Fargate offers. */
export const containersFitFargate = rule<Program>(
  [
    "container.cpu",
    "container.memoryLimitMiB",
    "sidecars",
    "capacity.kind",
    "serviceConnect",
    "connection",
  ],
  ({ capacity, container, sidecars = {}, ...connected }): Broken | undefined => {
    if (capacity.kind !== "fargate") return undefined;
    const needed = taskSizeOf([container, ...Object.values(sidecars)], proxyOf(connected));
    if (smallestFargateSize(needed) !== undefined) return undefined;
    const [field, most, got] =
      needed.cpu > fargateCpuUnits[1]
        ? (["container.cpu", `${fargateCpuUnits[1]} CPU units`, needed.cpu] as const)
        : (["container.memoryLimitMiB", `${fargateMemoryMiB[1]} MiB`, needed.memoryMiB] as const);
    return broken(
      field,
      `must fit a task on Fargate${withSidecars({ sidecars, ...connected })}: the largest has ${most}`,
      got,
      'Lower it, or set capacity.kind to "instances".',
    );
  },
);

/** Without Spot, all tasks are on demand. */
export const onDemandBesideSpot = rule<{ spotPercent: number; onDemandTasks?: number }>(
  ["spotPercent", "onDemandTasks"],
  ({ spotPercent, onDemandTasks }) =>
    spotPercent > 0 || onDemandTasks === undefined
      ? undefined
      : broken(
          "onDemandTasks",
          "must be left out while spotPercent is 0, with which all tasks are on demand",
          onDemandTasks,
          "Remove it, or raise spotPercent.",
        ),
);

/**
 * What to do where a task has too little for its containers. Its size is one of Fargate's wherever it runs.
 * @param lower what else would help, as in "lower container.cpu"
 */
export function fixOfTask(
  lower: string,
  needed: { readonly cpu?: number; readonly memoryMiB?: number },
  task: { readonly cpu: number; readonly memoryMiB: number },
): string {
  const size = sizeThatFits(needed, task, "task.");
  return size === undefined
    ? `The largest task has ${fargateCpuUnits[1]} CPU units and ${fargateMemoryMiB[1]} MiB, so ${lower}.`
    : `Set ${size}, or ${lower}.`;
}
