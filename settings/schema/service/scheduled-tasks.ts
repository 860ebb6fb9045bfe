import { beforeReleaseDefaults, scheduledTaskDefaults } from "../../../aws/defaults";
import { variableName } from "../../../aws/containers/ecs";
import { waitMinutes } from "../../../aws/lambda";
import { isTimezone, scheduleProblem } from "../../../aws/scaling/schedules";
import { overridesFit, retryPolicy, type TaskCommand } from "../../../aws/scaling/scheduler";
import { type Broken, ofAws, rule } from "../../rules/rule";
import { secretInVariable } from "../../rules/containers/secrets";
import { secretsInCommand } from "../containers/container";
import { forProgram } from "../containers/container-options";
import {
  dictionary,
  flag,
  list,
  namedServices,
  settings,
  text,
  textWithout,
  wholeNumber,
} from "../fields";

/** What a task runs in the container of its service. */
const command = {
  /** In place of the image's own command. */
  command: list(forProgram(), "arguments", 1, 1000, { mayRepeat: true }),
  /** Environment variables, in addition to those of the container. @default none */
  environment: dictionary(variableName.rule, variableName.pattern, forProgram(), {
    max: 100,
  }).prefault({}),
};

const fitsOverrides = rule<TaskCommand>(["command", "environment"], ofAws(overridesFit));

/** The messages leave out the value, which may be a secret. */
const nothingSecretInPlain = (where: string) =>
  rule<{ command: unknown; environment: unknown }>([], ({ command: words, environment }) => [
    ...secretsInCommand(words, ["command"]),
    ...Object.entries(environment instanceof Object ? environment : {}).flatMap(
      ([name, value]): Broken[] => {
        const why = typeof value === "string" ? secretInVariable(name, value) : undefined;
        if (why === undefined) return [];
        const message =
          `must not hold a secret, and ${why}: everyone who may read ${where} can read it. ` +
          `The task has the secrets of its service's container (container.secrets).`;
        return [{ at: ["environment", name], message }];
      },
    ),
  ]);

const scheduledTask = settings({
  /** "cron(0 3 * * ? *)" with minutes, hours, days, months, week days and years, "rate(6 hours)", or "at(2027-01-31T07:00:00)". */
  schedule: textWithout("must be a schedule, as text", scheduleProblem),
  /** Time zone of cron and at, such as "Europe/Berlin". @default "UTC" */
  timezone: text('must be a time zone, as in "Europe/Berlin"', isTimezone).optional(),
  ...command,
  /** Whether the task runs at its times. @default true */
  enabled: flag().default(scheduledTaskDefaults.enabled),
  /**
   * How often a start that failed is tried again. A task that ran and failed is not run again.
   * @default 3
   * @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
   */
  retries: wholeNumber(...retryPolicy.attempts).default(scheduledTaskDefaults.retries),
  /**
   * Minutes after its time when it is no longer started.
   * @default 60
   * @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
   */
  maximumAgeMinutes: wholeNumber(...retryPolicy.maximumAgeMinutes).default(
    scheduledTaskDefaults.maximumAgeMinutes,
  ),
}).check(fitsOverrides, nothingSecretInPlain("the schedule"));

/** Tasks by name, which EventBridge Scheduler starts. */
export function scheduledTasks() {
  return namedServices("nightly", scheduledTask, { min: 0, max: 20 }).prefault({});
}

/** A task that must succeed before a new version rolls out. */
export function beforeRelease() {
  return settings({
    ...command,
    /**
     * Minutes from its start until it must have ended, with the wait for an instance. Then it is stopped, and the apply fails.
     * @default 10
     * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
     */
    timeoutMinutes: wholeNumber(
      ...waitMinutes,
      "Split its work, or run it as a scheduled task.",
    ).default(beforeReleaseDefaults.timeoutMinutes),
  })
    .check(fitsOverrides, nothingSecretInPlain("the state of Terraform or the task"))
    .optional();
}
