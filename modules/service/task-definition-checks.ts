import { Token } from "cdktf";
import type { Check } from "../validation";
import { atLeast, within } from "../validation";
import type { ContainerProps } from "./container";
import { containerChecks } from "./container-checks";
import { fargateSizeProblem } from "./fargate-size";
import type { FargateCompatibility, TaskDefinitionProps } from "./task-definition";

export function taskDefinitionChecks(props: TaskDefinitionProps): readonly Check[] {
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
    ...(props.enableExecuteCommand === true ? containers.map(writableForExec) : []),
    ...(compatibility.kind === "fargate"
      ? fargateChecks(compatibility, containers)
      : containers.map(hasMemory)),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html */
function writableForExec({ name, readonlyRootFilesystem }: ContainerProps): Check {
  return () =>
    readonlyRootFilesystem === false
      ? undefined
      : `\`containers[${name}].readonlyRootFilesystem\` must be false with \`enableExecuteCommand\`: the agent of ECS Exec writes to the root file system.`;
}

function hasMemory({ name, memoryLimitMiB, memoryReservationMiB }: ContainerProps): Check {
  return () =>
    memoryLimitMiB === undefined && memoryReservationMiB === undefined
      ? `\`containers[${name}]\` must have \`memoryLimitMiB\` or \`memoryReservationMiB\` on EC2, got neither.`
      : undefined;
}

function fargateChecks(
  { cpu, memoryMiB }: FargateCompatibility,
  containers: readonly ContainerProps[],
): readonly Check[] {
  return [
    () => fargateSizeProblem(cpu, memoryMiB),
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
      within(`containers[${name}].memoryLimitMiB`, memoryLimitMiB, 6, memoryMiB),
      within(`containers[${name}].stopTimeoutSeconds`, stopTimeoutSeconds, 0, 120),
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
