import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../terminal/user-error";
import { Measurements, type ExportedMeasurements } from "../generator/measurements";
import { reportFrom, type LoadTestReport } from "../report/report";
import type { Part } from "./part";

/** Fields in the report of a part that merging needs. */
export interface PartReport extends LoadTestReport {
  readonly part: Part;
  readonly measurements: ExportedMeasurements;
}

/** Parts that started further apart than this do not form one load. */
const MOST_APART_SECONDS = 1;

/**
 * Merges the reports of all parts of a load.
 *
 * @param folders folders that each contain the report.json of one part
 * @throws UserError that lists everything that does not match
 */
export function mergeReports(folders: readonly string[]): LoadTestReport {
  const parts = folders.map(readPart);
  const [first] = parts;
  if (first === undefined) throw new UserError("--merge needs the folders of all parts.");
  const problems = [...missingOf(parts, first), ...problemsOf(parts, first)];
  if (problems.length > 0)
    throw new UserError(problems.map((each) => `--merge: ${each}`).join("\n"));
  return mergeParts(parts, first);
}

/**
 * Merges the existing parts of a load.
 *
 * @param first one of the parts
 * @param known problems to report in addition to those found in the parts
 */
export function mergeParts(
  parts: readonly PartReport[],
  first: PartReport,
  known: readonly string[] = [],
): LoadTestReport {
  const starts = parts.map(({ startedAt }) => Date.parse(startedAt));
  const longest = parts.reduce((one, other) =>
    other.intervals.length > one.intervals.length ? other : one,
  );
  return reportFrom({
    url: first.url,
    load: first.load,
    startedAt: new Date(Math.min(...starts)).toISOString(),
    seconds: Math.max(...parts.map(({ seconds }) => seconds)),
    stopped: parts.some(({ stopped }) => stopped),
    receivedBytes: parts.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0),
    measurements: Measurements.merged(parts.map(({ measurements }) => measurements)),
    targetAt: (second) =>
      first.part.of * (longest.intervals[Math.floor(second / first.intervalSeconds)]?.target ?? 0),
    // Each part may contain a recording and a simulation. One of each is enough.
    recording: parts.find(({ recording }) => recording)?.recording,
    simulated: parts.find(({ simulated }) => simulated)?.simulated,
    problems: [...known, ...problemsOf(parts, first)],
  });
}

function missingOf(parts: readonly PartReport[], { part: { of } }: PartReport): readonly string[] {
  const numbers = parts.map(({ part }) => part.number);
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter(
    (number) => !numbers.includes(number),
  );
  return missing.length > 0 ? [`part ${missing.join(", ")} of ${of} is missing.`] : [];
}

function problemsOf(parts: readonly PartReport[], first: PartReport): readonly string[] {
  const { of } = first.part;
  const numbers = parts.map(({ part }) => part.number);
  const starts = parts.map(({ startedAt }) => Date.parse(startedAt));
  const apart = (Math.max(...starts) - Math.min(...starts)) / 1000;
  return [
    ...(new Set(numbers).size < numbers.length ? ["a part is given twice."] : []),
    ...parts.flatMap((each) => {
      const name = `part ${each.part.number}`;
      if (each.part.of !== of) return [`${name} is one of ${each.part.of} parts, not of ${of}.`];
      return each.load === first.load && each.url === first.url
        ? []
        : [`${name} sent ${each.load} to ${each.url}, not ${first.load} to ${first.url}.`];
    }),
    ...(apart > MOST_APART_SECONDS
      ? [
          `the parts started ${apart.toFixed(1)} s apart, so they do not form one load. Give all of them the same --at.`,
        ]
      : []),
  ];
}

function readPart(folder: string): PartReport {
  const file = join(folder, "report.json");
  if (!existsSync(file)) throw new UserError(`--merge: ${file} does not exist.`);
  const report = JSON.parse(readFileSync(file, "utf8")) as PartReport | LoadTestReport;
  if ("part" in report) return report;
  throw new UserError(`--merge: ${file} is not part of a load: it was sent without --part.`);
}
