/** Hours in which an environment is asleep. */
export interface SleepTimes {
  /** "20:00" */
  readonly from: string;
  /** "07:00" */
  readonly until: string;
  /** Name of an IANA time zone. */
  readonly timezone: string;
  /** Whether Saturday and Sunday are slept through. */
  readonly weekends: boolean;
}

const DAY = 1440;
const WEEK = 7 * DAY;

/** Minutes that tasks are given to stop before the instances do. */
const TASKS_STOP = 15;
/** Minutes that instances are given to join the cluster before the tasks start. */
const INSTANCES_START = 5;
/** Minutes after tasks start when alarms count again. */
const TASKS_START = 15;

/** Minutes of the day, from its start. */
export function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** Schedules of the tasks: expressions of Application Auto Scaling. */
export function taskSchedules({ from, until, weekends }: SleepTimes) {
  const [asleep, awake] = [minuteOf(from), minuteOf(until)];
  return {
    // Every day, so that whoever wakes it on a Saturday need not think of putting it to sleep again.
    asleep: `cron(${clock(asleep)} * * ? *)`,
    awake: `cron(${clock(awake)} ${weekends ? "? * MON-FRI" : "* * ?"} *)`,
  };
}

/** Schedules of the instances: recurrences of an Auto Scaling group. */
export function instanceSchedules({ from, until, weekends }: SleepTimes) {
  const asleep = (minuteOf(from) + TASKS_STOP) % DAY;
  const awake = minuteOf(until) - INSTANCES_START;
  // Five minutes before midnight is the day before.
  const days = awake < 0 ? "0-4" : "1-5";
  return {
    asleep: `${clock(asleep)} * * *`,
    awake: `${clock((awake + DAY) % DAY)} * * ${weekends ? days : "*"}`,
  };
}

function clock(minute: number): string {
  return `${minute % 60} ${Math.floor(minute / 60)}`;
}

/**
 * Metric math for "asleep, or just awake". CloudWatch knows UTC only: where clocks change, an hour more counts as asleep.
 *
 * @param minute the expression of the minute of the day, in UTC
 * @param day the expression of the day of the week: Monday is 1
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html on HOUR, MINUTE and DAY
 */
export function asleepInUtc(
  { from, until, timezone, weekends }: SleepTimes,
  minute: string,
  day: string,
): string {
  const offsets = offsetsOf(timezone);
  const [start, end] = [minuteOf(from), minuteOf(until) + TASKS_START];
  const earliest = start - Math.max(...offsets);
  const latest = end - Math.min(...offsets);
  const night = within(minute, earliest, latest, DAY);
  if (!weekends) return night;
  const FRIDAY = 4 * DAY;
  // A night that begins after midnight begins on Saturday.
  const friday = FRIDAY + (minuteOf(from) < minuteOf(until) ? DAY : 0);
  const weekend = within(
    `(${day} - 1) * ${DAY} + ${minute}`,
    friday + earliest,
    WEEK + latest,
    WEEK,
  );
  return `${night} OR ${weekend}`;
}

/** Whether a value is from `start` to before `end`, both on a circle of the given length. */
function within(value: string, start: number, end: number, length: number): string {
  const [first, last] = [modulo(start, length), modulo(end, length)];
  return first < last
    ? `((${value}) >= ${first} AND (${value}) < ${last})`
    : `((${value}) >= ${first} OR (${value}) < ${last})`;
}

function modulo(value: number, length: number): number {
  return ((value % length) + length) % length;
}

/** Minutes by which a time zone is ahead of UTC: two where clocks change. A fixed year makes the same JSON of every synth. */
function offsetsOf(timezone: string): readonly number[] {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: timezone,
    timeZoneName: "longOffset",
  });
  const months = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2027, month, 15)));
  return [
    ...new Set(
      months.map((date) => {
        const name = format.formatToParts(date).find(({ type }) => type === "timeZoneName");
        const [, sign = "+", hours = "0", minutes = "0"] =
          /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name?.value ?? "") ?? [];
        return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
      }),
    ),
  ];
}
