import { blockOf, textOf } from "../synthesized/fields";
import { nextTimes } from "../simulate/model/scaling/schedule";
import { numberIn, type Resource, type StackView } from "./stack-view";

/** Scaling bounds, and the share of a week for which they apply. */
export interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
  readonly share: number;
}

interface Change {
  readonly at: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

const WEEK = 7 * 24 * 3_600_000;
/** Two weeks: the first one provides the last action before the second one. */
const START = new Date("2026-11-30T00:00:00Z");
const SECOND = START.getTime() + WEEK;
const END = SECOND + WEEK;

/** The bounds of a service's scalable target during a week of its scheduled actions. */
export function boundsOfTarget(
  stack: StackView,
  target: Resource,
  own: Omit<Bounds, "share">,
): readonly Bounds[] {
  const changes = stack
    .referring("aws_appautoscaling_scheduled_action", target)
    .flatMap(({ block }) => {
      const action = blockOf(block, "scalable_target_action");
      const timezone = textOf(block, "timezone", "UTC");
      return changesAt(textOf(block, "schedule", ""), timezone, {
        minimum: numberIn(action, "min_capacity"),
        maximum: numberIn(action, "max_capacity"),
      });
    });
  return overWeek(own, changes);
}

/** The bounds of an Auto Scaling group during a week of its scheduled actions. */
export function boundsOfGroup(
  stack: StackView,
  group: Resource,
  own: Omit<Bounds, "share">,
): readonly Bounds[] {
  const changes = stack.referring("aws_autoscaling_schedule", group).flatMap(({ block }) =>
    changesAt(textOf(block, "recurrence", ""), textOf(block, "time_zone", "UTC"), {
      minimum: notKept(numberIn(block, "min_size")),
      maximum: notKept(numberIn(block, "max_size")),
    }),
  );
  return overWeek(own, changes);
}

/** -1 leaves a value as it is. */
function notKept(size: number | undefined): number | undefined {
  return size === undefined || size < 0 ? undefined : size;
}

function changesAt(
  expression: string,
  timezone: string,
  bounds: Omit<Change, "at">,
): readonly Change[] {
  // A one-time action is not part of a typical month.
  if (expression === "" || expression.startsWith("at(")) return [];
  const next = nextTimes(expression, timezone, START);
  const changes: Change[] = [];
  for (let time = next(START); time !== undefined && time.getTime() < END; time = next(time)) {
    changes.push({ at: time.getTime(), ...bounds });
  }
  return changes;
}

function overWeek(own: Omit<Bounds, "share">, changes: readonly Change[]): readonly Bounds[] {
  if (changes.length === 0) return [{ ...own, share: 1 }];
  const spans: Bounds[] = [];
  let { minimum, maximum } = own;
  let since = START.getTime();
  const until = (end: number): void => {
    const share = (end - Math.max(since, SECOND)) / WEEK;
    if (share > 0) spans.push({ minimum, maximum, share });
    since = end;
  };
  for (const change of [...changes].sort((one, other) => one.at - other.at)) {
    until(change.at);
    minimum = change.minimum ?? minimum;
    maximum = change.maximum ?? maximum;
  }
  until(END);
  return spans;
}
