import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { container as limits } from "../../../aws/containers/ecs";
import { logRetentionDays } from "../../../aws/observability/logs";
import type { Field } from "../field";
import { NOT_ON_FARGATE, putArchitecture, putStorage } from "../target/fargate";
import {
  asBefore,
  PORTS,
  putBuild,
  putCommand,
  putEntryPoint,
  putImage,
  putNumber,
  putSecret,
  putVariable,
} from "../target/program";
import type { ServiceTarget } from "../target/service-target";
import { mapCount } from "./map-count";
import { mapHttp } from "./map-http";
import { mapSidecars, mapVolumes, wordsOfField } from "./map-sidecars";

export interface WorkloadContext {
  /** Folder that paths are relative to: the parent of `copilot`. */
  readonly workspace: string;
  /** Folder of the project. */
  readonly root: string;
  readonly application: string;
  readonly environment: string;
  readonly region: string;
  readonly account?: string;
  readonly envFile: (path: string) => Field | undefined;
}

/** Maps the manifest of a public service in an environment. */
export function mapWebService(
  manifest: Field,
  target: ServiceTarget,
  context: WorkloadContext,
): void {
  const place = target.system === "http-scale-out" ? "service.name" : `services.${target.name}`;
  manifest.get("name").taken(`systems.${target.system}.${place}`);
  manifest.get("type").changed(`systems.${target.system}`, whatItIs(target));
  const port = [manifest.get("http", "target_port"), manifest.get("image", "port")].find(
    ({ exists }) => exists,
  );
  if (port?.number !== undefined) putNumber(target, port, "container.port", port.number, PORTS);
  else target.set("container.port", 80);
  manifest.get("image", "port").changed(undefined, "http.target_port overrides it.");
  mapProgram(manifest, target, context);
  mapHttp(manifest, target);
}

function whatItIs({ system, capacity }: ServiceTarget): string {
  if (system === "talk-service") return NOT_ON_FARGATE;
  return capacity === "fargate"
    ? "A service behind a load balancer, on Fargate."
    : "A service behind a load balancer, on instances: Fargate needs private subnets, and the manifest of the environment imports a VPC without two of them.";
}

/** Maps what every service has: its containers, their sizes, its number of tasks and its deployments. */
export function mapProgram(manifest: Field, target: ServiceTarget, context: WorkloadContext): void {
  image(manifest, target, context);
  variables(manifest, target, context);
  command(manifest, target);
  const volumes = mapVolumes(manifest, target);
  mapSidecars(manifest, target, {
    volumes,
    variables: (sidecar, its) => {
      variables(sidecar, its, context);
    },
  });
  const cpu = manifest.get("cpu");
  if (cpu.number !== undefined && !target.has("container.cpu"))
    putNumber(target, cpu, "container.cpu", cpu.number, limits.cpu);
  const memory = manifest.get("memory");
  if (memory.number !== undefined && !target.has("container.memoryLimitMiB"))
    putNumber(target, memory, "container.memoryLimitMiB", memory.number, limits.memoryMiB);
  storage(manifest, target);
  mapPlatform(manifest.get("platform"), target);
  mapCount(manifest.get("count"), target);
  rolling(manifest.get("deployment", "rolling"), target);
  const retention = manifest.get("logging", "retention");
  if (
    target.system !== "talk-service" &&
    retention.number !== undefined &&
    logRetentionDays.includes(retention.number)
  )
    target.put(retention, "service.logRetentionDays", retention.number);
  asBefore(target);
}

function image(manifest: Field, target: ServiceTarget, { workspace, root }: WorkloadContext): void {
  const location = manifest.get("image", "location");
  if (location.text !== undefined) {
    putImage(target, location, location.text);
    const credentials = manifest.get("image", "credentials");
    if (credentials.text?.startsWith("arn:") === true)
      target.put(credentials, "image.credentialsSecretArn", credentials.text);
    else credentials.left("image.credentialsSecretArn needs the secret's ARN.");
    return;
  }
  const build = manifest.get("image", "build");
  const file = build.text === undefined ? build.get("dockerfile") : build;
  const dockerfile = file.text ?? "Dockerfile";
  const context = build.get("context");
  const folder = resolve(workspace, context.text ?? dirname(dockerfile));
  const path = relative(root, folder).replaceAll("\\", "/");
  const inFolder = relative(folder, resolve(workspace, dockerfile)).replaceAll("\\", "/");
  const isWithin = path !== "" && !path.startsWith("..") && existsSync(join(root, path, inFolder));
  putBuild(
    target,
    file.exists ? file : build,
    isWithin
      ? { context: path, ...(inFolder === "Dockerfile" ? {} : { dockerfile: inFolder }) }
      : undefined,
  );
  if (context.exists && isWithin) context.taken(target.shown("image.build.context"));
  else context.left(`The folder is outside this project: see image.build.`);
}

