import cronParser from "aws-cron-parser";

const DAYS = /^(SUN|MON|TUE|WED|THU|FRI|SAT)$/;
const MONTHS = /^(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)$/;

/**
 * The problem of an Application Auto Scaling schedule, phrased to follow the field's name, or undefined.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
 */
export function scheduleProblem(value: string): string | undefined {
  const [, form, inner = ""] = /^(cron|rate|at)\((.{1,100})\)$/.exec(value) ?? [];
  if (form === "cron") return cronProblem(inner);
  if (form === "rate") {
    return isRate(inner)
      ? undefined
      : 'must have a rate of a number and its unit, as in "rate(1 day)" or "rate(6 hours)"';
  }
  if (form === "at") {
    return momentOf(value) === undefined
      ? 'must have a time that exists, as in "at(2027-01-31T07:00:00)"'
      : undefined;
  }
  return 'must be a schedule, as in "cron(0 7 ? * MON-FRI *)", "rate(1 day)" or "at(2027-01-31T07:00:00)"';
}

function cronProblem(expression: string): string | undefined {
  const fields = expression.split(" ");
  const [, , dayOfMonth = "", month = "", dayOfWeek = ""] = fields;
  if (fields.length !== 6 || (dayOfMonth === "?") === (dayOfWeek === "?")) {
    return "must have minutes, hours, day of month, month, day of week and year in its cron(), and a ? for one of the two days";
  }
  const unknown =
    unknownWord(dayOfWeek, DAYS) ??
    unknownWord(month, MONTHS) ??
    fields.find((field, index) => ![3, 4].includes(index) && /[A-KM-VX-Z]/.test(field));
  if (unknown !== undefined)
    return `must have days SUN to SAT and months JAN to DEC, not ${unknown}`;
  return neverRuns(expression)
    ? "must have a cron() that runs some day: numbers within their ranges, and a date that exists"
    : undefined;
}

function unknownWord(field: string, words: RegExp): string | undefined {
  return field.match(/[A-Z]{2,}/g)?.find((word) => !words.test(word.replace(/L$/, "")));
}

/** Days in each month. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The parser throws for numbers out of range, but does not detect dates such as February 30. */
function neverRuns(expression: string): boolean {
  if (!/^[0-9A-Z*?,/#LW -]+$/.test(expression)) return true;
  try {
    const { daysOfMonth, months } = cronParser.parse(expression);
    const days = daysOfMonth.filter((day) => typeof day === "number");
    return (
      days.length > 0 &&
      months.every((month) => days.every((day) => day > (LONGEST[Number(month) - 1] ?? 0)))
    );
  } catch {
    return true;
  }
}

function isRate(inner: string): boolean {
  const [, count, plural] = /^([1-9]\d{0,3}) (?:minute|hour|day)(s?)$/.exec(inner) ?? [];
  return count !== undefined && (count === "1") === (plural === "");
}

/** The time of an `at(…)` as if its time zone were UTC. Undefined for an invalid date, such as February 30. */
export function momentOf(schedule: string): Date | undefined {
  const [, inner] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(schedule) ?? [];
  if (inner === undefined) return undefined;
  const moment = new Date(`${inner}Z`);
  const exists = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(inner);
  return exists ? moment : undefined;
}

let timezones: ReadonlySet<string> | undefined;

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScheduledAction.html on Timezone */
export function isTimezone(value: string): boolean {
  timezones ??= new Set(["UTC", "Etc/UTC", ...Intl.supportedValuesOf("timeZone")]);
  return timezones.has(value);
}
