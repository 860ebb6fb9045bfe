import { gpu, startTimeoutSeconds } from "../../../aws/containers/container-options";
import { container as limits, containerPath } from "../../../aws/containers/ecs";
import type { Field } from "../field";
import { putContainerCheck } from "../target/container-check";
import {
  asBefore,
  CONDITIONS,
  healthPathIn,
  type Mount,
  PORTS,
  putCommand,
  putEntryPoint,
  putImage,
  putMounts,
  putNumber,
  putSecret,
  putUser,
  putVariable,
} from "../target/program";
import type { ServiceTarget } from "../target/service-target";

/** What the containers of a task know of each other. */
export interface TaskContext {
  /** Names in the settings, by those in the input. */
  readonly keys: ReadonlyMap<string, string>;
  readonly volumes: ReadonlyMap<string, string>;
  /** Containers that others depend on, each with its condition. */
  readonly awaited: readonly (readonly [name: string, condition: string])[];
}

/** Maps what any container of a task has. */
export function mapContainer(container: Field, target: ServiceTarget, context: TaskContext): void {
  const words = (name: string) => container.get(name).items.map(({ text }) => text ?? "");
  const isMain = target.owner === undefined;
  putImage(target, container.get("image"), container.get("image").text ?? "");
  ports(container, target, isMain);
  for (const variable of container.get("environment").items)
    pair(target, variable, "value", putVariable);
  for (const secret of container.get("secrets").items) pair(target, secret, "valueFrom", putSecret);
  const [command, entryPoint] = [container.get("command"), container.get("entryPoint")];
  if (command.isList) putCommand(target, command, words("command"));
  if (entryPoint.isList) putEntryPoint(target, entryPoint, words("entryPoint"));
  const folder = container.get("workingDirectory");
  if (containerPath.pattern.test(folder.text ?? ""))
    target.put(folder, "container.workingDirectory", folder.text ?? "");
  const user = container.get("user");
  if (user.text !== undefined) putUser(target, user, user.text);
  const readonly = container.get("readonlyRootFilesystem");
  if (readonly.flag !== undefined)
    target.put(readonly, "container.readonlyRootFilesystem", readonly.flag);
  const stop = container.get("stopTimeout");
  if (stop.number !== undefined)
    putNumber(target, stop, "container.stopTimeoutSeconds", stop.number, [
      2,
      limits.stopTimeoutSeconds[1],
    ]);
  const init = container.get("linuxParameters", "initProcessEnabled");
  if (init.flag !== undefined) target.put(init, "container.initProcessEnabled", init.flag);
  gpus(container, target);
  tmpfs(container, target);
  health(container, target, context, isMain);
  dependencies(container, target, context);
  putMounts(target, mounts(container, context));
  asBefore(target);
}

const PROTOCOLS = "container.udpPorts use UDP, and all other ports TCP.";

function ports(container: Field, target: ServiceTarget, isMain: boolean): void {
  const all = container.get("portMappings").items.flatMap((mapping) => {
    const [field, protocol] = [mapping.get("containerPort"), mapping.get("protocol")];
    const { number } = field;
    return number === undefined ? [] : [{ field, protocol, number, udp: protocol.text === "udp" }];
  });
  // A load balancer reaches a port of TCP only.
  const first = isMain ? (all.find(({ udp }) => !udp) ?? all[0]) : undefined;
  if (first !== undefined) {
    putNumber(target, first.field, "container.port", first.number, PORTS);
    first.protocol.changed(target.shown("container.port"), PROTOCOLS);
  }
  const beside = all.filter((each) => each !== first);
  for (const [udp, place] of [
    [false, isMain ? "container.morePorts" : "container.ports"],
    [true, "container.udpPorts"],
  ] as const) {
    const given = beside.filter((each) => each.udp === udp && each.number >= 1);
    if (given.length === 0) continue;
    target.set(place, [...new Set(given.map(({ number }) => number))]);
    for (const { field, protocol } of given) {
      field.changed(
        target.shown(place),
        "The load balancer does not reach it. To send some of the requests there, set moreTargets.",
      );
      protocol.changed(target.shown(place), PROTOCOLS);
    }
  }
}

