import { container as limits } from "../../../aws/ecs";
import { smallestFargateSize } from "../../../aws/fargate";
import { type ContainerSize, taskSizeOf } from "../../../aws/task-containers";
import type { Field } from "../field";
import { sizeIn } from "../target/fargate";
import { putNumber, SIDECAR_SIZE } from "../target/program";
import type { ServiceTarget } from "../target/service-target";

/** Maps the size of a sidecar: its own, or a small one. */
export function mapSidecarSize(container: Field, target: ServiceTarget): void {
  const cpu = container.get("cpu");
  if ((cpu.number ?? 0) > 0) putNumber(target, cpu, "container.cpu", cpu.number ?? 0, limits.cpu);
  else target.set("container.cpu", SIDECAR_SIZE.cpu);
  const [memory, reservation] = [container.get("memory"), container.get("memoryReservation")];
  const limit = [memory, reservation].find(({ number }) => number !== undefined);
  if (limit === undefined) target.set("container.memoryLimitMiB", SIDECAR_SIZE.memoryMiB);
  else putNumber(target, limit, "container.memoryLimitMiB", limit.number ?? 0, limits.memoryMiB);
  putReservation(target, reservation);
}

/** Maps the size of the service's own container: its own, or what the task has without its sidecars. */
export function mapOwnSize(main: Field, task: Field, target: ServiceTarget): void {
  const sidecars = Object.values((target.value("sidecars") ?? {}) as Record<string, ContainerSize>);
  const beside = taskSizeOf(sidecars);
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
  put(
    [
      [memory, keepsTask ? (memory.number ?? 0) : 0],
      [task.get("memory"), ofTask.memoryMiB - beside.memoryMiB],
      [reservation, reservation.number ?? 0],
    ],
    "container.memoryLimitMiB",
    limits.memoryMiB,
  );
  putReservation(target, reservation);
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
