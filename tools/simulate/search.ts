import { didYouMean } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import { type Assertion, judge } from "./assertions";
import { type Knob, knob, knobNames, settableIn } from "./knobs";
import { Random } from "./model/random";
import { run, type Scenario, withSystem } from "./run";
import type { Summary } from "./summary";

export interface SearchVariable {
  readonly knob: Knob;
  readonly values: readonly number[];
}

export interface Candidate {
  readonly values: readonly number[];
  readonly summary: Summary;
  readonly holds: boolean;
}

export interface SearchResult {
  /** Whether any candidate meets the assertions. */
  readonly holds: boolean;
  readonly variables: readonly SearchVariable[];
  readonly assertions: readonly Assertion[];
  /** Best first: those that meet the assertions, then by cost, then by speed. */
  readonly ranked: readonly Candidate[];
  readonly json: object;
}

/** The maximum number of combinations tried. If there are more, a random sample of this size is tried. */
const MOST_TRIED = 200;

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

/** Tries combinations of settings. The cheapest that meets all assertions wins. */
export function search(
  scenario: Scenario,
  variables: readonly SearchVariable[],
  assertions: readonly Assertion[],
  onProgress: (share: number) => void,
): SearchResult {
  for (const { knob: each } of variables)
    if (each.get(scenario.read.system) === undefined)
      throw new UserError(
        `--search: ${scenario.read.system.name} has no ${each.name} to vary. It has ${settableIn(scenario.read.system).join(", ")}.`,
      );
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
    variables,
    assertions,
    ranked,
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
