import { imageReferenceProblem } from "../../../aws/images";
import { secretArnProblem, variableName } from "../../../aws/ecs";
import { secretIn, secretInVariable } from "../../../settings/rules/secrets";
import type { Setting } from "../../init/settings-files/source";
import type { Field } from "../field";
import type { ServiceTarget } from "./service-target";

export const NO_ENTRYPOINT =
  "The settings have a command only: the image's own entry point runs. Put the entry point into the image.";
export const NO_VOLUME =
  "Tasks keep no files: an instance may go at any time. Use S3, EFS or a database.";
export const NO_SIDECAR =
  "A task has one container here; sidecars have no settings yet. Build it into the image, or run it as a service of its own.";

/** Takes an image over. */
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

/** An image that is built: from a folder of this project, or pushed by the user. */
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

/** Takes an environment variable over, unless it holds a secret. */
export function putVariable(
  target: ServiceTarget,
  field: Field,
  name: string,
  value: string,
): void {
  const why = secretInVariable(name, value);
  if (!variableName.pattern.test(name)) {
    field.left(`The name of a variable must be a name ${variableName.rule}.`);
  } else if (why !== undefined) {
    field.left(
      `It ${why}. Store it: aws secretsmanager create-secret --name ${target.name}/${name} --secret-string <value>. Give the ARN in container.secrets.${name}; if it is none, move it to container.environment and name it in container.notSecrets.`,
    );
  } else if (value.includes("\0") || value.includes("${TfToken[")) {
    field.left("The value has characters that the settings do not take.");
  } else target.put(field, `container.environment/${name}`, value);
}

/** Takes a secret over, by the ARN of what holds it. */
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

/** A command as words. */
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
  else if (words.length === 0) field.left("An empty command is the image's own.");
  else target.put(field, "container.command", words, why);
}

/** The user in the container. */
export function putUser(target: ServiceTarget, field: Field, user: string): void {
  if (/^([a-z_][\w-]{0,31}|\d{1,10})(:([a-z_][\w-]{0,31}|\d{1,10}))?$/.test(user))
    target.put(field, "container.user", user);
  else field.left("A user must be user or user:group, by name or number.");
}

/** A number within bounds; what is outside goes to the nearest bound. */
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
    value === number ? undefined : `The settings take ${min} to ${max}, in whole numbers.`;
  target.put(
    field,
    place,
    value,
    [why, moved].filter((each) => each !== undefined).join(" ") || undefined,
  );
}

/** Where the program listens. */
export const PORTS: readonly [number, number] = [1, 65_535];

/** Programs in the old place run as root unless told otherwise, and write where they like. */
export function asBefore(target: ServiceTarget): void {
  if (!target.has("container.user")) target.set("container.user", "0:0");
  if (!target.has("container.readonlyRootFilesystem"))
    target.set("container.readonlyRootFilesystem", false);
}

/** The path of a URL of this machine in a command that checks health, as in `curl -f http://localhost:8080/health`. */
export function healthPathIn(command: string): string | undefined {
  const [, path] =
    /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\$\{?HOSTNAME\}?)(?::(?:\d+|\$\{?\w+\}?))?(\/[^\s"'|;)\\]*)?/.exec(
      command,
    ) ?? [];
  if (path === undefined)
    return /https?:\/\/(localhost|127\.0\.0\.1)/.test(command) ? "/" : undefined;
  return path;
}
