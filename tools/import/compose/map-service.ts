import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parse as wordsOf } from "shell-quote";
import { container as limits, containerPath } from "../../../aws/containers/ecs";
import { nameFrom } from "../../init/answers";
import type { Field } from "../field";
import {
  asBefore,
  type Mount,
  putBuild,
  putCommand,
  putEntryPoint,
  putImage,
  putMounts,
  putNumber,
  putUser,
  putVariable,
  SIDECAR_SIZE,
} from "../target/program";
import type { ServiceTarget } from "../target/service-target";
import { count, gpus, health, sizes } from "./map-deployment";
import { portsOf, secondsIn } from "./ports";

export interface ServiceContext {
  /** Folder of the Compose file. */
  readonly folder: string;
  /** Folder of the project. */
  readonly root: string;
  /** @default - none: a worker answers no requests */
  readonly port?: number;
  /** The variables of an env file, or undefined if it does not exist. */
  readonly envFile: (path: string) => Field | undefined;
}

/** Maps a service of a Compose file, as far as the settings have fields for it. */
export function mapService(service: Field, target: ServiceTarget, context: ServiceContext): void {
  image(service, target, context);
  ports(service, target, context);
  environment(service, target, context);
  command(service, target);
  const user = service.get("user");
  if (user.text !== undefined) putUser(target, user, user.text);
  const readOnly = service.get("read_only");
  if (readOnly.flag !== undefined)
    target.put(readOnly, "container.readonlyRootFilesystem", readOnly.flag);
  writablePaths(service, target);
  volumes(service, target);
  const folder = service.get("working_dir");
  if (containerPath.pattern.test(folder.text ?? ""))
    target.put(folder, "container.workingDirectory", folder.text ?? "");
  const init = service.get("init");
  if (init.flag !== undefined) target.put(init, "container.initProcessEnabled", init.flag);
  const grace = service.get("stop_grace_period");
  const stop = secondsIn(grace.text ?? "");
  if (stop !== undefined)
    putNumber(target, grace, "container.stopTimeoutSeconds", stop, [
      2,
      limits.stopTimeoutSeconds[1],
    ]);
  sizes(service, target);
  gpus(service, target);
  if (target.owner !== undefined) sidecarSizes(target);
  else {
    count(service, target);
    health(service, target);
  }
  asBefore(target);
}

/** Each sidecar has a size of its own. */
function sidecarSizes(target: ServiceTarget): void {
  if (!target.has("container.cpu")) target.set("container.cpu", SIDECAR_SIZE.cpu);
  if (!target.has("container.memoryLimitMiB") && !target.has("container.memoryReservationMiB"))
    target.set("container.memoryLimitMiB", SIDECAR_SIZE.memoryMiB);
}

/** Maps named volumes to new file systems of EFS, which all tasks share as they did the volume. */
function volumes(service: Field, target: ServiceTarget): void {
  const mounts = service.get("volumes").items.flatMap((field): Mount[] => {
    const [first = "", second = "", options = ""] = (field.text ?? "").split(":");
    const isShort = field.text !== undefined;
    const source = isShort ? (second === "" ? "" : first) : (field.get("source").text ?? "");
    const path = isShort ? (second === "" ? first : second) : (field.get("target").text ?? "");
    const type = isShort ? "volume" : (field.get("type").text ?? "volume");
    if (type !== "volume" || !/^[A-Za-z0-9]?[\w-]*$/.test(source)) return [];
    if (source === "") {
      field.changed(undefined, "A folder of the container's own, which is gone with the task.");
      return [];
    }
    const readOnly = isShort
      ? options.split(",").includes("ro")
      : field.get("read_only").flag === true;
    return [{ field, path, volume: nameFrom(source), readOnly }];
  });
  putMounts(
    target,
    mounts,
    "Its volume is a file system of EFS in volumes, which all tasks share.",
  );
  for (const { path, volume } of mounts)
    if (containerPath.pattern.test(path))
      (target.owner ?? target).set(`volumes/${volume}`, { kind: "efs" });
}

function image(service: Field, target: ServiceTarget, { folder, root }: ServiceContext): void {
  const build = service.get("build");
  const reference = service.get("image");
  if (!build.exists) {
    putImage(target, reference, reference.text ?? "");
    return;
  }
  const isShort = build.text !== undefined;
  const context = isShort ? build : build.get("context");
  const file = build.get("dockerfile");
  const path = relative(root, resolve(folder, context.text ?? ".")).replaceAll("\\", "/");
  const isWithin =
    path !== "" &&
    !path.startsWith("..") &&
    existsSync(join(root, path, file.text ?? "Dockerfile"));
  putBuild(
    target,
    context.exists ? context : build,
    isWithin
      ? { context: path, ...(file.text === undefined ? {} : { dockerfile: file.text }) }
      : undefined,
  );
  if (isWithin) file.taken(target.shown("image.build.dockerfile"));
  reference.left(`It names the image that is built, which has its own repository here.`);
}

