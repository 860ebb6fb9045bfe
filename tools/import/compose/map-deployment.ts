import { gpu } from "../../../aws/containers/container-options";
import { container as limits, deployment, tasksPerService } from "../../../aws/containers/ecs";
import { healthCheck } from "../../../aws/networking/load-balancing";
import type { Field } from "../field";
import { putContainerCheck } from "../target/container-check";
import { healthPathIn, putNumber } from "../target/program";
import { limitsAddUp, putPartOfTask, putSoftMemory } from "../target/soft-memory";
import type { ServiceTarget } from "../target/service-target";
import { mebibytesIn, secondsIn } from "./ports";

/** Maps CPU and memory, in both forms of Compose. */
export function sizes(service: Field, target: ServiceTarget): void {
  const resources = service.get("deploy", "resources");
  const [cpu, ...otherCpus] = [
    resources.get("limits", "cpus"),
    service.get("cpus"),
    resources.get("reservations", "cpus"),
  ].filter(({ exists }) => exists);
  if (cpu !== undefined)
    putNumber(
      target,
      cpu,
      "container.cpu",
      (cpu.number ?? 0) * 1024,
      limits.cpu,
      "Converted to CPU units. 1024 units are one vCPU.",
    );
  for (const other of otherCpus)
    other.changed(
      undefined,
      "container.cpu is a single value: the guaranteed share of a task, which it can exceed while others are idle.",
    );
  const memory = [resources.get("limits", "memory"), service.get("mem_limit")].find(
    ({ exists }) => exists,
  );
  const reservation = [
    resources.get("reservations", "memory"),
    service.get("mem_reservation"),
  ].find(({ exists }) => exists);
  const limitMiB = mebibytesIn(memory?.text ?? "");
  if (memory !== undefined && limitMiB !== undefined)
    putNumber(
      target,
      memory,
      "container.memoryLimitMiB",
      limitMiB,
      limits.memoryMiB,
      "Converted to whole MiB.",
    );
  const reservedMiB = mebibytesIn(reservation?.text ?? "");
  if (reservation === undefined || reservedMiB === undefined) return;
  if (limitMiB === undefined) {
    const soft = { field: reservation, reservedMiB };
    if (limitsAddUp(target)) putPartOfTask(target, soft);
    else putSoftMemory(target, soft);
  } else if (reservedMiB < limitMiB) {
    putNumber(
      target,
      reservation,
      "container.memoryReservationMiB",
      reservedMiB,
      limits.memoryMiB,
      "Converted to whole MiB.",
    );
  } else
    reservation.changed(target.shown("container.memoryLimitMiB"), "ECS reserves the limit anyway.");
}

/**
 * Maps a number of GPUs, in both forms of Compose.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/deploy.md#devices
 */
export function gpus(service: Field, target: ServiceTarget): void {
  const short = service.get("gpus");
  const reserved = service.get("deploy", "resources", "reservations", "devices").items;
  const devices = [...reserved, ...(short.text === undefined ? short.items : [short])];
  const fitting = devices.filter((device) => {
    const why = whyNoGpus(device);
    if (why !== undefined) device.left(why);
    return why === undefined;
  });
  const [first] = fitting;
  if (first === undefined) return;
  const sum = fitting.reduce((total, device) => total + (device.get("count").number ?? 0), 0);
  putNumber(
    target,
    first.get("count"),
    "container.gpu",
    sum,
    gpu,
    fitting.length > 1 ? "The sum of all devices." : undefined,
  );
  for (const device of fitting) {
    device.get("options").left("Options of a driver have no settings.");
    device.changed(target.shown("container.gpu"), "ECS gives the container GPUs by their number.");
  }
}

/** Why a device is not a number of GPUs. */
function whyNoGpus(device: Field): string | undefined {
  const [driver, count] = [device.get("driver").text ?? "nvidia", device.get("count")];
  const capabilities = device.get("capabilities").items.map(({ text }) => text);
  const isReserved = device.path.includes("devices");
  if (driver !== "nvidia" || (isReserved && !capabilities.includes("gpu")))
    return "Containers have no devices but GPUs of NVIDIA.";
  if (device.get("device_ids").exists)
    return "IDs of GPUs belong to one host. Set container.gpu to their number.";
  return count.number === undefined || count.number < 1
    ? "It means all GPUs of the host, and ECS needs a number. Set container.gpu to the GPUs that the instance type has."
    : undefined;
}

