import { container as limits } from "../../../aws/ecs";
import { smallestFargateSize } from "../../../aws/fargate";
import { type ContainerSize, reservedMiB, taskSizeOf } from "../../../aws/task-containers";
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

/** Maps the size of the service's own container: its own, or what the task has without its sidecars. */
export function mapOwnSize(main: Field, task: Field, target: ServiceTarget): void {
  const sidecars = Object.values((target.value("sidecars") ?? {}) as Record<string, ContainerSize>);
  const beside = {
    cpu: taskSizeOf(sidecars).cpu,
    memoryMiB: limitsAddUp(target)
      ? taskSizeOf(sidecars).memoryMiB
      : sidecars.reduce((sum, each) => sum + reservedMiB(each), 0),
  };
  const ofTask = {
    cpu: sizeIn(task.get("cpu").text, "vCPU") ?? 0,
    memoryMiB: sizeIn(task.get("memory").text, "GB") ?? 0,
  };
  const why =
    sidecars.length === 0
      ? "The task has one container, so its value applies to the container."
      : "The containers have parts of it: each sidecar its own, and the service's own container the rest.";
  const [cpu, memory, reservation] = [
    main.get("cpu"),
    main.get("memory"),
    main.get("memoryReservation"),
  ];
  const keepsTask = target.capacity !== "fargate" || isSizeOf(main, beside, ofTask);
  if (!keepsTask)
    for (const field of [cpu, memory])
      field.changed(
        undefined,
        "On Fargate, a task has the smallest size of its containers: the service's own one has all that the others leave of the task.",
      );
  const put = (
    places: readonly (readonly [field: Field, value: number])[],
    place: string,
    range: readonly [number, number],
  ) => {
    const [field, value] = places.find(([, number]) => number > 0) ?? [];
    const isPart = field === task.get("cpu") || field === task.get("memory");
    if (field !== undefined && value !== undefined)
      putNumber(
        target,
        field,
        place,
        value,
        range,
        isPart && sidecars.length > 0 ? why : undefined,
      );
  };
  put(
    [
      [cpu, keepsTask ? (cpu.number ?? 0) : 0],
      [task.get("cpu"), ofTask.cpu - beside.cpu],
    ],
    "container.cpu",
    limits.cpu,
  );
  const restMiB = ofTask.memoryMiB - beside.memoryMiB;
  const soft = memory.number === undefined ? reservation.number : undefined;
  if (soft !== undefined && !limitsAddUp(target))
    putSoftMemory(target, {
      field: reservation,
      reservedMiB: soft,
      ...(ofTask.memoryMiB > 0 ? { taskMiB: ofTask.memoryMiB } : {}),
    });
  else if (soft !== undefined && restMiB <= 0)
    putPartOfTask(target, { field: reservation, reservedMiB: soft });
  else if (memory.number === undefined && restMiB > 0 && !limitsAddUp(target)) {
    // It may use all memory of the task, of which the sidecars have reserved their parts.
    target.set("container.memoryLimitMiB", ofTask.memoryMiB);
    if (sidecars.length > 0)
      putNumber(
        target,
        task.get("memory"),
        "container.memoryReservationMiB",
        restMiB,
        limits.memoryMiB,
        why,
      );
    else task.get("memory").taken(target.shown("container.memoryLimitMiB"));
  } else {
    put(
      [
        [memory, keepsTask ? (memory.number ?? 0) : 0],
        [task.get("memory"), restMiB],
      ],
      "container.memoryLimitMiB",
      limits.memoryMiB,
    );
    putReservation(target, reservation);
  }
  for (const each of [task.get("cpu"), task.get("memory"), reservation])
    each.changed(undefined, why);
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
