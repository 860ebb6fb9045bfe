import * as z from "zod";
import { stepDefaults, taskStepDefaults, taskTargetDefaults } from "../../../aws/defaults";
import { tasksPerService } from "../../../aws/containers/ecs";
import { cooldownSeconds, targetValue } from "../../../aws/scaling/scaling";
import { isTimezone, scheduleProblem } from "../../../aws/scaling/schedules";
import { notAbove } from "../../../aws/violation";
import { broken, ofAws, rule } from "../../rules/rule";
import {
  oneOwnerOfEachMetric,
  queuesAreNamed,
  scheduledActions,
  tasksAreRemoved,
} from "../../rules/scaling/service-scaling";
import {
  choice,
  dictionary,
  flag,
  kindsOf,
  percent,
  settings,
  text,
  textWithout,
  wholeNumber,
} from "../fields";
import { cooldowns, metricTarget, queueTarget } from "./metric-scaling";
import { metricStep } from "./metric-step";
import { predictiveTasks } from "./predictive-scaling";
import { alarm, comparison, steps, stepsRise, thresholdsApart, windowFits } from "./step-scaling";

const MAX_TASKS = tasksPerService[1];

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/target-tracking-faster-auto-scaling.html */
function highResolution() {
  return flag().optional();
}

const cpuTarget = settings({
  kind: z.literal("cpu-target"),
  /** Target for the average CPU of the service's tasks, in percent of their reservation. @default 80 */
  targetPercent: percent().default(taskTargetDefaults.targetPercent),
  /** Whether to use the metric of 20 seconds in place of that of a minute, once the service publishes it. @default false */
  highResolution: highResolution(),
  ...cooldowns,
});

const memoryTarget = settings({
  kind: z.literal("memory-target"),
  /** Target for the average memory of the service's tasks, in percent of their reservation. @default 80 */
  targetPercent: percent().default(taskTargetDefaults.targetPercent),
  /** Whether to use the metric of 20 seconds in place of that of a minute, once the service publishes it. @default false */
  highResolution: highResolution(),
  ...cooldowns,
});

const requestsTarget = settings({
  kind: z.literal("requests-target"),
  /** Target for the requests per minute and task. */
  requestsPerTarget: wholeNumber(...targetValue),
  ...cooldowns,
});

/** Statistic of the readings in a period. With "Minimum", the lowest must cross the threshold. @default "Average" */
function statistic() {
  return choice("Average", "Minimum", "Maximum").default(stepDefaults.statistic);
}

const step = settings({
  kind: z.literal("step"),
  /** Metric, in percent of the tasks' reservation. @default "cpu" */
  metric: choice("cpu", "memory").default(taskStepDefaults.metric),
  scaleOut: settings({
    ...alarm(taskStepDefaults.scaleOut),
    ...steps(),
    comparison: comparison(),
    statistic: statistic(),
  })
    .check(windowFits, stepsRise)
    .prefault({}),
  scaleIn: settings({
    ...alarm(taskStepDefaults.scaleIn),
    statistic: statistic(),
  })
    .check(windowFits)
    .prefault({}),
  /** Seconds after a change before the next one in the same direction. @default 300 */
  cooldownSeconds: wholeNumber(...cooldownSeconds).default(stepDefaults.cooldownSeconds),
}).check(thresholdsApart);

const minNotAboveMax = rule<{ minTasks: number; maxTasks: number }>(
  ["minTasks", "maxTasks"],
  ofAws(({ minTasks, maxTasks }) => notAbove(["minTasks", minTasks], ["maxTasks", maxTasks])),
);

/** Stands in an action for the bound of its service. */
const THE_SERVICES = -1;

const action = settings({
  /** A schedule, such as `cron(0 7 ? * MON-FRI *)`, `rate(1 day)` or `at(2027-01-31T07:00:00)`. */
  schedule: textWithout("must be a schedule, as text", scheduleProblem),
  /** @default "UTC" */
  timezone: text('must be a time zone, as in "Europe/Berlin"', isTimezone).optional(),
  /** @default the service's own minTasks */
  minTasks: wholeNumber(0, MAX_TASKS).default(THE_SERVICES),
  /** @default the service's own maxTasks */
  maxTasks: wholeNumber(0, MAX_TASKS).default(THE_SERVICES),
});

