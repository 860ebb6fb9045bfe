import { container as limits, containerPath } from "../../../aws/ecs";
import { nameFrom } from "../../init/answers";
import type { Field } from "../field";
import { uniqueName } from "../target/names";
import { EXISTING_FILES, putName, putNumber, SIDECAR_SIZE } from "../target/program";
import type { ServiceTarget } from "../target/service-target";
import { mapContainer, type TaskContext } from "./map-container";

/** Maps a task definition. Its first container with a port is the service, others are sidecars. */
export function mapTaskDefinition(
  definition: Field,
  target: ServiceTarget,
  disks: readonly Field[] = [],
): void {
  const main = mainContainer(definition);
  if (main === undefined) return;
  const others = definition.get("containerDefinitions").items.filter((each) => each !== main);
  const taken: string[] = [];
  const keys = new Map<string, string>();
  for (const each of [main, ...others]) {
    const name = each.get("name").text ?? "container";
    keys.set(name, uniqueName(nameFrom(name), taken));
  }
  const context: TaskContext = {
    keys,
    volumes: volumesOf(definition, target, disks),
    awaited: others
      .concat(main)
      .flatMap((each) =>
        each
          .get("dependsOn")
          .items.map(
            (item) =>
              [
                item.get("containerName").text ?? "",
                item.get("condition").text ?? "START",
              ] as const,
          ),
      ),
  };
  const name = main.get("name");
  if (name.text !== undefined) putName(target, name, "container.name", nameFrom(name.text));
  for (const other of others) {
    const key = keys.get(other.get("name").text ?? "") ?? "";
    mapSidecar(other, target.sidecar(key), context);
  }
  mapContainer(main, target, context);
  sizes(main, definition, target);
  const role = definition.get("taskRoleArn");
  if (
    role.text !== undefined &&
    /^arn:aws[a-z-]{0,20}:iam::\d{12}:role\/[\w+=,.@/-]{1,200}$/.test(role.text)
  )
    target.put(role, "service.permissions.roleArn", role.text);
}

export function mainContainer(definition: Field): Field | undefined {
  const containers = definition.get("containerDefinitions").items;
  return containers.find((each) => each.get("portMappings").items.length > 0);
}

function mapSidecar(container: Field, target: ServiceTarget, context: TaskContext): void {
  container.get("name").changed(target.shown(""), "The key of the container in sidecars.");
  mapContainer(container, target, context);
  const essential = container.get("essential");
  if (essential.flag !== undefined) target.put(essential, "container.essential", essential.flag);
  const cpu = container.get("cpu");
  if ((cpu.number ?? 0) > 0) putNumber(target, cpu, "container.cpu", cpu.number ?? 0, limits.cpu);
  else target.set("container.cpu", SIDECAR_SIZE.cpu);
  const memory = container.get("memory");
  const reservation = container.get("memoryReservation");
  const limit = memory.number ?? reservation.number;
  if (limit === undefined) target.set("container.memoryLimitMiB", SIDECAR_SIZE.memoryMiB);
  else
    putNumber(
      target,
      memory.number === undefined ? reservation : memory,
      "container.memoryLimitMiB",
      limit,
      limits.memoryMiB,
    );
  if (reservation.number !== undefined && reservation.number < (memory.number ?? 0))
    putNumber(
      target,
      reservation,
      "container.memoryReservationMiB",
      reservation.number,
      limits.memoryMiB,
    );
}