/** Maps the number of tasks, and how a deployment replaces them. */
export function count(service: Field, target: ServiceTarget): void {
  const replicas = [service.get("deploy", "replicas"), service.get("scale")].find(
    ({ exists }) => exists,
  );
  const number = replicas?.number;
  if (replicas !== undefined && number !== undefined && number >= 1) {
    const tasks = Math.min(number, tasksPerService[1]);
    target.set("serviceScaling.minTasks", tasks);
    target.set("serviceScaling.maxTasks", Math.max(tasks * 4, 4));
    putNumber(
      target,
      replicas,
      "service.desiredCount",
      number,
      [1, tasksPerService[1]],
      `The initial and minimum number of tasks. Scaling by ${target.system === "worker" ? "the queue" : "CPU"} adds up to four times as many.`,
    );
  } else {
    target.set("serviceScaling.minTasks", target.system === "talk-service" ? 2 : 1);
    target.set("serviceScaling.maxTasks", 4);
    replicas?.left("A service has at least one task.");
  }
  const order = service.get("deploy", "update_config", "order");
  if (order.text === "start-first") {
    target.set("service.minimumHealthyPercent", 100);
    target.put(order, "service.maximumPercent", 200, "New tasks start before old ones stop.");
  } else
    order.left(
      "New tasks start before old ones stop: otherwise a release would interrupt the service.",
    );
  const failure = service.get("deploy", "update_config", "failure_action");
  if (failure.text === "rollback")
    target.put(
      failure,
      "service.circuitBreaker",
      true,
      "ECS rolls back a deployment whose tasks don't become healthy.",
    );
}

/** Maps a health check in the container to one of the load balancer. */
export function health(service: Field, target: ServiceTarget): void {
  const check = service.get("healthcheck");
  if (!check.exists) return;
  const test = check.get("test");
  if (target.system === "worker") {
    const words =
      test.text === undefined ? test.items.map(({ text }) => text ?? "") : ["CMD-SHELL", test.text];
    putContainerCheck(target, test, words);
    check.left(
      "The import maps the command only. Set intervalSeconds and the like in containerCheck.",
    );
    return;
  }
  if (check.get("disable").flag === true || test.get(0).text === "NONE") {
    check.left(
      "The load balancer always runs health checks: the health check path must return 200.",
    );
    return;
  }
  const command = test.text ?? test.items.map(({ text }) => text ?? "").join(" ");
  const path = healthPathIn(command);
  if (path === undefined) {
    test.left(
      "It is not a request to this service. Set loadBalancer.healthCheck.path to a path that returns 200.",
    );
  } else {
    target.put(
      test,
      "healthCheck.path",
      path,
      "The load balancer requests this path instead of a command in the container.",
    );
  }
  const interval = secondsIn(check.get("interval").text ?? "");
  const timeout = secondsIn(check.get("timeout").text ?? "");
  const seconds = clamp(interval ?? 30, healthCheck.intervalSeconds);
  if (interval !== undefined)
    putNumber(
      target,
      check.get("interval"),
      "healthCheck.intervalSeconds",
      interval,
      healthCheck.intervalSeconds,
    );
  if (timeout !== undefined) {
    const most = Math.min(seconds - 1, healthCheck.timeoutSeconds[1]);
    putNumber(target, check.get("timeout"), "healthCheck.timeoutSeconds", timeout, [
      healthCheck.timeoutSeconds[0],
      most,
    ]);
  } else if (seconds <= 5) target.set("healthCheck.timeoutSeconds", seconds - 1);
  const retries = check.get("retries");
  if (retries.number !== undefined)
    putNumber(
      target,
      retries,
      "healthCheck.unhealthyThreshold",
      retries.number,
      healthCheck.unhealthyThreshold,
    );
  const start = check.get("start_period");
  const startSeconds = secondsIn(start.text ?? "");
  if (startSeconds !== undefined)
    putNumber(
      target,
      start,
      "service.healthCheckGracePeriodSeconds",
      startSeconds,
      deployment.healthCheckGracePeriodSeconds,
    );
}

function clamp(number: number, [min, max]: readonly [number, number]): number {
  return Math.min(max, Math.max(min, Math.round(number)));
}
