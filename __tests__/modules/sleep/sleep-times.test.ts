import { asleepInUtc, type SleepTimes } from "../../../modules/sleep/sleep-times";

/** Evaluates metric math at a moment. */
function isAsleep(times: SleepTimes, moment: Date): boolean {
  const values = {
    minute: moment.getUTCHours() * 60 + moment.getUTCMinutes(),
    day: moment.getUTCDay() === 0 ? 7 : moment.getUTCDay(),
  };
  const expression = asleepInUtc(times, "minute", "day")
    .replaceAll("AND", "&&")
    .replaceAll("OR", "||");
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- an expression of this project
  return Boolean(new Function("minute", "day", `return ${expression}`)(values.minute, values.day));
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}

function localOf(moment: Date, clock: Intl.DateTimeFormat): { day: string; minute: number } {
  const parts = Object.fromEntries(
    clock.formatToParts(moment).map(({ type, value }) => [type, value]),
  );
  return {
    day: parts["weekday"] ?? "",
    minute: Number(parts["hour"]) * 60 + Number(parts["minute"]),
  };
}

const WEEK = 7 * 1440;
/** Minutes around both ends of a night in which clocks that change make the silence longer. */
const DAYLIGHT = 60;

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Minutes from the start of the local week at which the environment is asleep. */
function truth({ from, until, weekends }: SleepTimes): boolean[] {
  const [start, end] = [minuteOf(from), minuteOf(until)];
  const asleep = Array.from({ length: WEEK }, () => false);
  for (let day = 0; day < 7; day++) {
    const length = (end - start + 1440) % 1440;
    for (let minute = 0; minute < length; minute++)
      asleep[(day * 1440 + start + minute) % WEEK] = true;
  }
  if (weekends) {
    const from = start < end ? 5 * 1440 + start : 4 * 1440 + start;
    for (let minute = from; minute < WEEK + end; minute++) asleep[minute % WEEK] = true;
  }
  return asleep;
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const night = { from: "20:00", until: "07:00", timezone: "Europe/Berlin", weekends: true };

describe.each<SleepTimes>([
  night,
  { ...night, weekends: false },
  { ...night, timezone: "America/Los_Angeles" },
  { ...night, timezone: "Asia/Kolkata" },
  { ...night, timezone: "Pacific/Auckland" },
  { ...night, timezone: "Pacific/Kiritimati" },
  { ...night, timezone: "UTC" },
  { ...night, from: "00:30", until: "08:15" },
  { ...night, from: "00:00", until: "07:00", timezone: "UTC" },
  { ...night, from: "18:00", until: "00:00" },
  { ...night, from: "09:00", until: "17:00", timezone: "Pacific/Auckland", weekends: false },
])("$from to $until in $timezone, weekends $weekends", (times) => {
  test.each(["2027-01-11", "2027-07-12"])(
    "is silent while asleep in the week of %s, and not by day",
    (monday) => {
      const [sleeping, clock] = [truth(times), clockOf(times.timezone)];
      const wrong: string[] = [];
      let heard = 0;
      for (let minute = 0; minute < WEEK; minute += 15) {
        const moment = new Date(Date.parse(`${monday}T00:00:00Z`) + minute * 60_000);
        const { day, minute: ofDay } = localOf(moment, clock);
        const at = DAYS.indexOf(day) * 1440 + ofDay;
        const silent = isAsleep(times, moment);
        if (sleeping[at] && !silent) wrong.push(`heard ${day} ${ofDay}`);
        // Up to 15 minutes for tasks to start, and an hour for daylight saving time.
        const near = [-DAYLIGHT, DAYLIGHT + 15].some((by) => sleeping[(at - by + WEEK) % WEEK]);
        if (silent && !sleeping[at] && !near) wrong.push(`silent ${day} ${ofDay}`);
        if (!silent) heard++;
      }
      expect(wrong).toEqual([]);
      expect(heard).toBeGreaterThan(100);
    },
  );
});

test("is silent for no longer than the first minutes of the day where clocks do not change", () => {
  const times = { ...night, timezone: "UTC" };
  const at = (time: string) => isAsleep(times, new Date(`2027-01-13T${time}:00Z`));
  expect([at("19:59"), at("20:00"), at("07:14"), at("07:15")]).toEqual([false, true, true, false]);
});
