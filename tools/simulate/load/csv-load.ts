import { UserError } from "../../terminal/user-error";
import type { Load } from "../model/load";

const LONGEST_SECONDS = 31 * 86_400;

/**
 * Reads a load from lines of `time,requests/s`. Times are seconds, `h:mm[:ss]` or ISO dates, and the first is the
 * start. A rate applies until the next line; the last one applies for as long as the previous one. The first line may
 * be a header.
 *
 * @throws UserError with all mistakes, each with its line
 */
export function csvLoad(name: string, text: string): Load {
  const problems: string[] = [];
  const points: { time: number; rate: number }[] = [];
  const lines = text
    .replace(/^\uFEFF/, "")
    .trimEnd()
    .split(/\r?\n/);
  lines.forEach((line, index) => {
    const [timeText = "", rateText = "", ...others] = line
      .split(/[,;\t]/)
      .map((cell) => cell.trim());
    const problem = (rule: string) => problems.push(`${name}, line ${index + 1}: ${rule}`);
    if (index === 0 && /^[a-z]/i.test(timeText)) return;
    if (timeText === "" || rateText === "") {
      problem(
        `must have a time and a rate, got "${line}". Add the missing value or remove the line.`,
      );
      return;
    }
    if (others.some((cell) => cell !== "")) {
      problem(`must have two columns, got ${others.length + 2}.`);
      return;
    }
    const time = secondsOf(timeText);
    const rate = Number(rateText);
    if (time === undefined)
      problem(`the time must be seconds, h:mm[:ss] or an ISO date, got "${timeText}".`);
    if (!Number.isFinite(rate)) problem(`the rate must be a number, got "${rateText}".`);
    else if (rate < 0) problem(`the rate must not be negative, got ${rateText}.`);
    const former = points.at(-1);
    if (time !== undefined && former !== undefined && time <= former.time)
      problem(`the time must be after the time of the previous line, got "${timeText}".`);
    points.push({ time: time ?? former?.time ?? 0, rate });
  });
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2)
    problems.push(`${name} must have at least two lines of time and rate, got ${points.length}.`);
  else if (last.time - first.time > LONGEST_SECONDS)
    problems.push(`${name} must not be longer than 31 days.`);
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return loadOf(name, points);
}

function secondsOf(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const [, hours, minutes, seconds = "0"] = /^(\d+):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  if (hours !== undefined) return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const date = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : date / 1000;
}

function loadOf(name: string, points: readonly { time: number; rate: number }[]): Load {
  const start = points[0]?.time ?? 0;
  const times = points.map(({ time }) => time - start);
  const count = times.length;
  const end = times[count - 1] ?? 0;
  const seconds = Math.ceil(end + end - (times[count - 2] ?? 0));
  let at = 0;
  return {
    name,
    seconds,
    rateAt: (second) => {
      if ((times[at] ?? 0) > second) at = 0;
      while (at + 1 < count && (times[at + 1] ?? Infinity) <= second) at++;
      return points[at]?.rate ?? 0;
    },
  };
}
