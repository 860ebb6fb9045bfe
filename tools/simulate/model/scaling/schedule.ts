import { Cron } from "croner";
import type { ScheduledAction } from "../system";
import type { World } from "../world";

/** Default start of a run: a Monday, midnight UTC. */
export const DEFAULT_START = new Date("2026-11-30T00:00:00Z");

/**
 * Calls `act` at the times of a scheduled action: `cron(minutes hours day-of-month month day-of-week year)`,
 * `rate(5 minutes)`, `at(2026-12-01T07:00:00)`, or the five fields of a group's recurrence. Resolution is a minute.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html
 */
export function followSchedule(
  world: World,
  { expression, timezone }: Pick<ScheduledAction, "expression" | "timezone">,
  start: Date,
  act: () => void,
): void {
  const next = nextTimes(expression, timezone, start);
  const plan = (after: Date): void => {
    const time = next(after);
    if (time === undefined) return;
    world.queue.at((time.getTime() - start.getTime()) / 1000, () => {
      act();
      plan(time);
    });
  };
  plan(start);
}

/** The times of an expression, in order. */
export function nextTimes(
  expression: string,
  timezone: string,
  start: Date,
): (after: Date) => Date | undefined {
  const [, kind, inner = ""] = /^(cron|rate|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === "rate") {
    const [, count = "1", unit = "day"] = /^(\d+) (minute|hour|day)s?$/.exec(inner) ?? [];
    const seconds = Number(count) * { minute: 60, hour: 3600, day: 86_400 }[unit as "minute"];
    return (after) => new Date(after.getTime() + seconds * 1000);
  }
  if (kind === "at") {
    // A date without a time zone is in the action's time zone.
    const time = new Cron(inner, { timezone }).nextRun(new Date(start.getTime() - 1));
    return (after) => (time !== null && time > after ? time : undefined);
  }
  const cron = new Cron(kind === "cron" ? fromAws(inner) : expression, { timezone });
  return (after) => cron.nextRun(after) ?? undefined;
}

/** AWS numbers the days of the week from 1 (Sunday) and ends with a year. croner numbers them from 0 and starts with seconds. */
function fromAws(fields: string): string {
  const [minutes = "*", hours = "*", day = "*", month = "*", weekday = "*", year = "*"] =
    fields.split(/\s+/);
  const shifted = weekday.replaceAll(/\d+/g, (number, offset: number) =>
    // The number after # or / is not a day.
    ["#", "/"].includes(weekday[offset - 1] ?? "") ? number : String(Number(number) - 1),
  );
  return ["0", minutes, hours, day, month, shifted, year].join(" ");
}
