import { Token } from "cdktf";
import { containerDefaults } from "../../../aws/defaults";
import { container as containerLimits, execCanWrite } from "../../../aws/containers/ecs";
import { unknownTo } from "../../../aws/containers/container-options";
import { fargateSizeProblem, fargateStopTimeoutSeconds } from "../../../aws/compute/fargate";
import {
  MAX_CONTAINERS,
  type Platform,
  platformOf,
  taskContainerProblems,
} from "../../../aws/containers/task-containers";
import {
  ephemeralStorageGiB as storageRange,
  volumeProblems,
} from "../../../aws/containers/volumes";
import { atLeast, type Check, obeys, told, within } from "../../validation";
import { containerChecks, type ContainerLimits } from "./container-checks";

interface Container extends ContainerLimits {
  readonly essential?: boolean;
  readonly readonlyRootFilesystem?: boolean;
}

interface TaskSize {
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly ephemeralStorageGiB?: number;
}

interface FargateSize extends TaskSize {
  readonly kind: "fargate";
}

interface Ec2Size {
  readonly kind: "ec2";
  readonly size?: TaskSize;
}

interface ManagedSize {
  readonly kind: "managed-instances";
  readonly size?: TaskSize;
}

/** The props of a task definition that have limits. */
export interface TaskDefinitionLimits {
  readonly compatibility: Ec2Size | FargateSize | ManagedSize;
  readonly containers: readonly Container[];
  readonly enableExecuteCommand?: boolean;
  readonly volumes?: readonly { readonly name: string; readonly kind: string }[];
}

export function taskDefinitionChecks(props: TaskDefinitionLimits): readonly Check[] {
  const { compatibility, containers } = props;
  return [
    atLeast("containers", containers, 1),
    within("containers.length", containers.length, 0, MAX_CONTAINERS),
    ...taskContainerProblems(
      containers.map((container) => ({
        ...container,
        hasHealthCheck: container.healthCheck !== undefined,
      })),
      platformOf(compatibility.kind),
    ).map(({ container, ...found }) => told(found, `containers[${container}].`)),
    () => twice(containers.map(({ name }) => name)),
    () =>
      containers.length === 0 ||
      containers.some(({ essential }) => essential ?? containerDefaults.essential)
        ? undefined
        : "`containers` must have at least one that is essential, got none.",
    ...containers.flatMap(containerChecks),
    ...volumeProblems(
      Object.fromEntries((props.volumes ?? []).map((volume) => [volume.name, volume])),
      containers,
    ).map(({ container, ...found }) =>
      told(found, container === undefined ? "volumes." : `containers[${container}].`),
    ),
    ...containers.map(({ name, readonlyRootFilesystem }) =>
      obeys(
        execCanWrite,
        {
          enableExecuteCommand: props.enableExecuteCommand ?? false,
          readonlyRootFilesystem:
            readonlyRootFilesystem ?? containerDefaults.readonlyRootFilesystem,
        },
        `containers[${name}].`,
      ),
    ),
    ...(compatibility.kind === "fargate"
      ? fargateChecks(compatibility, containers)
      : compatibility.kind === "managed-instances"
        ? managedChecks(compatibility, containers)
        : ec2Checks(compatibility, containers)),
  ];
}

function ec2Checks({ size }: Ec2Size, containers: readonly Container[]): readonly Check[] {
  return size === undefined ? containers.map(hasMemory) : withinTask(size, containers);
}

function hasMemory({ name, memoryLimitMiB, memoryReservationMiB }: Container): Check {
  return () =>
    memoryLimitMiB === undefined && memoryReservationMiB === undefined
      ? `\`containers[${name}]\` must have \`memoryLimitMiB\` or \`memoryReservationMiB\` on EC2, got neither.`
      : undefined;
}

function fargateChecks(
  { cpu, memoryMiB, ephemeralStorageGiB }: FargateSize,
  containers: readonly Container[],
): readonly Check[] {
  return [
    obeys(fargateSizeProblem, { cpu, memoryMiB }, "compatibility."),
    within("compatibility.ephemeralStorageGiB", ephemeralStorageGiB, ...storageRange),
    ...withinTask({ cpu, memoryMiB }, containers),
    ...containers.map(({ name, stopTimeoutSeconds }) =>
      within(
        `containers[${name}].stopTimeoutSeconds`,
        stopTimeoutSeconds,
        ...fargateStopTimeoutSeconds,
      ),
    ),
    ...containers.flatMap((container) => optionChecks("fargate", container)),
  ];
}

function optionChecks(platform: Platform, container: Container): readonly Check[] {
  return unknownTo(platform, container).map((found) =>
    told(found, `containers[${container.name}].`),
  );
}

/** Tasks of any size run on managed instances; one without a size is as large as what its containers reserve. */
function managedChecks({ size }: ManagedSize, containers: readonly Container[]): readonly Check[] {
  return [
    ...(size === undefined ? containers.map(hasMemory) : withinTask(size, containers)),
    () =>
      size?.ephemeralStorageGiB === undefined
        ? undefined
        : "`compatibility.size.ephemeralStorageGiB` must be unset on ECS Managed Instances, whose tasks share the volume of their instance.",
    ...containers.flatMap((container) => optionChecks("managed-instances", container)),
  ];
}

/** The containers share what their task has. */
function withinTask(
  { cpu, memoryMiB }: TaskSize,
  containers: readonly Container[],
): readonly Check[] {
  return [
    () =>
      fits(
        "cpu",
        containers.map((container) => container.cpu),
        cpu,
      ),
    () =>
      fits(
        "memoryReservationMiB",
        containers.map((container) => container.memoryReservationMiB ?? container.memoryLimitMiB),
        memoryMiB,
      ),
    ...containers.map(({ name, memoryLimitMiB }) =>
      within(
        `containers[${name}].memoryLimitMiB`,
        memoryLimitMiB,
        containerLimits.memoryMiB[0],
        memoryMiB,
      ),
    ),
  ];
}

function fits(
  prop: string,
  parts: readonly (number | undefined)[],
  whole: number,
): string | undefined {
  const given = parts.filter((part) => part !== undefined);
  if (given.some((part) => Token.isUnresolved(part))) return undefined;
  const sum = given.reduce((total, part) => total + part, 0);
  return sum <= whole
    ? undefined
    : `\`${prop}\` of all containers must not exceed the task's ${whole}, got ${given.join(" + ")} = ${sum}.`;
}

function twice(names: readonly string[]): string | undefined {
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  return duplicate === undefined
    ? undefined
    : `\`containers\` must differ in their name, got ${duplicate} twice.`;
}