function variables(manifest: Field, target: ServiceTarget, context: WorkloadContext): void {
  const file = manifest.get("env_file");
  const own = manifest.get("variables");
  for (const [name, field] of own.entries) {
    const value = filled(field.text, context);
    if (value === undefined)
      field.left("The value comes from a CloudFormation stack. Set it in container.environment.");
    else putVariable(target, field, name, value);
  }
  if (file.text !== undefined) {
    const fields = context.envFile(file.text);
    if (fields === undefined)
      file.left(
        `The file ${file.text} does not exist. Set its variables in container.environment.`,
      );
    for (const [name, field] of fields?.entries ?? []) {
      if (own.get(name).exists)
        field.changed(undefined, "The manifest's own variables override it.");
      else putVariable(target, field, name, field.text ?? "");
    }
    if (fields !== undefined)
      file.changed(
        target.shown("container.environment"),
        `Its variables are listed under ${file.text}.`,
      );
  }
  for (const [name, field] of manifest.get("secrets").entries) secret(target, field, name, context);
}

/** Maps the name of an SSM parameter, an ARN, or the name of a secret. */
function secret(target: ServiceTarget, field: Field, name: string, context: WorkloadContext): void {
  const named = field.get("secretsmanager");
  if (named.text !== undefined) {
    named.left(
      `A secret's ARN ends in random characters. Look it up, and set it in container.secrets.${name}: aws secretsmanager describe-secret --secret-id ${filled(named.text, context) ?? named.text} --query ARN`,
    );
    return;
  }
  const value = filled(field.text, context);
  if (value === undefined) {
    field.left("The ARN comes from a CloudFormation stack. Set it in container.secrets.");
  } else if (value.startsWith("arn:")) putSecret(target, field, name, value);
  else if (context.account === undefined) {
    field.left(
      `The ARN of the parameter ${value} contains your account ID. Import again with --account <id>.`,
    );
  } else {
    const arn = `arn:aws:ssm:${context.region}:${context.account}:parameter/${value.replace(/^\//, "")}`;
    putSecret(target, field, name, arn, "The ARN of the parameter.");
  }
}

/** A string with Copilot's variables replaced, or undefined. */
function filled(
  text: string | undefined,
  { application, environment }: WorkloadContext,
): string | undefined {
  const values: Readonly<Record<string, string>> = {
    COPILOT_APPLICATION_NAME: application,
    COPILOT_ENVIRONMENT_NAME: environment,
  };
  return text?.replaceAll(
    /\$\{(\w+)\}/g,
    (all, name: string) => values[name] ?? process.env[name] ?? all,
  );
}

function command(manifest: Field, target: ServiceTarget): void {
  for (const [name, put] of [
    ["command", putCommand],
    ["entrypoint", putEntryPoint],
  ] as const) {
    const field = manifest.get(name);
    const found = wordsOfField(field);
    if (found !== undefined) put(target, field, found.words, found.why);
  }
}

/** `linux/arm64`, or an object with osfamily and architecture. */
function mapPlatform(platform: Field, target: ServiceTarget): void {
  const [system = "", architecture = ""] =
    platform.text?.split("/") ??
    [platform.get("osfamily"), platform.get("architecture")].map(({ text }) => text ?? "");
  if (!/^(linux)?$/i.test(system)) {
    platform.left("Systems run containers of Linux.");
    return;
  }
  putArchitecture(
    target,
    platform.text === undefined ? platform.get("architecture") : platform,
    architecture,
  );
  platform.get("osfamily").changed(undefined, "Systems run containers of Linux.");
}

function storage(manifest: Field, target: ServiceTarget): void {
  const readonly = manifest.get("storage", "readonly_fs");
  if (readonly.flag !== undefined)
    target.put(readonly, "container.readonlyRootFilesystem", readonly.flag);
  putStorage(target, manifest.get("storage", "ephemeral"));
  const exec = manifest.get("exec");
  if (exec.flag !== undefined && !(exec.flag && readonly.flag === true))
    target.put(exec, "service.enableExecuteCommand", exec.flag);
}

function rolling(field: Field, target: ServiceTarget): void {
  if (field.text === "recreate") {
    target.set("service.minimumHealthyPercent", 0);
    target.put(field, "service.maximumPercent", 100, "Old tasks stop before new ones start.");
  } else if (field.text === "default") {
    target.set("service.minimumHealthyPercent", 100);
    target.put(field, "service.maximumPercent", 200, "New tasks start before old ones stop.");
  }
}
