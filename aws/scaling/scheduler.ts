import type { Range, Violation } from "../violation";

/** @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html (2026-11-28) */
export const retryPolicy = {
  attempts: [0, 185],
  maximumAgeMinutes: [1, 1440],
} as const satisfies Record<string, Range>;

/** Overrides for a one-off task in its service's container, instead of the image's command. */
export interface TaskCommand {
  readonly command: readonly string[];
  /** Environment variables in addition to the container's own. @default none */
  readonly environment?: Readonly<Record<string, string>>;
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html */
export function taskOverrides(containerName: string, { command, environment = {} }: TaskCommand) {
  const names = Object.keys(environment).sort();
  return {
    containerOverrides: [
      {
        name: containerName,
        command: [...command],
        ...(names.length === 0
          ? {}
          : { environment: names.map((name) => ({ name, value: environment[name] ?? "" })) }),
      },
    ],
  };
}

/**
 * Maximum length of a task's overrides as JSON.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html (2026-11-28)
 */
const MAX_OVERRIDES = 8192;
/** ECS allows 255 characters for a container name. */
const LONGEST_NAME = "x".repeat(255);

export function overridesFit(task: TaskCommand): Violation | undefined {
  const { length } = JSON.stringify(taskOverrides(LONGEST_NAME, task));
  return length <= MAX_OVERRIDES
    ? undefined
    : {
        field: "command",
        rule: `must fit ECS together with environment, which takes ${MAX_OVERRIDES} characters of JSON for a task`,
        got: length,
        fix: "Put the script into the image.",
      };
}
