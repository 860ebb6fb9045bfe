import { dollars, duration } from "./format";

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly holds: boolean;
}

const ROWS = 12;

/** Cost (x, USD an hour) against time (y, seconds) as lines of text. */
export function scatter(dots: readonly Dot[], columns: number): readonly string[] {
  const xs = dots.map(({ x }) => x);
  const ys = dots.map(({ y }) => y);
  const [left, right, bottom, top] = [
    Math.min(...xs),
    Math.max(...xs),
    Math.min(...ys),
    Math.max(...ys),
  ];
  const width = Math.max(10, columns);
  const grid = Array.from({ length: ROWS }, () => Array.from({ length: width }, () => " "));
  // Candidates that meet the assertions are drawn last, on top of the others.
  for (const { x, y, holds } of [...dots].sort(
    (one, other) => Number(one.holds) - Number(other.holds),
  )) {
    const column = Math.round(((x - left) / (right - left || 1)) * (width - 1));
    const row = ROWS - 1 - Math.round(((y - bottom) / (top - bottom || 1)) * (ROWS - 1));
    const line = grid[row];
    if (line) line[column] = holds ? "●" : "·";
  }
  const label = (row: number) =>
    (row === 0 ? duration(top) : row === ROWS - 1 ? duration(bottom) : "").padStart(12);
  const axis = `${" ".repeat(12)} └${"─".repeat(width)}`;
  const ends = `${dollars(left)}${dollars(right).padStart(width - dollars(left).length)}`;
  return [
    ...grid.map((line, row) => `${label(row)} │${line.join("").trimEnd()}`),
    axis,
    `${" ".repeat(14)}${ends}`,
  ];
}
