import { scheduleProblem } from "../../../aws/schedules";

const NAMES: Readonly<Record<string, string>> = {
  "@yearly": "cron(0 0 1 1 ? *)",
  "@annually": "cron(0 0 1 1 ? *)",
  "@monthly": "cron(0 0 1 * ? *)",
  "@weekly": "cron(0 0 ? * 1 *)",
  "@daily": "cron(0 0 * * ? *)",
  "@midnight": "cron(0 0 * * ? *)",
  "@hourly": "cron(0 * * * ? *)",
};

/**
 * A schedule of a Scheduled Job in the words of EventBridge: a rate, a cron expression of EventBridge or of Unix, or one of
 * Copilot's names. Undefined if there is none.
 *
 * @see https://aws.github.io/copilot-cli/docs/manifest/scheduled-job/#on-schedule
 */
export function scheduleOf(text: string): string | undefined {
  const schedule = NAMES[text] ?? everyOf(text) ?? unixCron(text) ?? text;
  return scheduleProblem(schedule) === undefined ? schedule : undefined;
}

/** `@every 1h30m`, which is a rate of whole minutes. */
function everyOf(text: string): string | undefined {
  const [, hours = "0", minutes = "0"] =
    /^@every (?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:0+s)?$/.exec(text) ?? [];
  const number = Number(hours) * 60 + Number(minutes);
  return number === 0 ? undefined : `rate(${number} minute${number === 1 ? "" : "s"})`;
}

/** Five fields, of which Unix counts days of the week from 0 and EventBridge from 1, and only one kind of day may be told. */
function unixCron(text: string): string | undefined {
  const fields = text.trim().split(/\s+/);
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = ""] = fields;
  if (fields.length !== 5) return undefined;
  const isAny = (field: string) => field === "*" || field === "?";
  if (!isAny(dayOfMonth) && !isAny(dayOfWeek)) return undefined;
  const days = isAny(dayOfWeek) ? "?" : eventBridgeDays(dayOfWeek);
  const dates = days === "?" ? (dayOfMonth === "?" ? "*" : dayOfMonth) : "?";
  return `cron(${minute} ${hour} ${dates} ${month.toUpperCase()} ${days} *)`;
}

function eventBridgeDays(field: string): string {
  return field
    .toUpperCase()
    .split(",")
    .map((part) => {
      const [range = "", step] = part.split("/");
      const shifted = range.replaceAll(/\d+/g, (day) => String((Number(day) % 7) + 1));
      return step === undefined ? shifted : `${shifted}/${step}`;
    })
    .join(",");
}
