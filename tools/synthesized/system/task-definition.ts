import { type Block, numberOf, textOf } from "../fields";

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html */
export interface TaskModel {
  readonly family: string;
  readonly containers: readonly ContainerModel[];
}

export interface ContainerModel {
  readonly name: string;
  readonly image: string;
  readonly isEssential: boolean;
  readonly environment: Readonly<Record<string, string>>;
  /** `valueFrom` by the name of the variable. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  readonly stopTimeoutSeconds: number;
  readonly healthCheck?: ContainerHealthCheck;
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
  return { family: textOf(block, "family", ""), containers: definitions.map(readContainer) };
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
  return {
    name: textOf(block, "name", ""),
    image: textOf(block, "image", ""),
    isEssential: block.essential !== false,
    environment: named(block.environment, "value"),
    secrets: named(block.secrets, "valueFrom"),
    ports: ((block.portMappings ?? []) as readonly Block[]).map((port) =>
      numberOf(port, "containerPort", 0),
    ),
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
