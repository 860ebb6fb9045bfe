const CRON_FIELD = /^[0-9A-Z*?,/#-]+$/;

/**
 * Whether Application Auto Scaling takes a schedule, as far as its form tells.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
 */
export function isSchedule(value: string): boolean {
  const [, form, inner = ""] = /^(cron|rate|at)\((.{1,100})\)$/.exec(value) ?? [];
  if (form === "cron") return isCron(inner.split(" "));
  if (form === "rate") return isRate(inner);
  return form === "at" && isMoment(inner);
}

function isCron(fields: readonly string[]): boolean {
  const days = [fields[2], fields[4]];
  return (
    fields.length === 6 &&
    fields.every((field) => CRON_FIELD.test(field)) &&
    days.filter((day) => day === "?").length === 1
  );
}

function isRate(inner: string): boolean {
  const [, count, plural] = /^([1-9]\d{0,3}) (?:minute|hour|day)(s?)$/.exec(inner) ?? [];
  return count !== undefined && (count === "1") === (plural === "");
}

function isMoment(inner: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inner) && !Number.isNaN(Date.parse(`${inner}Z`));
}

let timezones: ReadonlySet<string> | undefined;

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScheduledAction.html on Timezone */
export function isTimezone(value: string): boolean {
  timezones ??= new Set(["UTC", "Etc/UTC", ...Intl.supportedValuesOf("timeZone")]);
  return timezones.has(value);
}