/** Maps a number of GPUs. Other accelerators have no field. */
function gpus(container: Field, target: ServiceTarget): void {
  for (const requirement of container.get("resourceRequirements").items) {
    const value = requirement.get("value").text ?? "";
    if (requirement.get("type").text === "GPU" && /^\d+$/.test(value))
      putNumber(target, requirement, "container.gpu", Number(value), gpu);
  }
}

/** Maps file systems in memory to empty volumes. */
function tmpfs(container: Field, target: ServiceTarget): void {
  const field = container.get("linuxParameters", "tmpfs");
  const paths = field.items
    .map((each) => each.get("containerPath").text ?? "")
    .filter((path) => containerPath.pattern.test(path));
  if (paths.length > 0)
    target.put(field, "container.writablePaths", paths, "Folders on disk instead of in memory.");
}

/** The load balancer checks the service's own container by its path, and ECS the others by a command. */
function health(
  container: Field,
  target: ServiceTarget,
  { awaited }: TaskContext,
  isMain: boolean,
): void {
  const check = container.get("healthCheck", "command");
  const words = check.items.map(({ text }) => text ?? "");
  const isBehindBalancer = isMain && target.system !== "worker";
  const path = isBehindBalancer ? healthPathIn(words.slice(1).join(" ")) : undefined;
  const name = container.get("name").text ?? "";
  const isAwaited = awaited.some(([each, condition]) => each === name && condition === "HEALTHY");
  if (!isBehindBalancer || isAwaited) putContainerCheck(target, check, words);
  if (path !== undefined)
    target.put(
      check,
      "healthCheck.path",
      path,
      "The load balancer requests this path instead of a command in the container.",
    );
}

function dependencies(container: Field, target: ServiceTarget, context: TaskContext): void {
  for (const item of container.get("dependsOn").items) {
    const other = context.keys.get(item.get("containerName").text ?? "");
    const condition = CONDITIONS.find((each) => each === item.get("condition").text);
    if (other === undefined || condition === undefined) continue;
    target.set(`container.dependsOn/${other}`, condition);
    item.changed(
      target.shown(`container.dependsOn/${other}`),
      "The other container and the condition.",
    );
  }
  const links = container.get("links");
  const known = links.items.flatMap(({ text = "" }) => {
    const [name = "", alias = name] = text.split(":");
    const key = context.keys.get(name);
    return key === undefined || alias !== name ? [] : [key];
  });
  if (target.capacity === "fargate")
    links.left("On Fargate, the containers of a task reach each other at localhost.");
  else if (known.length > 0 && known.length === links.items.length)
    target.put(links, "container.links", known);
  const name = container.get("name").text ?? "";
  const start = container.get("startTimeout");
  const isAwaited = context.awaited.some(
    ([each, condition]) => each === name && condition !== "START",
  );
  if (start.number !== undefined && isAwaited)
    putNumber(target, start, "container.startTimeoutSeconds", start.number, startTimeoutSeconds);
}

function mounts(container: Field, { volumes }: TaskContext): readonly Mount[] {
  return container.get("mountPoints").items.flatMap((field) => {
    const volume = volumes.get(field.get("sourceVolume").text ?? "");
    const path = field.get("containerPath").text ?? "";
    return volume === undefined
      ? []
      : [{ field, path, volume, readOnly: field.get("readOnly").flag === true }];
  });
}

function pair(
  target: ServiceTarget,
  field: Field,
  valueName: string,
  put: (target: ServiceTarget, field: Field, name: string, value: string) => void,
): void {
  const name = field.get("name").text;
  const value = field.get(valueName);
  if (name === undefined || value.text === undefined) return;
  // Name and value form one variable, so they have the same outcome.
  put(target, field, name, value.text);
}