function ports(service: Field, target: ServiceTarget, { port }: ServiceContext): void {
  const all = portsOf(service);
  if (target.owner !== undefined) {
    const ports = [...new Set(all.filter(({ isUdp }) => !isUdp).map((each) => each.port))];
    if (ports.length > 0) target.set("container.ports", ports);
    for (const { field, isUdp } of all)
      if (!isUdp)
        field.changed(
          target.shown("container.ports"),
          "The load balancer does not reach a sidecar.",
        );
    return;
  }
  const own = all.find((each) => each.port === port);
  if (own === undefined && port !== undefined) target.set("container.port", port);
  for (const { field, isExposed } of all) {
    if (port === undefined) field.left("A worker answers no requests.");
    else if (field === own?.field) {
      const place = field.get("target");
      const why = isExposed
        ? undefined
        : "The container port. ECS chooses the host port, and the load balancer listens on 80, or 443 with a certificate.";
      target.put(place.exists ? place : field, "container.port", port, why);
      field.left("The load balancer listens on 80, or 443 with a certificate.");
    } else field.left(`A service has only one port here, which is ${port}.`);
  }
}

function environment(service: Field, target: ServiceTarget, context: ServiceContext): void {
  const variables = service.get("environment");
  const own = new Set<string>();
  for (const [key, field] of variables.entries) {
    const [name = "", ...rest] = variables.isList ? (field.text ?? "").split("=") : [key];
    const value = variables.isList ? (rest.length > 0 ? rest.join("=") : undefined) : field.text;
    own.add(name);
    if (value === undefined)
      field.left(
        `Its value comes from the shell. Set it in container.environment.${name} or container.secrets.`,
      );
    else putVariable(target, field, name, value);
  }
  const files = service.get("env_file");
  for (const field of files.text === undefined ? files.items : [files]) {
    envFile(field, own, target, context);
  }
}

/** The variables of an env file are reported as fields of that file. */
function envFile(
  field: Field,
  own: ReadonlySet<string>,
  target: ServiceTarget,
  { envFile }: ServiceContext,
): void {
  const path = field.text ?? field.get("path").text ?? "";
  const variables = envFile(path);
  if (variables === undefined) {
    field.left(
      `The file ${path} does not exist in this folder. Import again when it exists, or set its variables in container.environment.`,
    );
    return;
  }
  for (const [name, variable] of variables.entries) {
    if (own.has(name)) variable.changed(undefined, "The service's own environment overrides it.");
    else putVariable(target, variable, name, variable.text ?? "");
  }
  field.changed(target.shown("container.environment"), `Its variables are listed under ${path}.`);
}

function command(service: Field, target: ServiceTarget): void {
  const field = service.get("command");
  if (field.text !== undefined) {
    const words = wordsOf(field.text).filter((word) => typeof word === "string");
    putCommand(target, field, words, "Split into words like in a shell.");
  } else if (field.isList) {
    putCommand(
      target,
      field,
      field.items.map(({ text }) => text ?? ""),
    );
  }
  const entry = service.get("entrypoint");
  if (entry.text !== undefined) {
    const words = wordsOf(entry.text).filter((word) => typeof word === "string");
    putEntryPoint(target, entry, words, "Split into words like in a shell.");
  } else if (entry.isList) {
    putEntryPoint(
      target,
      entry,
      entry.items.map(({ text }) => text ?? ""),
    );
  }
}

/** Maps tmpfs folders to empty volumes. */
function writablePaths(service: Field, target: ServiceTarget): void {
  const tmpfs = service.get("tmpfs");
  const fields = tmpfs.text === undefined ? tmpfs.items : [tmpfs];
  const mounts = service
    .get("volumes")
    .items.filter((volume) => volume.get("type").text === "tmpfs")
    .map((volume) => [volume, volume.get("target").text ?? ""] as const);
  const paths = [
    ...fields.map((field) => [field, (field.text ?? "").split(":")[0] ?? ""] as const),
    ...mounts,
  ].filter(([, path]) => containerPath.pattern.test(path));
  if (paths.length === 0) return;
  target.set(
    "container.writablePaths",
    paths.map(([, path]) => path),
  );
  for (const [field] of paths) {
    field.changed(
      target.shown("container.writablePaths"),
      "An empty folder on disk instead of in memory.",
    );
  }
}