/** What the service's own container has: its own sizes, or what the task has without its sidecars. */
function sizes(main: Field, task: Field, target: ServiceTarget): void {
  const sidecars = Object.values(
    (target.value("sidecars") ?? {}) as Record<string, Record<string, number>>,
  );
  const rest = (name: string, part: string) =>
    (task.get(name).number ?? 0) - sidecars.reduce((sum, sidecar) => sum + (sidecar[part] ?? 0), 0);
  const why =
    sidecars.length === 0
      ? "The task has one container, so its value applies to the container."
      : "The containers have parts of it: each sidecar its own, and the service's own container the rest.";
  const put = (
    field: Field,
    place: string,
    value: number,
    range: readonly [number, number],
    reason?: string,
  ) => {
    if (value > 0) putNumber(target, field, place, value, range, reason);
  };
  const cpu = main.get("cpu");
  if ((cpu.number ?? 0) > 0) put(cpu, "container.cpu", cpu.number ?? 0, limits.cpu);
  else
    put(
      task.get("cpu"),
      "container.cpu",
      rest("cpu", "cpu"),
      limits.cpu,
      sidecars.length === 0 ? undefined : why,
    );
  const memory = main.get("memory");
  const reservation = main.get("memoryReservation");
  const ofTask = rest("memory", "memoryLimitMiB");
  if ((memory.number ?? 0) > 0)
    put(memory, "container.memoryLimitMiB", memory.number ?? 0, limits.memoryMiB);
  else if (ofTask > 0)
    put(
      task.get("memory"),
      "container.memoryLimitMiB",
      ofTask,
      limits.memoryMiB,
      sidecars.length === 0 ? undefined : why,
    );
  else put(reservation, "container.memoryLimitMiB", reservation.number ?? 0, limits.memoryMiB);
  const limit = target.value("container.memoryLimitMiB");
  if (reservation.number !== undefined && typeof limit === "number" && reservation.number < limit)
    putNumber(
      target,
      reservation,
      "container.memoryReservationMiB",
      reservation.number,
      limits.memoryMiB,
    );
  for (const each of [task.get("cpu"), task.get("memory"), reservation])
    each.changed(undefined, why);
}

/** The volumes that the settings can have, by their names in the input. */
function volumesOf(
  definition: Field,
  target: ServiceTarget,
  disks: readonly Field[],
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken: string[] = [];
  const mounted = definition
    .get("containerDefinitions")
    .items.flatMap((container) => container.get("mountPoints").items)
    .filter((mount) => containerPath.pattern.test(mount.get("containerPath").text ?? ""))
    .map((mount) => mount.get("sourceVolume").text);
  for (const volume of definition.get("volumes").items) {
    const name = volume.get("name").text ?? "";
    const disk = disks.find((each) => each.get("name").text === name);
    if (!mounted.includes(name)) volume.left("No container mounts it.");
    else if (volume.get("efsVolumeConfiguration").exists) volume.left(EXISTING_FILES);
    else if (
      volume.get("host", "sourcePath").exists ||
      volume.get("dockerVolumeConfiguration").exists
    )
      volume.left("Tasks share no folders and no Docker volumes of their instance.");
    else if (volume.get("configuredAtLaunch").flag === true && disk === undefined)
      volume.left("The service has its size. Import its JSON, too: aws ecs describe-services.");
    else {
      const key = uniqueName(nameFrom(name), taken);
      names.set(name, key);
      const kind = disk === undefined ? { kind: "bind" } : ebs(disk, target, key);
      target.set(`volumes/${key}`, kind);
      volume.changed(target.shown(`volumes/${key}`), "A volume of each task, by its kind.");
    }
  }
  return names;
}

function ebs(disk: Field, target: ServiceTarget, key: string) {
  const volume = disk.get("managedEBSVolume");
  const take = (name: string, to: string) => {
    const field = volume.get(name);
    if (!field.exists) return {};
    field.taken(target.shown(`volumes/${key}/${to}`));
    return { [to]: field.number ?? field.text ?? "" };
  };
  disk.get("name").taken(target.shown(`volumes/${key}`));
  return {
    kind: "ebs",
    sizeGiB: 20,
    ...take("sizeInGiB", "sizeGiB"),
    ...take("iops", "iops"),
    ...take("throughput", "throughputMiBps"),
    ...take("filesystemType", "fileSystem"),
    ...take("snapshotId", "snapshotId"),
    ...take("kmsKeyId", "kmsKeyArn"),
  };
}
