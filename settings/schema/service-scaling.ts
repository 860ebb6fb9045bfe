import * as z from "zod";
import { tasksPerService } from "../../aws/ecs";
import { cooldownSeconds } from "../../aws/scaling";
import { isTimezone, scheduleProblem } from "../../aws/schedules";
import { notAbove } from "../../aws/violation";
import { broken, ofAws, rule } from "../rules/rule";
import { oneOwnerOfEachMetric } from "../rules/service-scaling";
import {
  choice,
  dictionary,
  kindsOf,
  percent,
  settings,
  text,
  textWithout,
  wholeNumber,
} from "./fields";
import { alarm, comparison, steps, stepsRise, thresholdsApart, windowFits } from "./step-scaling";

const MAX_TASKS = tasksPerService[1];

const cooldowns = {
  /** Seconds after removing tasks before the next change. @default 300 */
  scaleInCooldownSeconds: wholeNumber(...cooldownSeconds).optional(),
  /** Seconds after adding tasks before more are added. @default 300 */
  scaleOutCooldownSeconds: wholeNumber(...cooldownSeconds).optional(),
};

const cpuTarget = settings({
  kind: z.literal("cpu-target"),
  /** Average CPU of the service's tasks, of what they have reserved. @default 80 */
  targetPercent: percent().default(80),
  ...cooldowns,
});

const memoryTarget = settings({
  kind: z.literal("memory-target"),
  /** Average memory of the service's tasks, of what they have reserved. @default 80 */
  targetPercent: percent().default(80),
  ...cooldowns,
});

const requestsTarget = settings({
  kind: z.literal("requests-target"),
  /** Requests a minute that each task should get. */
  requestsPerTarget: wholeNumber(1, 1_000_000_000),
  ...cooldowns,
});

/** Of the tasks' readings in a period: with "Minimum" the lowest must pass the threshold. @default "Average" */
function statistic() {
  return choice("Average", "Minimum", "Maximum").default("Average");
}

const step = settings({
  kind: z.literal("step"),
  /** What tasks use of what they reserve. @default "cpu" */
  metric: choice("cpu", "memory").default("cpu"),
  scaleOut: settings({
    ...alarm({ thresholdPercent: 60, adjustment: 1, evaluationPeriods: 1 }),
    ...steps(),
    comparison: comparison(),
    statistic: statistic(),
  })
    .check(windowFits, stepsRise)
    .prefault({}),
  scaleIn: settings({
    ...alarm({ thresholdPercent: 30, adjustment: -1, evaluationPeriods: 5 }),
    statistic: statistic(),
  })
    .check(windowFits)
    .prefault({}),
  /** Seconds after a change before the next of the same direction. @default 300 */
  cooldownSeconds: wholeNumber(...cooldownSeconds).default(300),
}).check(thresholdsApart);

const minNotAboveMax = rule<{ minTasks: number; maxTasks: number }>(
  ["minTasks", "maxTasks"],
  ofAws(({ minTasks, maxTasks }) => notAbove(["minTasks", minTasks], ["maxTasks", maxTasks])),
);

const action = settings({
  /** Such as `cron(0 7 ? * MON-FRI *)`, `rate(1 day)` or `at(2027-01-31T07:00:00)`. */
  schedule: textWithout("must be a schedule, as text", scheduleProblem),
  /** @default "UTC" */
  timezone: text('must be a time zone, as in "Europe/Berlin"', isTimezone).optional(),
  minTasks: wholeNumber(0, MAX_TASKS),
  maxTasks: wholeNumber(0, MAX_TASKS),
}).check(minNotAboveMax);

const scheduled = settings({
  kind: z.literal("scheduled"),
  /** By name: from the time of its schedule on, an action's bounds replace minTasks and maxTasks. */
  actions: dictionary(
    "of 1 to 100 letters, digits, hyphens and underscores",
    /^[\w-]{1,100}$/,
    action,
    { min: 1, max: 100 },
  ),
});

const strategy = z.discriminatedUnion(
  "kind",
  [cpuTarget, memoryTarget, requestsTarget, step, scheduled],
  kindsOf('must be a strategy, as in { kind: "cpu-target" }'),
);
export type ServiceScalingStrategy = z.output<typeof strategy>;

export interface ServiceScalingDefaults {
  readonly minTasks: number;
  readonly maxTasks: number;
  readonly strategies: z.output<typeof strategy>[];
}

/** How many tasks a service has. */
export function serviceScaling(defaults: ServiceScalingDefaults) {
  return settings({
    minTasks: wholeNumber(1, MAX_TASKS).default(defaults.minTasks),
    maxTasks: wholeNumber(1, MAX_TASKS).default(defaults.maxTasks),
    strategies: strategies().default(defaults.strategies),
  }).check(minNotAboveMax, oneOwnerOfEachMetric);
}

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
