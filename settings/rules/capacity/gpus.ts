import type { GroupOfTypes } from "./instance-group";
import { type Broken, broken } from "../rule";

/* GPUs of tasks, for the rules on their place. */

/** The first field that asks for GPUs. */
export function gpuField({
  container,
  sidecars = {},
}: {
  container: { gpu?: number };
  sidecars?: Record<string, { gpu?: number }>;
}): string {
  const sidecar = Object.keys(sidecars).find((name) => sidecars[name]?.gpu !== undefined);
  return container.gpu !== undefined || sidecar === undefined
    ? "container.gpu"
    : `sidecars.${sidecar}.gpu`;
}

/** A task that asks for more GPUs than an instance of a group has. */
export function tooFewGpus(
  task: Parameters<typeof gpuField>[0] & { capacity: GroupOfTypes },
  gpus: number,
  room: { readonly type: string; readonly gpus: number },
): Broken {
  return broken(
    gpuField(task),
    `must be at most the GPUs of one instance, counted for all containers of a task: a ${room.type} has ${gpusInWords(room)}`,
    gpus,
    task.capacity.instanceRequirements === undefined
      ? `Choose instance types with as many, such as ${exampleWithGpus(gpus)}, or lower it.`
      : `Set capacity.instanceRequirements.minGpus to ${gpus}, or lower it.`,
  );
}

/** A type with so many GPUs or more, and as few as there are. */
function exampleWithGpus(gpus: number): string {
  return gpus <= 1 ? "g6.xlarge" : gpus <= 4 ? "g6.12xlarge" : "g6.48xlarge";
}

/** `1 GPU`, `4 GPUs`, `no GPU` */
export function gpusInWords({ gpus }: { readonly gpus: number }): string {
  return gpus === 0 ? "no GPU" : `${gpus} GPU${gpus === 1 ? "" : "s"}`;
}
