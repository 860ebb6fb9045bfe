import { imageReferenceProblem } from "../../../aws/containers/images";
import { containerPath, secretArnProblem, variableName } from "../../../aws/containers/ecs";
import { secretIn, secretInVariable } from "../../../settings/rules/containers/secrets";
import type { Setting } from "../../init/settings-files/source";
import type { Field } from "../field";
import { hostProblem } from "./hosts";
import { FIFO_LOST, isFifo, queueIn } from "./queue";
import type { ServiceTarget } from "./service-target";

export const NO_ENTRYPOINT =
  "The import maps the command only. Set container.entryPoint, with the words in a list.";
export const NO_VOLUME =
  "Tasks share no folders with their instance, and no containers' folders. Build the files into the image, or set volumes and mounts (docs/how-to/containers.md).";
export const EXISTING_FILES =
  "To use this file system, the tasks need the security group of its mount targets: set volumes to kind existing-efs with securityGroupId, and mounts of the container.";
export const READ_ONLY_SHELL =
  "A shell in a task needs a writable file system: set service.enableExecuteCommand, and readonlyRootFilesystem to false.";
/** CPU units and MiB of a sidecar that the input gives none. */
export const SIDECAR_SIZE = { cpu: 64, memoryMiB: 128 };

/** Maps a name. The report says so if `name`, its form in the settings, is another one. */
export function putName(target: ServiceTarget, field: Field, path: string, name: string): void {
  const why = name === field.text ? undefined : "Converted to the format of the settings.";
  target.put(field, path, name, why);
}

/** Maps an image. */
export function putImage(target: ServiceTarget, field: Field, reference: string): void {
  const problem = imageReferenceProblem(reference);
  if (problem === undefined) target.put(field, "image", { kind: "reference", reference });
  else {
    target.put(
      field,
      "image",
      { kind: "repository", repositoryName: target.name },
      `The reference ${problem}: push the image to the repository that the images stack creates.`,
    );
  }
}

/** Maps an image that is built from a folder of this project or pushed by the user. */
export function putBuild(
  target: ServiceTarget,
  field: Field,
  build: { readonly context: string; readonly dockerfile?: string } | undefined,
): void {
  const image: Setting = {
    kind: "repository",
    repositoryName: target.name,
    ...(build === undefined ? {} : { build: { ...build } }),
  };
  target.put(
    field,
    "image",
    image,
    build === undefined
      ? `The folder is outside this project. Push the image to the ECR repository ${target.name}, which the images stack creates, or copy the folder to services/${target.name} and name it in image.build.`
      : "The images stack builds it and pushes it to an ECR repository.",
  );
}

/** Maps an environment variable, unless it contains a secret. */
export function putVariable(
  target: ServiceTarget,
  field: Field,
  name: string,
  value: string,
): void {
  const queue = target.system === "worker" ? queueIn(value) : undefined;
  const why = secretInVariable(name, value);
  if (!variableName.pattern.test(name)) {
    field.left(`The name of a variable must be a name ${variableName.rule}.`);
  } else if (queue !== undefined) {
    field.left(
      `It names the queue ${queue}. The system has a queue of its own, whose address the program finds in QUEUE_URL. Read it there, or set this variable to the output queue_url after the first deployment.${isFifo(queue) ? ` ${FIFO_LOST}` : ""}`,
    );
  } else if (why !== undefined) {
    field.left(
      `It ${why}. Store it: aws secretsmanager create-secret --name ${target.name}/${name} --secret-string <value>. Set the ARN in container.secrets.${name}. If it is not a secret, move it to container.environment and name it in container.notSecrets.`,
    );
  } else if (
    value.includes("\0") ||
    value.includes("${TfToken[") ||
    value !== value.normalize("NFC")
  ) {
    field.left("The value has characters that the settings do not allow.");
  } else {
    const hosts = hostProblem(name, value, (host) => target.explainHost(host));
    target.put(field, `container.environment/${name}`, value, hosts);
  }
}

