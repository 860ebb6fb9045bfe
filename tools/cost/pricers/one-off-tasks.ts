import { HOURS_PER_MONTH } from "../../../aws/prices";
import { nextTimes } from "../../simulate/model/scaling/schedule";
import { blockOf, textOf } from "../../synthesized/fields";
import type { Pricer } from "../charge";
import { byLevel } from "../levels";
import { fargateTasks } from "./tasks";

const MINUTES_PER_MONTH = HOURS_PER_MONTH * 60;

/**
 * What scheduled tasks cost while they run. Scheduler itself costs cents at these rates.
 * @see https://aws.amazon.com/eventbridge/pricing/
 */
export const scheduledTask: Pricer = (resource, pricing) => {
  const { block } = resource;
  const parameters = blockOf(blockOf(block, "target"), "ecs_parameters");
  if (parameters.task_definition_arn === undefined) return [];
  const runs = runsPerMonth(
    textOf(block, "schedule_expression", ""),
    textOf(block, "schedule_expression_timezone", "UTC"),
  );
  const minutes = pricing.assumptions.scheduledTaskMinutes;
  const share = shareOfTime(textOf(block, "state", "ENABLED"));
  return fargateTasks(resource, pricing, {
    ...parameters,
    task_definition: parameters.task_definition_arn,
    counts: byLevel((level) => (share * runs * minutes[level]) / MINUTES_PER_MONTH),
    kind: "a scheduled task",
  });
};

/**
 * What the task before a release costs, on the capacity of its service. The function that waits for it costs cents at these
 * rates: https://aws.amazon.com/lambda/pricing/
 */
export const taskBeforeRelease: Pricer = (resource, pricing) => {
  const taskDefinition = blockOf(resource.block, "triggers").task_definition;
  const { stack, assumptions } = pricing;
  const definition = stack.referenced(taskDefinition, "aws_ecs_task_definition");
  const service = stack
    .ofType("aws_ecs_service")
    .find(
      ({ block }) =>
        stack.referenced(block.task_definition, "aws_ecs_task_definition") === definition,
    );
  if (service === undefined) return [];
  const { releases, beforeReleaseMinutes: minutes } = assumptions;
  return fargateTasks(resource, pricing, {
    ...service.block,
    counts: byLevel((level) => (releases[level] * minutes[level]) / MINUTES_PER_MONTH),
    kind: "a task before a release",
  });
};

/** Of the same schedule of two colors, the live one's is enabled. */
function shareOfTime(state: string): number {
  if (state.includes("${")) return 0.5;
  return state === "DISABLED" ? 0 : 1;
}

const START = new Date("2026-11-30T00:00:00Z");
const DAY = 24 * 3_600_000;
const YEAR = 365 * DAY;
const ENOUGH = 1000;

/** Over a year, or over as much of it as tells the rate of a frequent one. What happens once is not part of a month. */
function runsPerMonth(expression: string, timezone: string): number {
  if (expression === "" || expression.startsWith("at(")) return 0;
  const next = nextTimes(expression, timezone, START);
  const times: number[] = [];
  let time = next(START);
  while (time !== undefined && time.getTime() <= START.getTime() + YEAR && times.length < ENOUGH) {
    times.push(time.getTime());
    time = next(time);
  }
  const isWhole = times.length < ENOUGH;
  // Whole weeks, as a schedule may leave out days.
  const week = 7 * DAY;
  const weeks = Math.floor(((times.at(-1) ?? START.getTime()) - START.getTime()) / week);
  const span = isWhole ? YEAR : weeks > 0 ? weeks * week : (times.at(-1) ?? 0) - START.getTime();
  const within = times.filter((each) => each <= START.getTime() + span).length;
  return (within * HOURS_PER_MONTH * 3_600_000) / span;
}
