import { container as limits, containerPath, deployment, tasksPerService } from "../../../aws/ecs";
import { nameFrom } from "../../init/answers";
import type { Field } from "../field";
import {
  asBefore,
  healthPathIn,
  NO_SIDECAR,
  PORTS,
  putCommand,
  putImage,
  putName,
  putNumber,
  putSecret,
  putUser,
  putVariable,
} from "../target/program";
import type { ServiceTarget } from "../target/service-target";

/** Maps a task definition. Its first container with a port is the service, others are sidecars. */
export function mapTaskDefinition(definition: Field, target: ServiceTarget): void {
  const containers = definition.get("containerDefinitions").items;
  const main = mainContainer(definition);
  for (const other of containers) if (other !== main) other.left(NO_SIDECAR);
  if (main === undefined) return;
  const name = main.get("name");
  if (name.text !== undefined) putName(target, name, "container.name", nameFrom(name.text));
  putImage(target, main.get("image"), main.get("image").text ?? "");
  const port = main.get("portMappings", 0, "containerPort");
  if (port.number !== undefined) putNumber(target, port, "container.port", port.number, PORTS);
  const [cpu, memory] = sizesOf(main, definition);
  if (cpu?.number !== undefined && cpu.number > 0)
    putNumber(target, cpu, "container.cpu", units(cpu), limits.cpu);
  if (memory?.number !== undefined)
    putNumber(target, memory, "container.memoryLimitMiB", memory.number, limits.memoryMiB);
  const reservation = main.get("memoryReservation");
  if (
    reservation.number !== undefined &&
    reservation !== memory &&
    reservation.number < (memory?.number ?? 0)
  )
    putNumber(
      target,
      reservation,
      "container.memoryReservationMiB",
      reservation.number,
      limits.memoryMiB,
    );
  for (const each of [definition.get("cpu"), definition.get("memory"), reservation])
    each.changed(undefined, "The task has one container, so its value applies to the container.");
  for (const variable of main.get("environment").items)
    pair(target, variable, "value", putVariable);
  for (const secret of main.get("secrets").items) pair(target, secret, "valueFrom", putSecret);
  const command = main.get("command");
  if (command.isList)
    putCommand(
      target,
      command,
      command.items.map(({ text }) => text ?? ""),
    );
  const user = main.get("user");
  if (user.text !== undefined) putUser(target, user, user.text);
  const readonly = main.get("readonlyRootFilesystem");
  if (readonly.flag !== undefined)
    target.put(readonly, "container.readonlyRootFilesystem", readonly.flag);
  const stop = main.get("stopTimeout");
  if (stop.number !== undefined)
    putNumber(target, stop, "container.stopTimeoutSeconds", stop.number, [
      2,
      limits.stopTimeoutSeconds[1],
    ]);
  const init = main.get("linuxParameters", "initProcessEnabled");
  if (init.flag !== undefined) target.put(init, "container.initProcessEnabled", init.flag);
  const tmpfs = main.get("linuxParameters", "tmpfs");
  const paths = tmpfs.items
    .map((each) => each.get("containerPath").text ?? "")
    .filter((path) => containerPath.pattern.test(path));
  if (paths.length > 0)
    target.put(
      tmpfs,
      "container.writablePaths",
      paths,
      "Folders on the instance's disk instead of in memory.",
    );
  const check = main.get("healthCheck", "command");
  const path = healthPathIn(check.items.map(({ text }) => text ?? "").join(" "));
  if (path !== undefined)
    target.put(
      check,
      "healthCheck.path",
      path,
      "The load balancer requests this path instead of a command in the container.",
    );
  const role = definition.get("taskRoleArn");
  if (
    role.text !== undefined &&
    /^arn:aws[a-z-]{0,20}:iam::\d{12}:role\/[\w+=,.@/-]{1,200}$/.test(role.text)
  )
    target.put(role, "service.permissions.roleArn", role.text);
  asBefore(target);
}

export function mainContainer(definition: Field): Field | undefined {
  const containers = definition.get("containerDefinitions").items;
  return containers.find((each) => each.get("portMappings").items.length > 0);
}

/** The container's values, or otherwise the task's. */
function sizesOf(main: Field, task: Field): readonly [cpu?: Field, memory?: Field] {
  const cpu = [main.get("cpu"), task.get("cpu")].find(({ number = 0 }) => number > 0);
  const memory = [main.get("memory"), task.get("memory"), main.get("memoryReservation")].find(
    ({ number = 0 }) => number > 0,
  );
  return [
    ...(cpu === undefined ? [undefined] : [cpu]),
    ...(memory === undefined ? [] : [memory]),
  ] as [Field?, Field?];
}

function units(field: Field): number {
  return field.number ?? 0;
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

/** Maps an ECS service. */
export function mapService(service: Field, target: ServiceTarget): void {
  const name = service.get("serviceName");
  if (name.text !== undefined) putName(target, name, "service.name", nameFrom(name.text));
  const desired = service.get("desiredCount");
  const tasks = Math.max(1, Math.min(desired.number ?? 1, tasksPerService[1]));
  target.set("serviceScaling.minTasks", tasks);
  target.set("serviceScaling.maxTasks", Math.max(4, tasks * 4));
  if (desired.number !== undefined)
    target.put(
      desired,
      "service.desiredCount",
      tasks,
      "The initial and minimum number of tasks. Scaling by CPU adds up to four times as many. For the existing scaling, run `aws application-autoscaling describe-scalable-targets`.",
    );
  const rollout = service.get("deploymentConfiguration");
  const [least, most] = [rollout.get("minimumHealthyPercent"), rollout.get("maximumPercent")];
  if (least.number !== undefined && most.number !== undefined && least.number < most.number) {
    putNumber(
      target,
      least,
      "service.minimumHealthyPercent",
      least.number,
      deployment.minimumHealthyPercent,
    );
    putNumber(target, most, "service.maximumPercent", most.number, deployment.maximumPercent);
  }
  const breaker = rollout.get("deploymentCircuitBreaker", "enable");
  if (breaker.flag !== undefined) target.put(breaker, "service.circuitBreaker", breaker.flag);
  const grace = service.get("healthCheckGracePeriodSeconds");
  if (grace.number !== undefined)
    putNumber(
      target,
      grace,
      "service.healthCheckGracePeriodSeconds",
      grace.number,
      deployment.healthCheckGracePeriodSeconds,
    );
  const exec = service.get("enableExecuteCommand");
  if (
    exec.flag !== undefined &&
    !(exec.flag && target.value("container.readonlyRootFilesystem") === true)
  )
    target.put(exec, "service.enableExecuteCommand", exec.flag);
  const port = service.get("loadBalancers", 0, "containerPort");
  if (port.number !== undefined && target.value("container.port") === port.number)
    port.taken(target.shown("container.port"));
}
