import { container as limits } from "../../../aws/containers/ecs";
import type { Field } from "../field";
import { putNumber } from "./program";
import type { ServiceTarget } from "./service-target";

/**
 * Whether the limits of a task's containers add up to its size, as on Fargate and in a worker. On other instances, placement
 * counts what containers reserve, and each can have the limit of the whole task.
 */
export function limitsAddUp({ system, capacity }: ServiceTarget): boolean {
  return system === "worker" || capacity === "fargate";
}

/** A container that reserves memory and had no hard limit of its own. */
interface SoftMemory {
  /** What it reserves. */
  readonly field: Field;
  readonly reservedMiB: number;
  /** MiB of its task, above which it was stopped. @default none: it could use all memory of its instance */
  readonly taskMiB?: number;
}

/** Maps a reservation without a limit where each container can have the limit of its task. */
export function putSoftMemory(
  target: ServiceTarget,
  { field, reservedMiB, taskMiB }: SoftMemory,
): void {
  const reserved = Math.round(reservedMiB);
  if (taskMiB !== undefined && taskMiB > reserved)
    target.set("container.memoryLimitMiB", Math.min(taskMiB, limits.memoryMiB[1]));
  else (target.owner ?? target).unlimited.push(target);
  putNumber(
    target,
    field,
    "container.memoryReservationMiB",
    reservedMiB,
    limits.memoryMiB,
    taskMiB !== undefined && taskMiB > reserved
      ? "There was no hard limit but that of the task, which is container.memoryLimitMiB."
      : "There was no hard limit. The settings need one: container.memoryLimitMiB is the memory of an instance.",
  );
}

/** Maps a reservation without a limit where it gets a part of its task: what it reserves, and its share of the rest. */
export function putPartOfTask(
  target: ServiceTarget,
  { field, reservedMiB }: SoftMemory,
  shareMiB = 0,
): void {
  const limit = Math.round(reservedMiB + shareMiB);
  const place = target.shown("container.memoryLimitMiB").replace(/^systems\.[\w-]+\./, "");
  const why = `It had no hard limit of its own. Here, the limits of a task's containers add up to its size, and ECS stops the container above its limit. If it needs more than now, raise ${place}.`;
  if (shareMiB >= 1) {
    target.set("container.memoryLimitMiB", limit);
    putNumber(target, field, "container.memoryReservationMiB", reservedMiB, limits.memoryMiB, why);
  } else putNumber(target, field, "container.memoryLimitMiB", reservedMiB, limits.memoryMiB, why);
}

/** What changes for containers that had neither a limit nor a reservation of memory. */
export function noLimitNotes(names: readonly string[], limit: string): readonly string[] {
  return names.length === 0
    ? []
    : [
        `${names.join(", ")} had no memory limit. Here, ECS stops a container above its limit: ${limit}. Raise it if the program needs more.`,
      ];
}
