import { didYouMean } from "../terminal/nearest";
import type { Styles } from "../terminal/style";
import { layOut } from "../terminal/table";
import { UserError } from "../terminal/user-error";
import { type Assertion, judge } from "./assertions";
import { type Knob, knob, knobNames } from "./knobs";
import { Random } from "./model/random";
import { dollars, duration, milliseconds, percent } from "./report/format";
import { scatter } from "./report/scatter";
import { run, type Scenario, withSystem } from "./run";
import type { Summary } from "./summary";

export interface SearchVariable {
  readonly knob: Knob;
  readonly values: readonly number[];
}

interface Candidate {
  readonly values: readonly number[];
  readonly summary: Summary;
  readonly holds: boolean;
}

export interface SearchResult {
  readonly holds: boolean;
  readonly json: object;
  text(columns: number, styles: Styles): string;
}

/** Settings tried at most; of more combinations, so many at random. */
const MOST_TRIED = 200;
const MOST_SHOWN = 8;

/** @throws UserError with every unknown setting and every range that can't be read */
export function readSearch(given: Readonly<Record<string, string>>): readonly SearchVariable[] {
  const problems: string[] = [];
  const variables = Object.entries(given).flatMap(([name, text]) => {
    const found = knob(name);
    const values = valuesIn(text);
    if (found === undefined)
      problems.push(`--search: there is no setting ${name}.${didYouMean(name, knobNames)}`);
    if (values === undefined)
      problems.push(
        `--search: ${name} must be a range such as 3..8 or 40..80:10, or a list such as 20,60, got "${text}".`,
      );
    return found === undefined || values === undefined ? [] : [{ knob: found, values }];
  });
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return variables;
}

function valuesIn(text: string): readonly number[] | undefined {
  const range = /^(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)(?::(\d+(?:\.\d+)?))?$/.exec(text);
  if (range) {
    const [from = 0, to = 0, step = 1] = range
      .slice(1)
      .map((part) => (part ? Number(part) : undefined));
    if (to < from || step <= 0) return undefined;
    return Array.from(
      { length: Math.floor((to - from) / step + 1e-9) + 1 },
      (_, index) => from + index * step,
    );
  }
  return /^\d+(\.\d+)?(,\d+(\.\d+)?)*$/.test(text) ? text.split(",").map(Number) : undefined;
}

/** Tries combinations of settings; the cheapest that holds all assertions wins. */
export function search(
  scenario: Scenario,
  variables: readonly SearchVariable[],
  assertions: readonly Assertion[],
  onProgress: (share: number) => void,
): SearchResult {
  for (const { knob: each } of variables)
    if (each.get(scenario.read.system) === undefined)
      throw new UserError(`--search: ${scenario.read.system.name} has no ${each.name} to vary.`);
  const combinations = chosenCombinations(variables, scenario.seed);
  const candidates = combinations.map((values, index): Candidate => {
    onProgress(index / combinations.length);
    const system = variables.reduce(
      (before, { knob: each }, at) => each.set(before, values[at] ?? 0),
      scenario.read.system,
    );
    const { summary } = run(withSystem(scenario, system));
    return { values, summary, holds: judge(assertions, summary).every(({ holds }) => holds) };
  });
  const ranked = [...candidates].sort(
    (one, other) =>
      Number(other.holds) - Number(one.holds) ||
      one.summary.usdPerHour - other.summary.usdPerHour ||
      one.summary.secondsToCapacity - other.summary.secondsToCapacity,
  );
  const isHeld = ranked[0]?.holds === true;
  return {
    holds: isHeld,
    json: {
      holds: isHeld,
      tried: candidates.length,
      candidates: ranked.map(({ values, summary, holds }) => ({
        settings: Object.fromEntries(
          variables.map(({ knob: each }, at) => [each.name, values[at]]),
        ),
        holds,
        usdPerHour: summary.usdPerHour,
        secondsToCapacity: summary.secondsToCapacity,
        failedPercent: summary.failedPercent,
        p99Milliseconds: summary.latency.p99,
      })),
    },
    text: (columns, styles) => searchText(ranked, variables, assertions, columns, styles),
  };
}

function chosenCombinations(
  variables: readonly SearchVariable[],
  seed: number,
): readonly (readonly number[])[] {
  const size = variables.reduce((product, { values }) => product * values.length, 1);
  const combination = (index: number): readonly number[] => {
    let rest = index;
    return variables.map(({ values }) => {
      const value = values[rest % values.length] ?? 0;
      rest = Math.floor(rest / values.length);
      return value;
    });
  };
  if (size <= MOST_TRIED) return Array.from({ length: size }, (_, index) => combination(index));
  const random = Random.stream(seed, "search");
  const chosen = new Set<number>();
  while (chosen.size < MOST_TRIED) chosen.add(Math.floor(random.next() * size));
  return [...chosen].map(combination);
}

function searchText(
  ranked: readonly Candidate[],
  variables: readonly SearchVariable[],
  assertions: readonly Assertion[],
  columns: number,
  { bold, green, red, dim }: Styles,
): string {
  const held = ranked.filter(({ holds }) => holds);
  const [best] = held;
  const settings = (values: readonly number[]) =>
    variables.map(({ knob: each }, at) => `${each.setting}: ${values[at] ?? 0}`).join(", ");
  const rows = ranked
    .slice(0, MOST_SHOWN)
    .map(({ values, summary, holds }) => [
      holds ? "✓" : "✗",
      ...values.map(String),
      `${dollars(summary.usdPerHour)}/h`,
      percent(summary.failedPercent),
      milliseconds(summary.latency.p99),
      duration(summary.secondsToCapacity),
    ]);
  const what =
    assertions.length > 0 ? assertions.map(({ text }) => text).join(", ") : "no assertion";
  return [
    `${ranked.length} settings tried, ${held.length} hold (${what}).`,
    best === undefined
      ? red("None holds. The nearest by cost:")
      : `${green("Cheapest:")} ${bold(settings(best.values))}`,
    "",
    ...layOut([
      ["", ...variables.map(({ knob: each }) => each.name), "cost", "failed", "p99", "to capacity"],
      ...rows,
    ]),
    "",
    "Cost an hour (right is dearer) against the longest time to capacity (up is slower):",
    ...scatter(
      ranked.map(({ summary, holds }) => ({
        x: summary.usdPerHour,
        y: summary.secondsToCapacity,
        holds,
      })),
      Math.min(80, columns - 14),
    ),
    dim("● holds   · does not"),
  ].join("\n");
}
