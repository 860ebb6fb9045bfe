import { UserError } from "../../terminal/user-error";
import type { Load } from "./load";

interface Point {
  readonly second: number;
  readonly rate: number;
}

/**
 * A load from lines of `seconds,requests/s`, which is linear between them and ends with the last one. A first line of
 * names, empty lines and lines that begin with `#` are skipped.
 *
 * @throws UserError with each wrong line
 */
export function parseLoadCsv(file: string, text: string): Load {
  const points: Point[] = [];
  const problems: string[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === "" || line.startsWith("#")) return;
    const cells = line.split(",").map((cell) => cell.trim());
    const [second = NaN, rate = NaN] = cells.map((cell) => (cell === "" ? NaN : Number(cell)));
    if (points.length === 0 && problems.length === 0 && cells.every((cell) => /[a-z]/i.test(cell)))
      return;
    const problem = problemOf(cells, second, rate, points.at(-1));
    if (problem === undefined) points.push({ second, rate });
    else problems.push(`${file}:${index + 1}: ${problem}, got "${line}".`);
  });
  const last = points.at(-1);
  if (problems.length === 0 && (points.length < 2 || last === undefined)) {
    problems.push(`${file} must have at least two lines of seconds,requests/s.`);
  }
  if (problems.length > 0 || last === undefined) throw new UserError(problems.join("\n"));
  return { name: file, seconds: last.second, rateAt: (second) => rateBetween(points, second) };
}

function problemOf(
  cells: readonly string[],
  second: number,
  rate: number,
  former: Point | undefined,
): string | undefined {
  if (cells.length !== 2 || Number.isNaN(second) || Number.isNaN(rate)) {
    return "a line must be two numbers, seconds and requests/s";
  }
  if (rate < 0) return "a rate must not be negative";
  if (former === undefined) return second === 0 ? undefined : "the first time must be 0";
  return second > former.second ? undefined : `time must rise: ${former.second} s came before`;
}

function rateBetween(points: readonly Point[], second: number): number {
  const after = points.findIndex((point) => point.second >= second);
  const next = points[after];
  if (next === undefined) return 0;
  const before = points[after - 1];
  if (before === undefined) return next.rate;
  const part = (second - before.second) / (next.second - before.second);
  return before.rate + part * (next.rate - before.rate);
}
