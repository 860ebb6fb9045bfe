import type { Contestant } from "./contestants";
import type { Run } from "./measurement";

export interface Summary {
  readonly name: string;
  readonly isReference: boolean;
  readonly logsRequests: boolean;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly requestsPerProcessorSecond: number | undefined;
}

export interface Comparison {
  readonly logsRequests: boolean;
  /** Of the reference's workers, the one with more requests per second. */
  readonly reference: string;
  readonly requestsPerSecondRatio: number;
  readonly requestsPerProcessorSecondRatio: number | undefined;
  readonly p99Ms: number;
  readonly referenceP99Ms: number;
  /** At least 5 times the requests per second at a lower p99. */
  readonly isGoalReached: boolean;
}

const goalRatio = 5;

export function summarize(contestant: Contestant, runs: readonly Run[]): Summary {
  const processorRates = runs.flatMap((run) => run.requestsPerProcessorSecond ?? []);
  return {
    name: contestant.name,
    isReference: contestant.isReference,
    logsRequests: contestant.logsRequests,
    requestsPerSecond: median(runs.map((run) => run.requestsPerSecond)),
    p50Ms: median(runs.map((run) => run.p50Ms)),
    p99Ms: median(runs.map((run) => run.p99Ms)),
    requestsPerProcessorSecond: processorRates.length > 0 ? median(processorRates) : undefined,
  };
}

export function compare(summaries: readonly Summary[], logsRequests: boolean): Comparison {
  const alike = summaries
    .filter((summary) => summary.logsRequests === logsRequests)
    .sort((one, other) => other.requestsPerSecond - one.requestsPerSecond);
  const ours = alike.find((summary) => !summary.isReference);
  const reference = alike.find((summary) => summary.isReference);
  if (ours === undefined || reference === undefined) throw new Error("Nothing to compare.");
  const ratio = ours.requestsPerSecond / reference.requestsPerSecond;
  const [rate, referenceRate] = [ours, reference].map(
    (summary) => summary.requestsPerProcessorSecond,
  );
  return {
    logsRequests,
    reference: reference.name,
    requestsPerSecondRatio: ratio,
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
