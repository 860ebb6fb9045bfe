import { parse as wordsOf } from "shell-quote";
import { container as limits } from "../../../aws/containers/ecs";
import { nameFrom } from "../../init/answers";
import type { Field } from "../field";
import { putContainerCheck } from "../target/container-check";
import { uniqueName } from "../target/names";
import {
  asBefore,
  CONDITIONS,
  type Mount,
  PORTS,
  putCommand,
  putEntryPoint,
  putImage,
  putMounts,
  putNumber,
  SIDECAR_SIZE,
} from "../target/program";
import type { ServiceTarget } from "../target/service-target";

/** The words of a command, which a manifest has as a list or as text. */
export function wordsOfField(
  field: Field,
): { readonly words: readonly string[]; readonly why?: string } | undefined {
  if (field.isList) return { words: field.items.map(({ text }) => text ?? "") };
  if (field.text === undefined) return undefined;
  const words = wordsOf(field.text).filter((word) => typeof word === "string");
  return { words, why: "Split into words like in a shell." };
}

/** Maps the volumes of the service's own container. @returns their names in the settings, by those in the manifest */
export function mapVolumes(manifest: Field, target: ServiceTarget): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken: string[] = [];
  const mounts = manifest.get("storage", "volumes").entries.flatMap(([name, volume]): Mount[] => {
    const efs = volume.get("efs");
    const path = volume.get("path");
    // A file system that is there already needs what the manifest does not have.
    if (efs.get("id").exists || path.text === undefined) return [];
    const key = uniqueName(nameFrom(name), taken);
    names.set(name, key);
    const isShared = efs.flag === true || efs.items.length > 0;
    const number = (field: string) => efs.get(field).number;
    target.set(`volumes/${key}`, {
      kind: isShared ? "efs" : "bind",
      ...(number("uid") === undefined ? {} : { uid: number("uid") ?? 0 }),
      ...(number("gid") === undefined ? {} : { gid: number("gid") ?? 0 }),
    });
    efs.changed(
      target.shown(`volumes/${key}`),
      isShared ? "A new, empty file system of EFS." : "A folder of each task.",
    );
    return [
      {
        field: volume,
        path: path.text,
        volume: key,
        readOnly: volume.get("read_only").flag === true,
      },
    ];
  });
  putMounts(target, mounts);
  return names;
}

interface Beside {
  readonly volumes: ReadonlyMap<string, string>;
  /** Maps the variables and secrets of a sidecar. */
  readonly variables: (sidecar: Field, target: ServiceTarget) => void;
}

/** Maps the sidecars, which take their parts of the task's size. */
export function mapSidecars(
  manifest: Field,
  target: ServiceTarget,
  { volumes, variables }: Beside,
): void {
  const own = target.value("container.name");
  const taken = [typeof own === "string" ? own : "web"];
  const keys = new Map<string, string>(
    manifest.get("sidecars").entries.map(([name]) => [name, uniqueName(nameFrom(name), taken)]),
  );
  keys.set(manifest.get("name").text ?? "", taken[0] ?? "");
  for (const [name, sidecar] of manifest.get("sidecars").entries) {
    const its = target.sidecar(keys.get(name) ?? name);
    mapSidecar(sidecar, its, variables);
    dependencies(sidecar.get("depends_on"), its, keys);
    putMounts(its, mountsOf(sidecar, volumes));
    asBefore(its);
  }
  dependencies(manifest.get("image", "depends_on"), target, keys);
  leaveRest(manifest, target);
}

function mapSidecar(sidecar: Field, target: ServiceTarget, variables: Beside["variables"]): void {
  const image = sidecar.get("image");
  const reference = image.text === undefined ? image.get("location") : image;
  if (reference.text === undefined) {
    target.set("image", { kind: "repository", repositoryName: target.name });
    image.changed(
      target.shown("image"),
      `Push the image to the ECR repository ${target.name}, or set image.build.`,
    );
  } else putImage(target, reference, reference.text);
  const credentials = sidecar.get("credentialsParameter");
  if (credentials.text?.startsWith("arn:") === true && reference.text !== undefined)
    target.put(credentials, "image.credentialsSecretArn", credentials.text);
  const port = sidecar.get("port");
  const number = Number.parseInt(port.text ?? "", 10);
  const place = port.text?.endsWith("/udp") === true ? "container.udpPorts" : "container.ports";
  if (number >= PORTS[0] && number <= PORTS[1])
    target.put(port, place, [number], "A list. The load balancer does not reach a sidecar.");
  const essential = sidecar.get("essential");
  if (essential.flag !== undefined) target.put(essential, "container.essential", essential.flag);
  for (const [name, put] of [
    ["command", putCommand],
    ["entrypoint", putEntryPoint],
  ] as const) {
    const field = sidecar.get(name);
    const found = wordsOfField(field);
    if (found !== undefined) put(target, field, found.words, found.why);
  }
  const check = sidecar.get("healthcheck", "command");
  putContainerCheck(target, check, wordsOfField(check)?.words ?? []);
  sidecar
    .get("healthcheck")
    .left("The import maps the command only. Set intervalSeconds and the like in containerCheck.");
  variables(sidecar, target);
  target.set("container.cpu", SIDECAR_SIZE.cpu);
  target.set("container.memoryLimitMiB", SIDECAR_SIZE.memoryMiB);
}

/** Conditions are in lower case, and a container may be depended on to be HEALTHY only if it has a check. */
function dependencies(
  field: Field,
  target: ServiceTarget,
  keys: ReadonlyMap<string, string>,
): void {
  for (const [name, given] of field.entries) {
    const key = keys.get(name);
    const condition = CONDITIONS.find((each) => each === given.text?.toUpperCase());
    if (key === undefined || condition === undefined) continue;
    const place = `container.dependsOn/${key}`;
    const canBeHealthy = (target.owner ?? target).has(`sidecars/${key}/containerCheck`);
    if (condition === "HEALTHY" && !canBeHealthy)
      target.put(given, place, "START", "The container has no health check of its own here.");
    else target.put(given, place, condition, "In the words of ECS.");
  }
}

function mountsOf(sidecar: Field, volumes: ReadonlyMap<string, string>): readonly Mount[] {
  return sidecar.get("mount_points").items.flatMap((field): Mount[] => {
    const volume = volumes.get(field.get("source_volume").text ?? "");
    const path = field.get("path").text;
    return volume === undefined || path === undefined
      ? []
      : [{ field, path, volume, readOnly: field.get("read_only").flag === true }];
  });
}

/** CPU and memory of a manifest are those of the task. */
function leaveRest(manifest: Field, target: ServiceTarget): void {
  const count = manifest.get("sidecars").entries.length;
  if (count === 0) return;
  const why = `Without the sidecars' parts, ${SIDECAR_SIZE.cpu} CPU units and ${SIDECAR_SIZE.memoryMiB} MiB each, above which ECS stops it.`;
  for (const [name, place, part, range] of [
    ["cpu", "container.cpu", SIDECAR_SIZE.cpu, limits.cpu],
    ["memory", "container.memoryLimitMiB", SIDECAR_SIZE.memoryMiB, limits.memoryMiB],
  ] as const) {
    const field = manifest.get(name);
    const rest = (field.number ?? 0) - count * part;
    if (rest > 0) putNumber(target, field, place, rest, range, why);
  }
}
