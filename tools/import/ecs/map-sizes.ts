import { container as limits } from "../../../aws/containers/ecs";
import { smallestFargateSize } from "../../../aws/compute/fargate";
import {
  type ContainerSize,
  reservedMiB,
  taskSizeOf,
} from "../../../aws/containers/task-containers";
import type { Field } from "../field";
import { sizeIn } from "../target/fargate";
import { putNumber, SIDECAR_SIZE } from "../target/program";
import { limitsAddUp, putPartOfTask, putSoftMemory } from "../target/soft-memory";
import type { ServiceTarget } from "../target/service-target";

/** Maps the size of a sidecar: its own, or a small one. */
export function mapSidecarSize(container: Field, target: ServiceTarget, task: TaskMemory): void {
  const cpu = container.get("cpu");
  if ((cpu.number ?? 0) > 0) putNumber(target, cpu, "container.cpu", cpu.number ?? 0, limits.cpu);
  else target.set("container.cpu", SIDECAR_SIZE.cpu);
  const [memory, reservation] = [container.get("memory"), container.get("memoryReservation")];
  const { number: reserved } = reservation;
  if (memory.number !== undefined) {
    putNumber(target, memory, "container.memoryLimitMiB", memory.number, limits.memoryMiB);
    putReservation(target, reservation);
  } else if (target.system === "worker" && target.capacity === "fargate") {
    // Without a limit, it may use what its task has, as before.
    if (reserved !== undefined)
      putNumber(target, reservation, "container.memoryReservationMiB", reserved, limits.memoryMiB);
  } else if (reserved === undefined) target.set("container.memoryLimitMiB", SIDECAR_SIZE.memoryMiB);
  else if (limitsAddUp(target))
    putPartOfTask(target, { field: reservation, reservedMiB: reserved }, task.shareMiB);
  else putSoftMemory(target, { field: reservation, reservedMiB: reserved, ...task });
}

/** The memory of a task, and how its containers share it. */
interface TaskMemory {
  readonly taskMiB?: number;
  /** What each sidecar with a reservation but no limit gets of what no container has. */
  readonly shareMiB: number;
}

/** The memory of a task whose main container has a limit, or else gets what the sidecars leave. */
export function taskMemoryOf(task: Field, main: Field, others: readonly Field[]): TaskMemory {
  const taskMiB = sizeIn(task.get("memory").text, "GB");
  if (taskMiB === undefined) return { shareMiB: 0 };
  const number = (container: Field, name: string) => container.get(name).number;
  const own = number(main, "memory");
  const soft = others.filter(
    (each) =>
      number(each, "memory") === undefined && number(each, "memoryReservation") !== undefined,
  );
  if (own === undefined || soft.length === 0) return { taskMiB, shareMiB: 0 };
  const taken = others.reduce(
    (sum, each) =>
      sum + (number(each, "memory") ?? number(each, "memoryReservation") ?? SIDECAR_SIZE.memoryMiB),
    own,
  );
  return { taskMiB, shareMiB: Math.max(0, Math.floor((taskMiB - taken) / soft.length)) };
}

/** What the task leaves of itself to the service's own container. */
interface OwnShare {
  readonly task: { readonly cpu: number; readonly memoryMiB: number };
  readonly rest: { readonly cpu: number; readonly memoryMiB: number };
  readonly hasSidecars: boolean;
  /** Whether the container's own figures make a task of the size it has. Otherwise the rest of the task counts. */
  readonly keepsTask: boolean;
  /** Why a figure of the task became one of the container. */
  readonly why: string;
}

/** Maps the size of the service's own container: its own, or what the task has without its sidecars. */
export function mapOwnSize(main: Field, task: Field, target: ServiceTarget): void {
  const share = ownShareOf(main, task, target);
  const [cpu, memory] = [main.get("cpu"), main.get("memory")];
  if (!share.keepsTask)
    for (const field of [cpu, memory])
      field.changed(
        undefined,
        "On Fargate, a task has the smallest size of its containers: the service's own one has all that the others leave of the task.",
      );
  const own = share.keepsTask ? cpu.number : undefined;
  const rest = { field: task.get("cpu"), value: share.rest.cpu };
  putOwnOrRest(target, "container.cpu", limits.cpu, { field: cpu, value: own }, rest, share);
  mapOwnMemory(main, task, target, share);
  for (const each of [task.get("cpu"), task.get("memory"), main.get("memoryReservation")])
    each.changed(undefined, share.why);
}