const scheduled = settings({
  kind: z.literal("scheduled"),
  /** Actions by name. From the time of its schedule, an action's bounds replace minTasks and maxTasks. */
  actions: dictionary(
    "of 1 to 100 letters, digits, hyphens and underscores",
    /^[\w-]{1,100}$/,
    action,
    { min: 1, max: 100 },
  ),
});

const strategy = z.discriminatedUnion(
  "kind",
  [
    cpuTarget,
    memoryTarget,
    requestsTarget,
    queueTarget,
    metricTarget,
    step,
    metricStep,
    scheduled,
    predictiveTasks,
  ],
  kindsOf('must be a strategy, as in { kind: "cpu-target" }'),
);
export type ServiceScalingStrategy = z.output<typeof strategy>;

export interface ServiceScalingDefaults {
  readonly minTasks: number;
  readonly maxTasks: number;
  readonly strategies: z.output<typeof strategy>[];
  /** Whether the service has a queue of its own, which a strategy may leave unnamed. @default false */
  readonly hasQueue?: boolean;
}

/** How many tasks a service runs. */
export function serviceScaling(defaults: ServiceScalingDefaults) {
  return settings({
    /**
     * The fewest tasks of the service.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
     */
    minTasks: wholeNumber(1, MAX_TASKS).default(defaults.minTasks),
    /**
     * The most tasks of the service.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
     */
    maxTasks: wholeNumber(1, MAX_TASKS).default(defaults.maxTasks),
    /**
     * What the number of tasks follows.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
     */
    strategies: strategies().default(defaults.strategies),
  })
    .overwrite(withBoundsOfActions)
    .check(
      minNotAboveMax,
      actionsInOrder,
      oneOwnerOfEachMetric,
      tasksAreRemoved,
      ...(defaults.hasQueue ? [] : [queuesAreNamed]),
    );
}

interface Scaling {
  minTasks: number;
  maxTasks: number;
  strategies: ServiceScalingStrategy[];
}

/** What an action leaves out is the service's own: so a later change of that reaches the action, too. */
function withBoundsOfActions({ strategies: given, ...own }: Scaling): Scaling {
  const bound = (value: number, services: number) => (value === THE_SERVICES ? services : value);
  return {
    ...own,
    strategies: given.map((each) =>
      each.kind === "scheduled"
        ? {
            ...each,
            actions: Object.fromEntries(
              Object.entries(each.actions).map(([name, { minTasks, maxTasks, ...rest }]) => [
                name,
                {
                  ...rest,
                  minTasks: bound(minTasks, own.minTasks),
                  maxTasks: bound(maxTasks, own.maxTasks),
                },
              ]),
            ),
          }
        : each,
    ),
  };
}

const actionsInOrder = rule<Scaling>(
  ["minTasks", "maxTasks", "strategies"],
  ({ strategies: all }) =>
    scheduledActions(all).flatMap(({ at: [, ...at], action: { minTasks, maxTasks } }) =>
      minTasks <= maxTasks
        ? []
        : [
            broken(
              [...at, "minTasks"],
              `must not be above maxTasks (${maxTasks})`,
              minTasks,
              "Lower minTasks or raise maxTasks.",
            ),
          ],
    ),
);

function strategies() {
  const rule = "must be a list of 1 to 5 strategies";
  return z
    .array(strategy, { error: rule })
    .refine(({ length }) => length >= 1 && length <= 5, { error: rule, params: {} });
}

interface ScaledService {
  service: { desiredCount?: number };
  serviceScaling: { minTasks: number; maxTasks: number };
}

/** Scaling would undo a count outside its bounds at once. */
export const desiredWithinBounds = rule<ScaledService>(
  ["service.desiredCount", "serviceScaling.minTasks", "serviceScaling.maxTasks"],
  ({ service: { desiredCount }, serviceScaling: { minTasks, maxTasks } }) =>
    desiredCount === undefined ||
    minTasks > maxTasks ||
    (desiredCount >= minTasks && desiredCount <= maxTasks)
      ? undefined
      : broken(
          "service.desiredCount",
          `must be from serviceScaling.minTasks (${minTasks}) to serviceScaling.maxTasks (${maxTasks})`,
          desiredCount,
          "Change it or the bounds.",
        ),
);
