import { containerPath } from "../../../aws/containers/ecs";
import { nameFrom } from "../../init/answers";
import type { Field } from "../field";
import { uniqueName } from "../target/names";
import { queueAmong } from "../target/queue";
import { EXISTING_FILES, putName } from "../target/program";
import type { ServiceTarget } from "../target/service-target";
import { mapContainer, type TaskContext } from "./map-container";
import { mapOwnSize, mapSidecarSize, taskMemoryOf } from "./map-sizes";

/** Maps a task definition. One of its containers is the service's own, and the others are sidecars. */
export function mapTaskDefinition(
  definition: Field,
  main: Field,
  target: ServiceTarget,
  disks: readonly Field[] = [],
): void {
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
  const memory = taskMemoryOf(definition, main, others);
  for (const other of others) {
    const key = keys.get(other.get("name").text ?? "") ?? "";
    mapSidecar(other, target.sidecar(key), context);
    mapSidecarSize(other, target.sidecar(key), memory);
  }
  mapContainer(main, target, context);
  mapOwnSize(main, definition, target);
  const role = definition.get("taskRoleArn");
  if (
    role.text !== undefined &&
    /^arn:aws[a-z-]{0,20}:iam::\d{12}:role\/[\w+=,.@/-]{1,200}$/.test(role.text)
  )
    target.put(role, "service.permissions.roleArn", role.text);
}

/** The first container with a port. A worker can be one without. */
export function mainContainer(definition: Field, isWorker: boolean): Field | undefined {
  const containers = definition.get("containerDefinitions").items;
  const withPort = containers.find((each) => each.get("portMappings").items.length > 0);
  return isWorker
    ? (withPort ?? containers.find((each) => each.get("essential").flag !== false))
    : withPort;
}

/** The SQS queue that the variables of a task definition name. */
export function queueOf(definition: Field): string | undefined {
  const containers = definition.get("containerDefinitions").items;
  return queueAmong(
    containers.flatMap((each) =>
      each.get("environment").items.map((variable) => variable.get("value").text),
    ),
  );
}

function mapSidecar(container: Field, target: ServiceTarget, context: TaskContext): void {
  container.get("name").changed(target.shown(""), "The key of the container in sidecars.");
  mapContainer(container, target, context);
  const essential = container.get("essential");
  if (essential.flag !== undefined) target.put(essential, "container.essential", essential.flag);
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