/** Maps a secret by its ARN. */
export function putSecret(
  target: ServiceTarget,
  field: Field,
  name: string,
  arn: string,
  why?: string,
): void {
  const problem = secretArnProblem(arn);
  if (problem === undefined) target.put(field, `container.secrets/${name}`, arn, why);
  else
    field.left(
      `container.secrets ${problem}. Look it up: aws secretsmanager describe-secret, or aws ssm get-parameter.`,
    );
}

/** Maps a command as a list of words. */
export function putCommand(
  target: ServiceTarget,
  field: Field,
  words: readonly string[],
  why?: string,
): void {
  const secret = words.map(secretIn).find((found) => found !== undefined);
  if (secret !== undefined)
    field.left(
      `A word of it ${secret}: store that in Secrets Manager, and read it from a variable.`,
    );
  else if (words.length === 0) field.left("An empty command means the image's own command.");
  else target.put(field, "container.command", words, why);
}

/** Maps an entry point, as a list of words. */
export function putEntryPoint(
  target: ServiceTarget,
  field: Field,
  words: readonly string[],
  why?: string,
): void {
  if (words.length === 0) field.left("An empty entry point means the image's own entry point.");
  else if (words.some((word) => secretIn(word) !== undefined))
    field.left(
      "A word of it looks like a secret. Store it in Secrets Manager, and read it from a variable.",
    );
  else target.put(field, "container.entryPoint", words, why);
}

/** How a container depends on another one, in the words of ECS. */
export const CONDITIONS = ["START", "COMPLETE", "SUCCESS", "HEALTHY"] as const;

/** A folder of a container at which it mounts a volume. */
export interface Mount {
  readonly field: Field;
  readonly path: string;
  readonly volume: string;
  readonly readOnly: boolean;
}

/** Maps mounts of volumes. */
export function putMounts(target: ServiceTarget, mounts: readonly Mount[], why?: string): void {
  const fitting = mounts.filter(({ path }) => containerPath.pattern.test(path));
  for (const { field } of mounts.filter((each) => !fitting.includes(each)))
    field.left("A path must be absolute, of letters, digits and _.-, with no slash at its end.");
  if (fitting.length === 0) return;
  target.set(
    "container.mounts",
    Object.fromEntries(
      fitting.map(({ path, volume, readOnly }) => [
        path,
        { volume, ...(readOnly ? { readOnly } : {}) },
      ]),
    ),
  );
  for (const { field } of fitting)
    field.changed(target.shown("container.mounts"), why ?? "Its volume is in volumes.");
}

/** Maps the user in the container. */
export function putUser(target: ServiceTarget, field: Field, user: string): void {
  if (/^([a-z_][\w-]{0,31}|\d{1,10})(:([a-z_][\w-]{0,31}|\d{1,10}))?$/.test(user))
    target.put(field, "container.user", user);
  else field.left("A user must be user or user:group, by name or number.");
}

/** Maps a number, limited to the nearest bound. */
export function putNumber(
  target: ServiceTarget,
  field: Field,
  place: string,
  number: number,
  [min, max]: readonly [number, number],
  why?: string,
): void {
  const value = Math.min(max, Math.max(min, Math.round(number)));
  const moved =
    value === number ? undefined : `The settings allow whole numbers from ${min} to ${max}.`;
  target.put(
    field,
    place,
    value,
    [why, moved].filter((each) => each !== undefined).join(" ") || undefined,
  );
}

/** Maps the port on which the program listens. */
export const PORTS: readonly [number, number] = [1, 65_535];

/** Imported programs run as root with a writable file system unless the input specifies otherwise. */
export function asBefore(target: ServiceTarget): void {
  if (!target.has("container.user")) target.set("container.user", "0:0");
  if (!target.has("container.readonlyRootFilesystem"))
    target.set("container.readonlyRootFilesystem", false);
}

/** The path of a localhost URL in a health check command, as in `curl -f http://localhost:8080/health`. */
export function healthPathIn(command: string): string | undefined {
  const [, path] =
    /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\$\{?HOSTNAME\}?)(?::(?:\d+|\$\{?\w+\}?))?(\/[^\s"'|;)\\]*)?/.exec(
      command,
    ) ?? [];
  if (path === undefined)
    return /https?:\/\/(localhost|127\.0\.0\.1)/.test(command) ? "/" : undefined;
  return path;
}