function ownShareOf(main: Field, task: Field, target: ServiceTarget): OwnShare {
  const sidecars = Object.values((target.value("sidecars") ?? {}) as Record<string, ContainerSize>);
  const size = taskSizeOf(sidecars);
  const beside = {
    cpu: size.cpu,
    memoryMiB: limitsAddUp(target)
      ? size.memoryMiB
      : sidecars.reduce((sum, each) => sum + reservedMiB(each), 0),
  };
  const ofTask = {
    cpu: sizeIn(task.get("cpu").text, "vCPU") ?? 0,
    memoryMiB: sizeIn(task.get("memory").text, "GB") ?? 0,
  };
  const hasSidecars = sidecars.length > 0;
  return {
    task: ofTask,
    rest: { cpu: ofTask.cpu - beside.cpu, memoryMiB: ofTask.memoryMiB - beside.memoryMiB },
    hasSidecars,
    keepsTask: target.capacity !== "fargate" || isSizeOf(main, beside, ofTask),
    why: hasSidecars
      ? "The containers have parts of it: each sidecar its own, and the service's own container the rest."
      : "The task has one container, so its value applies to the container.",
  };
}

/** A limit, a reservation alone or neither: what a container may use of its task differs in each case. */
function mapOwnMemory(main: Field, task: Field, target: ServiceTarget, share: OwnShare): void {
  const [memory, reservation] = [main.get("memory"), main.get("memoryReservation")];
  const ofTask = task.get("memory");
  const restMiB = share.rest.memoryMiB;
  if (memory.number === undefined && reservation.number !== undefined) {
    const soft = { field: reservation, reservedMiB: reservation.number };
    if (!limitsAddUp(target)) {
      const taskMiB = share.task.memoryMiB > 0 ? { taskMiB: share.task.memoryMiB } : {};
      putSoftMemory(target, { ...soft, ...taskMiB });
      return;
    }
    if (restMiB <= 0) {
      putPartOfTask(target, soft);
      return;
    }
  } else if (memory.number === undefined && restMiB > 0 && !limitsAddUp(target)) {
    putWholeTask(target, ofTask, share);
    return;
  }
  const place = "container.memoryLimitMiB";
  const own = { field: memory, value: share.keepsTask ? memory.number : undefined };
  const rest = { field: ofTask, value: restMiB };
  putOwnOrRest(target, place, limits.memoryMiB, own, rest, share);
  putReservation(target, reservation);
}

/** The container may use all memory of the task, of which the sidecars have reserved their parts. */
function putWholeTask(target: ServiceTarget, ofTask: Field, share: OwnShare): void {
  target.set("container.memoryLimitMiB", share.task.memoryMiB);
  if (!share.hasSidecars) {
    ofTask.taken(target.shown("container.memoryLimitMiB"));
    return;
  }
  const place = "container.memoryReservationMiB";
  putNumber(target, ofTask, place, share.rest.memoryMiB, limits.memoryMiB, share.why);
}

interface Figure {
  readonly field: Field;
  readonly value: number | undefined;
}

/** Sets the container's own figure, or else what is left of the task, or nothing where the task says nothing. */
function putOwnOrRest(
  target: ServiceTarget,
  place: string,
  range: readonly [number, number],
  own: Figure,
  rest: Figure,
  { hasSidecars, why }: OwnShare,
): void {
  const found = [own, rest].find(({ value }) => (value ?? 0) > 0);
  if (found?.value === undefined) return;
  const reason = found === rest && hasSidecars ? why : undefined;
  putNumber(target, found.field, place, found.value, range, reason);
}

/** Whether the container's own size and those beside it make the size that the task has. */
function isSizeOf(
  main: Field,
  beside: { readonly cpu: number; readonly memoryMiB: number },
  task: { readonly cpu: number; readonly memoryMiB: number },
): boolean {
  const size = smallestFargateSize({
    cpu: beside.cpu + (main.get("cpu").number ?? 0),
    memoryMiB: beside.memoryMiB + (main.get("memory").number ?? 0),
  });
  return size?.cpu === task.cpu && size.memoryMiB === task.memoryMiB;
}

/** Maps the MiB that are reserved for a container, if less than its limit. */
function putReservation(target: ServiceTarget, reservation: Field): void {
  const limit = target.value("container.memoryLimitMiB");
  const { number } = reservation;
  if (number !== undefined && typeof limit === "number" && number < limit)
    putNumber(target, reservation, "container.memoryReservationMiB", number, limits.memoryMiB);
}
