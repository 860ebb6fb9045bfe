import { type Block, blocksOf, isTrue, numberOf, textOf, textsOf } from "../fields";

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html */
export interface TaskModel {
  readonly family: string;
  /** Whether its containers share an address of their own, and reach each other at localhost. */
  readonly hasOwnAddress: boolean;
  readonly containers: readonly ContainerModel[];
  /** Volumes that hold more than one container's own files: file systems, disks, and folders of several containers. */
  readonly sharedVolumes: readonly string[];
}

export interface ContainerModel {
  readonly name: string;
  readonly image: string;
  readonly isEssential: boolean;
  readonly environment: Readonly<Record<string, string>>;
  /** `valueFrom` by the name of the variable. */
  readonly secrets: Readonly<Record<string, string>>;
  /** TCP ports. */
  readonly ports: readonly number[];
  /** The program and its arguments, in place of the image's own. */
  readonly command?: readonly string[];
  /** Its first words, which another command of the same container keeps. @default the image's */
  readonly entryPoint?: readonly string[];
  /** Objects of S3 with more variables. */
  readonly environmentFiles: readonly string[];
  /** Volumes by the paths at which it mounts them. */
  readonly mounts: Readonly<Record<string, string>>;
  readonly dependsOn: readonly ContainerDependency[];
  /** Containers that it reaches by their names. */
  readonly links: readonly string[];
  /** Seconds for which containers that depend on it wait. @default none given */
  readonly startTimeoutSeconds?: number;
  readonly restartPolicy?: RestartPolicy;
  /** @default 0 */
  readonly gpus?: number;
  readonly stopTimeoutSeconds: number;
  readonly healthCheck?: ContainerHealthCheck;
}

export interface ContainerDependency {
  readonly container: string;
  readonly condition: "START" | "COMPLETE" | "SUCCESS" | "HEALTHY";
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html */
export interface RestartPolicy {
  readonly ignoredExitCodes: readonly number[];
  readonly attemptPeriodSeconds: number;
}

export interface ContainerHealthCheck {
  readonly command: readonly string[];
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly retries: number;
  readonly startPeriodSeconds: number;
}

/** @param block an `aws_ecs_task_definition` */
export function readTask(block: Block): TaskModel {
  const definitions = JSON.parse(textOf(block, "container_definitions", "[]")) as readonly Block[];
  return {
    family: textOf(block, "family", ""),
    hasOwnAddress: textOf(block, "network_mode", "bridge") === "awsvpc",
    containers: definitions.map(readContainer),
    sharedVolumes: sharedVolumes(block, definitions),
  };
}

function sharedVolumes(block: Block, definitions: readonly Block[]): string[] {
  const mountedBy = (volume: string) =>
    definitions.filter((container) =>
      blocksOf(container, "mountPoints").some(({ sourceVolume }) => sourceVolume === volume),
    ).length;
  return blocksOf(block, "volume").flatMap((volume) => {
    const name = textOf(volume, "name", "");
    const isRemote =
      blocksOf(volume, "efs_volume_configuration").length > 0 ||
      isTrue(volume, "configure_at_launch");
    return isRemote || mountedBy(name) > 1 ? [name] : [];
  });
}

interface Named {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: string;
}

function readContainer(block: Block): ContainerModel {
  const named = (list: unknown, key: "value" | "valueFrom"): Record<string, string> =>
    Object.fromEntries(
      ((list ?? []) as readonly Named[]).map((each) => [each.name, String(each[key])]),
    );
  const check = block.healthCheck as Block | undefined;
  const startTimeoutSeconds = numberOf(block, "startTimeout");
  const restart = block.restartPolicy as Block | undefined;
  const entryPoint = textsOf(block, "entryPoint");
  const words = [...entryPoint, ...textsOf(block, "command")];
  return {
    name: textOf(block, "name", ""),
    image: textOf(block, "image", ""),
    isEssential: block.essential !== false,
    environment: named(block.environment, "value"),
    secrets: named(block.secrets, "valueFrom"),
    ports: blocksOf(block, "portMappings")
      .filter(({ protocol }) => protocol !== "udp")
      .map((port) => numberOf(port, "containerPort", 0)),
    ...(words.length === 0 ? {} : { command: words }),
    ...(entryPoint.length === 0 ? {} : { entryPoint }),
    environmentFiles: ((block.environmentFiles ?? []) as readonly Named[]).map(({ value }) =>
      String(value),
    ),
    mounts: Object.fromEntries(
      blocksOf(block, "mountPoints").map((mount) => [
        textOf(mount, "containerPath", ""),
        textOf(mount, "sourceVolume", ""),
      ]),
    ),
    dependsOn: ((block.dependsOn ?? []) as readonly Block[]).map((each) => ({
      container: textOf(each, "containerName", ""),
      condition: textOf(each, "condition", "START") as ContainerDependency["condition"],
    })),
    links: textsOf(block, "links").map((link) => link.replace(/:.*$/, "")),
    ...(startTimeoutSeconds === undefined ? {} : { startTimeoutSeconds }),
    ...(restart?.enabled === true
      ? {
          restartPolicy: {
            ignoredExitCodes: (restart.ignoredExitCodes ?? []) as readonly number[],
            attemptPeriodSeconds: numberOf(restart, "restartAttemptPeriod", 300),
          },
        }
      : {}),
    ...(gpusOf(block) === 0 ? {} : { gpus: gpusOf(block) }),
    stopTimeoutSeconds: numberOf(block, "stopTimeout", 30),
    ...(check === undefined
      ? {}
      : {
          healthCheck: {
            command: check.command as readonly string[],
            intervalSeconds: numberOf(check, "interval", 30),
            timeoutSeconds: numberOf(check, "timeout", 5),
            retries: numberOf(check, "retries", 3),
            startPeriodSeconds: numberOf(check, "startPeriod", 0),
          },
        }),
  };
}

/** @param container a container definition */
export function gpusOf(container: Block): number {
  return blocksOf(container, "resourceRequirements")
    .filter(({ type }) => type === "GPU")
    .reduce((sum, { value }) => sum + Number(value), 0);
}
