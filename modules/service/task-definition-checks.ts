import { Token } from "cdktf";
import { containerDefaults } from "../../aws/defaults";
import { container as containerLimits, execCanWrite } from "../../aws/ecs";
import { fargateSizeProblem, fargateStopTimeoutSeconds } from "../../aws/fargate";
import { atLeast, type Check, obeys, within } from "../validation";
import { containerChecks, type ContainerLimits } from "./container-checks";

interface Container extends ContainerLimits {
  readonly essential?: boolean;
  readonly readonlyRootFilesystem?: boolean;
}

interface FargateSize {
  readonly kind: "fargate";
  readonly cpu: number;
  readonly memoryMiB: number;
}

interface ManagedSize {
  readonly kind: "managed-instances";
  readonly size?: { readonly cpu: number; readonly memoryMiB: number };
}

/** The props of a task definition that have limits. */
export interface TaskDefinitionLimits {
  readonly compatibility: { readonly kind: "ec2" } | FargateSize | ManagedSize;
  readonly containers: readonly Container[];
  readonly enableExecuteCommand?: boolean;
}

export function taskDefinitionChecks(props: TaskDefinitionLimits): readonly Check[] {
  const { compatibility, containers } = props;
  return [
    atLeast("containers", containers, 1),
    () =>
      twice(
        "containers",
        "name",
        containers.map(({ name }) => name),
      ),
    () =>
      containers.length === 0 || containers.some(({ essential }) => essential ?? true)
        ? undefined
        : "`containers` must have at least one that is essential, got none.",
    ...containers.flatMap(containerChecks),
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
        : containers.map(hasMemory)),
  ];
}

function hasMemory({ name, memoryLimitMiB, memoryReservationMiB }: Container): Check {
  return () =>
    memoryLimitMiB === undefined && memoryReservationMiB === undefined
      ? `\`containers[${name}]\` must have \`memoryLimitMiB\` or \`memoryReservationMiB\` on EC2, got neither.`
      : undefined;
}

function fargateChecks(
  { cpu, memoryMiB }: FargateSize,
  containers: readonly Container[],
): readonly Check[] {
  return [
    obeys(fargateSizeProblem, { cpu, memoryMiB }, "compatibility."),
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
    ...containers.flatMap(({ name, memoryLimitMiB, stopTimeoutSeconds }) => [
      within(
        `containers[${name}].memoryLimitMiB`,
        memoryLimitMiB,
        containerLimits.memoryMiB[0],
        memoryMiB,
      ),
      within(
        `containers[${name}].stopTimeoutSeconds`,
        stopTimeoutSeconds,
        ...fargateStopTimeoutSeconds,
      ),
    ]),
    // The containers of such a task share one address.
    () =>
      twice(
        "containers",
        "port",
        containers.flatMap(({ ports }) => ports ?? []),
      ),
  ];
}

/** Tasks of any size run on managed instances; one without a size is as large as what its containers reserve. */
function managedChecks({ size }: ManagedSize, containers: readonly Container[]): readonly Check[] {
  return size === undefined
    ? containers.map(hasMemory)
    : containers.map(({ name, memoryLimitMiB }) =>
        within(
          `containers[${name}].memoryLimitMiB`,
          memoryLimitMiB,
          containerLimits.memoryMiB[0],
          size.memoryMiB,
        ),
      );
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

function twice(
  prop: string,
  what: string,
  values: readonly (string | number)[],
): string | undefined {
  const duplicate = values.find((value, index) => values.indexOf(value) !== index);
  return duplicate === undefined
    ? undefined
    : `\`${prop}\` must differ in their ${what}, got ${duplicate} twice.`;
}
