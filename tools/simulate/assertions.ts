import { didYouMean } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import type { Summary } from "./summary";

/** A figure that can be asserted, with its units and their factors to the unit of the figure. */
const FIGURES = {
  failed: { units: { "%": 1 }, of: ({ failedPercent }: Summary) => failedPercent },
  p50: { units: { ms: 1, s: 1000 }, of: ({ latency }: Summary) => latency.p50 },
  p90: { units: { ms: 1, s: 1000 }, of: ({ latency }: Summary) => latency.p90 },
  p95: { units: { ms: 1, s: 1000 }, of: ({ latency }: Summary) => latency.p95 },
  p99: { units: { ms: 1, s: 1000 }, of: ({ latency }: Summary) => latency.p99 },
  under: { units: { "%": 1 }, of: ({ underTimeshare }: Summary) => underTimeshare },
  capacity: { units: { s: 1, m: 60 }, of: ({ secondsToCapacity }: Summary) => secondsToCapacity },
  cost: { units: { $: 1 }, of: ({ usdPerHour }: Summary) => usdPerHour },
} as const;

const WHAT_IS_ALLOWED = `Allowed: ${Object.entries(FIGURES)
  .map(([name, { units }]) => `${name} (${Object.keys(units).join(" or ")})`)
  .join(", ")}; then <, <=, > or >= and a number with its unit, such as failed<0.1% or p99<300ms.`;

export interface Assertion {
  readonly text: string;
  readonly figure: keyof typeof FIGURES;
  readonly operator: "<" | "<=" | ">" | ">=";
  readonly limit: number;
}

/** @throws UserError that shows where each text is invalid, and what is allowed */
export function readAssertions(texts: readonly string[]): readonly Assertion[] {
  const read = texts.map(readAssertion);
  const problems = read.filter((each) => typeof each === "string");
  if (problems.length > 0) throw new UserError([...problems, WHAT_IS_ALLOWED].join("\n"));
  return read.filter((each) => typeof each !== "string");
}

function readAssertion(text: string): Assertion | string {
  const wrong = (at: number, what: string) =>
    `--assert '${text}': ${what}\n  ${text}\n  ${" ".repeat(at)}^`;
  const figure = /^\s*([a-z0-9-]*)\s*/.exec(text);
  const name = figure?.[1] ?? "";
  if (!Object.hasOwn(FIGURES, name))
    return wrong(0, `there is no figure "${name}".${didYouMean(name, Object.keys(FIGURES))}`);
  let at = figure?.[0].length ?? 0;
  const operator = /^(<=|>=|<|>)\s*/.exec(text.slice(at));
  if (operator === null) return wrong(at, "expected <, <=, > or >= here.");
  at += operator[0].length;
  const number = /^(\d+(?:\.\d+)?)\s*/.exec(text.slice(at));
  if (number === null) return wrong(at, "expected a number here.");
  at += number[0].length;
  const units: Readonly<Record<string, number>> = FIGURES[name as keyof typeof FIGURES].units;
  const unit = text.slice(at).trim();
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (factor === undefined) return wrong(at, `expected ${Object.keys(units).join(" or ")} here.`);
  return {
    text,
    figure: name as keyof typeof FIGURES,
    operator: operator[1] as Assertion["operator"],
    limit: Number(number[1]) * factor,
  };
}

export interface Verdict {
  readonly assertion: Assertion;
  readonly holds: boolean;
  readonly actual: number;
  /** Whether it holds in what `--baseline` names, if it does not hold here. */
  readonly heldBefore?: boolean;
}

/** An unknown figure, such as the latency when nothing was served, fails every assertion. */
export function judge(assertions: readonly Assertion[], summary: Summary): readonly Verdict[] {
  return assertions.map((assertion) => {
    const actual = FIGURES[assertion.figure].of(summary);
    const { operator, limit } = assertion;
    const holds = {
      "<": actual < limit,
      "<=": actual <= limit,
      ">": actual > limit,
      ">=": actual >= limit,
    }[operator];
    return { assertion, holds, actual };
  });
}

/** Whether an assertion stands in the way: one that the baseline breaks as well does not. */
export function isBroken({ holds, heldBefore }: Verdict): boolean {
  return !holds && heldBefore !== false;
}
