import type { Contestant } from "./contestants";
import type { Run } from "./measurement";

export interface Summary {
  readonly name: string;
  readonly isReference: boolean;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly requestsPerProcessorSecond: number | undefined;
  /** Of the run with the least disturbance by other programs. */
  readonly bestRequestsPerSecond: number;
  readonly bestP99Ms: number;
}

export interface Comparison {
  /** The reference's worker type with more requests per second. */
  readonly reference: string;
  readonly requestsPerSecondRatio: number;
  readonly bestRequestsPerSecondRatio: number;
  readonly requestsPerProcessorSecondRatio: number | undefined;
  readonly p99Ms: number;
  readonly referenceP99Ms: number;
  /** At least 5 times the requests per second, at a lower p99. */
  readonly isGoalReached: boolean;
}

const goalRatio = 5;

export function summarize(contestant: Contestant, runs: readonly Run[]): Summary {
  const processorRates = runs.flatMap((run) => run.requestsPerProcessorSecond ?? []);
  return {
    name: contestant.name,
    isReference: contestant.isReference,
    requestsPerSecond: median(runs.map((run) => run.requestsPerSecond)),
    p50Ms: median(runs.map((run) => run.p50Ms)),
    p99Ms: median(runs.map((run) => run.p99Ms)),
    requestsPerProcessorSecond: processorRates.length > 0 ? median(processorRates) : undefined,
    bestRequestsPerSecond: Math.max(...runs.map((run) => run.requestsPerSecond)),
    bestP99Ms: Math.min(...runs.map((run) => run.p99Ms)),
  };
}

export function compare(summaries: readonly Summary[]): Comparison {
  const ranked = [...summaries].sort(
    (one, other) => other.requestsPerSecond - one.requestsPerSecond,
  );
  const ours = ranked.find((summary) => !summary.isReference);
  const reference = ranked.find((summary) => summary.isReference);
  if (ours === undefined || reference === undefined) throw new Error("Nothing to compare.");
  const ratio = ours.requestsPerSecond / reference.requestsPerSecond;
  const [rate, referenceRate] = [ours, reference].map(
    (summary) => summary.requestsPerProcessorSecond,
  );
  return {
    reference: reference.name,
    requestsPerSecondRatio: ratio,
    bestRequestsPerSecondRatio: ours.bestRequestsPerSecond / reference.bestRequestsPerSecond,
    requestsPerProcessorSecondRatio:
      rate === undefined || referenceRate === undefined ? undefined : rate / referenceRate,
    p99Ms: ours.p99Ms,
    referenceP99Ms: reference.p99Ms,
    isGoalReached: ratio >= goalRatio && ours.p99Ms < reference.p99Ms,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.slice(
    Math.floor((sorted.length - 1) / 2),
    Math.floor(sorted.length / 2) + 1,
  );
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
