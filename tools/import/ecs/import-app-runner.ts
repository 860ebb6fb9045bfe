import { container as limits } from "../../../aws/containers/ecs";
import { healthCheck, healthCheckPath } from "../../../aws/networking/load-balancing";
import { nameFrom } from "../../init/answers";
import { parse as wordsOf } from "shell-quote";
import { UserError } from "../../terminal/user-error";
import type { Field } from "../field";
import type { Imported, ImportOptions } from "../imported";
import type { ImportedFile } from "../report";
import { capacityAfterFargate, REACH_NOTE, sizeIn } from "../target/fargate";
import {
  asBefore,
  PORTS,
  putCommand,
  putImage,
  putName,
  putNumber,
  putSecret,
  putVariable,
} from "../target/program";
import type { ServiceTarget } from "../target/service-target";
import { Target } from "../target/target";
import { appRunnerReason } from "./reasons";

/** Creates settings from an App Runner service: the output of `aws apprunner describe-service`. */
export function importAppRunner(file: ImportedFile, options: ImportOptions): Imported {
  const service = file.field.get("Service");
  const region =
    /^arn:aws[\w-]*:apprunner:([\w-]+):/.exec(service.get("ServiceArn").text ?? "")?.[1] ??
    options.region;
  const named = service.get("ServiceName");
  const name = nameFrom(named.text ?? "service");
  if (options.system === "worker")
    throw new UserError(
      "A service of App Runner answers requests, which the system worker does not. Omit --system, or name http-scale-out or talk-service.",
    );
  const system = options.system ?? "http-scale-out";
  const target = new Target(system, { capacity: capacityAfterFargate(system) });
  const its = target.service(name);
  putName(its, named, "service.name", name);
  if (its.system === "talk-service") its.set("paths", ["/*"]);
  source(service.get("SourceConfiguration"), its);
  const { cpu, memory } = {
    cpu: service.get("InstanceConfiguration", "Cpu"),
    memory: service.get("InstanceConfiguration", "Memory"),
  };
  const [units, mebibytes] = [sizeIn(cpu.text, "vCPU"), sizeIn(memory.text, "GB")];
  if (units !== undefined) putNumber(its, cpu, "container.cpu", units, limits.cpu);
  if (mebibytes !== undefined)
    putNumber(its, memory, "container.memoryLimitMiB", mebibytes, limits.memoryMiB);
  health(service.get("HealthCheckConfiguration"), its);
  its.set("serviceScaling.minTasks", 1);
  its.set("serviceScaling.maxTasks", 10);
  asBefore(its);
  file.field.close(appRunnerReason);
  return {
    name,
    environments: [
      {
        name: options.environment,
        ...(region === undefined ? {} : { region }),
        systems: target.settings,
        comments: target.comments,
      },
    ],
    files: [file],
    notes: [
      ...(target.capacity === "fargate" ? [REACH_NOTE] : []),
      "Tasks scale from 1 to 10 by CPU here. App Runner scales by concurrent requests. See serviceScaling.",
      "The existing service stays unchanged. When the new address serves requests, point your domain to it, then delete the old service.",
    ],
    data: [],
  };
}

function source(field: Field, target: ServiceTarget): void {
  const repository = field.get("ImageRepository");
  const image = repository.get("ImageIdentifier");
  if (image.text !== undefined) putImage(target, image, image.text);
  else target.set("image", { kind: "repository", repositoryName: target.name });
  const configuration = image.exists
    ? repository.get("ImageConfiguration")
    : field.get("CodeRepository", "CodeConfiguration", "CodeConfigurationValues");
  const port = configuration.get("Port");
  if (port.number !== undefined) putNumber(target, port, "container.port", port.number, PORTS);
  else target.set("container.port", 8080);
  const command = configuration.get("StartCommand");
  if (command.text !== undefined) {
    const words = wordsOf(command.text).filter((word) => typeof word === "string");
    putCommand(target, command, words, "Split into words like in a shell.");
  }
  for (const [name, variable] of configuration.get("RuntimeEnvironmentVariables").entries)
    putVariable(target, variable, name, variable.text ?? "");
  for (const [name, secret] of configuration.get("RuntimeEnvironmentSecrets").entries)
    putSecret(target, secret, name, secret.text ?? "");
}

function health(check: Field, target: ServiceTarget): void {
  const path = check.get("Path");
  const isHttp = check.get("Protocol").text === "HTTP";
  if (isHttp && path.text !== undefined && healthCheckPath.pattern.test(path.text))
    target.put(path, "healthCheck.path", path.text);
  if (isHttp) check.get("Protocol").taken(target.shown("healthCheck"));
  const interval = check.get("Interval");
  const seconds = Math.min(300, Math.max(5, interval.number ?? 5));
  if (interval.exists)
    putNumber(
      target,
      interval,
      "healthCheck.intervalSeconds",
      interval.number ?? 5,
      healthCheck.intervalSeconds,
    );
  const timeout = check.get("Timeout");
  const [least, most] = healthCheck.timeoutSeconds;
  if (timeout.exists)
    putNumber(target, timeout, "healthCheck.timeoutSeconds", timeout.number ?? 2, [
      least,
      Math.min(most, seconds - 1),
    ]);
  for (const [name, place, bounds] of [
    ["HealthyThreshold", "healthyThreshold", healthCheck.healthyThreshold],
    ["UnhealthyThreshold", "unhealthyThreshold", healthCheck.unhealthyThreshold],
  ] as const) {
    const field = check.get(name);
    if (field.number !== undefined)
      putNumber(target, field, `healthCheck.${place}`, field.number, bounds);
  }
}
