import { type Block, blockOf, blocksOf, numberOf, textOf, textsOf } from "../fields";
import type { Resources } from "../resources";

/** A task beside those of its service, which ends by itself: another command in one of its containers. */
export interface OneOffTask {
  readonly name: string;
  /** The container that runs the command. */
  readonly container: string;
  readonly command: readonly string[];
  /** In addition to the container's own. */
  readonly environment: Readonly<Record<string, string>>;
}

/** It must succeed before the service gets a new version. */
export interface TaskBeforeRelease extends OneOffTask {
  readonly timeoutSeconds: number;
}

export interface ScheduledTask extends OneOffTask {
  readonly expression: string;
  readonly timezone: string;
  readonly isEnabled: boolean;
}

/** The tasks beside those of a service, which have its task definition. */
export function readOneOffTasks(
  stack: Resources,
  taskDefinition: unknown,
): {
  readonly beforeRelease?: TaskBeforeRelease;
  readonly scheduledTasks?: readonly ScheduledTask[];
} {
  const invocation = stack
    .resources("aws_lambda_invocation")
    .find(({ block }) => blockOf(block, "triggers").task_definition === taskDefinition);
  const scheduledTasks = stack
    .resources("aws_scheduler_schedule")
    .filter(({ block }) => {
      const parameters = blockOf(blockOf(block, "target"), "ecs_parameters");
      return parameters.task_definition_arn === taskDefinition;
    })
    .map(({ address, block }): ScheduledTask => {
      const overrides = JSON.parse(textOf(blockOf(block, "target"), "input", "{}")) as Block;
      return {
        ...commandIn(overrides),
        name: /_task-([^_]+)$/.exec(address)?.[1] ?? address,
        expression: textOf(block, "schedule_expression", ""),
        timezone: textOf(block, "schedule_expression_timezone", "UTC"),
        isEnabled: block.state !== "DISABLED",
      };
    });
  return {
    ...(invocation === undefined ? {} : { beforeRelease: readInvocation(invocation.block) }),
    ...(scheduledTasks.length === 0 ? {} : { scheduledTasks }),
  };
}

function readInvocation(block: Block): TaskBeforeRelease {
  const order = JSON.parse(textOf(block, "input", "{}")) as Block;
  return {
    ...commandIn(blockOf(blockOf(order, "request"), "overrides")),
    name: "before-release",
    timeoutSeconds: numberOf(order, "timeoutSeconds", 0),
  };
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html */
function commandIn(overrides: Block): Omit<OneOffTask, "name"> {
  const [override = {}] = blocksOf(overrides, "containerOverrides");
  return {
    container: textOf(override, "name", ""),
    command: textsOf(override, "command"),
    environment: Object.fromEntries(
      blocksOf(override, "environment").map((each) => [
        textOf(each, "name", ""),
        textOf(each, "value", ""),
      ]),
    ),
  };
}
