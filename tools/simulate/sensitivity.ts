import { layOut } from "../terminal/table";
import { PARAMETERS, type ParameterName, parameterNames } from "./model/parameters";
import { milliseconds, percent, dollars, duration } from "./report/format";
import { run, type Run, type Scenario } from "./run";
import type { Summary } from "./summary";

export interface Sensitivity {
  readonly name: ParameterName;
  readonly low: Summary;
  readonly high: Summary;
  /** How much the result depends on it: the largest relative change of a figure. */
  readonly weight: number;
}

/** Tries every assumption at both ends of its range and leaves the others unchanged. Returns the most important first. */
export function sensitivityOf(
  scenario: Scenario,
  { summary }: Run,
  onProgress: (share: number) => void,
): readonly Sensitivity[] {
  const effects = parameterNames.map((name, index) => {
    onProgress(index / parameterNames.length);
    const at = (value: number) =>
      run({ ...scenario, parameters: { ...scenario.parameters, [name]: value } }).summary;
    const [lowest, highest] = PARAMETERS[name].range;
    const low = at(lowest);
    const high = at(highest);
    return { name, low, high, weight: Math.max(distance(summary, low), distance(summary, high)) };
  });
  return effects.sort((one, other) => other.weight - one.weight);
}

/** The change of failed requests in percentage points, and of other figures relative to the previous value. */
function distance(one: Summary, other: Summary): number {
  const relative = (before: number, after: number) =>
    Math.abs(after - before) / Math.max(before, after, 1e-9) || 0;
  return Math.max(
    Math.abs(one.failedPercent - other.failedPercent) / 10,
    relative(one.latency.p99, other.latency.p99),
    relative(one.secondsToCapacity, other.secondsToCapacity),
    relative(one.usdPerHour, other.usdPerHour),
  );
}

/** Below this, an assumption does not matter. */
const LEAST_WEIGHT = 0.05;

export function sensitivityText(effects: readonly Sensitivity[]): string {
  const weighty = effects.filter(({ weight }) => weight >= LEAST_WEIGHT);
  const span = (low: string, high: string) => (low === high ? low : `${low} to ${high}`);
  const rows = weighty.map(({ name, low, high }) => {
    const { range, unit } = PARAMETERS[name];
    return [
      name,
      `${range[0]} to ${range[1]}${unit === "" ? "" : ` ${unit}`}`,
      span(percent(low.failedPercent), percent(high.failedPercent)),
      span(milliseconds(low.latency.p99), milliseconds(high.latency.p99)),
      span(duration(low.secondsToCapacity), duration(high.secondsToCapacity)),
      span(dollars(low.usdPerHour), dollars(high.usdPerHour)),
    ];
  });
  const others = effects.length - weighty.length;
  return [
    "Assumptions that affect the result, most important first:",
    ...layOut([
      ["assumption", "from low to high", "failed", "p99", "time to capacity", "cost an hour"],
      ...rows,
    ]),
    `The other ${others} assumptions change no figure by more than ${100 * LEAST_WEIGHT} %.`,
  ].join("\n");
}
