import type { SimulatedService, TaskSize } from "../system";
import type { AutoScalingGroup } from "./auto-scaling-group";
import { tasksPerInstance } from "./room";

export function runsOn({ capacity }: SimulatedService, { name }: AutoScalingGroup): boolean {
  return capacity.some((share) => share.kind === "group" && share.group === name);
}

const fittingTasks = new WeakMap<TaskSize, Map<string, number>>();

/** Tasks that an empty instance of the group holds. */
export function fitting(task: TaskSize, { name, settings }: AutoScalingGroup): number {
  const known = fittingTasks.get(task) ?? new Map<string, number>();
  fittingTasks.set(task, known);
  const found = known.get(name) ?? tasksPerInstance(task, settings.instance);
  known.set(name, found);
  return found;
}
