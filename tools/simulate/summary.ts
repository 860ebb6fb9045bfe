import { costOf, peakUsdPerHour, type RunCost } from "./cost";
import type { Episode } from "./model/capacity-episodes";
import type { Percentiles } from "./model/requests/request-times";
import type { SimulationResult } from "./model/result";
import type { ReadSystem } from "./system/read-system";

/** The figures of a run that are compared, asserted and optimized. */
export interface Summary {
  readonly failedPercent: number;
  readonly latency: Percentiles;
  /** Percent of the time with fewer healthy tasks than the load needs, for the worst service. */
  readonly underTimeshare: number;
  /** The longest period with too few tasks, up to the end of the run. 0 if there was none. */
  readonly secondsToCapacity: number;
  readonly longestEpisode?: Episode;
  /** Mean of the run. */
  readonly usdPerHour: number;
  /** The cost of the largest number of instances at one time. */
  readonly peakUsdPerHour: number;
  readonly cost: RunCost;
  /** Largest number at one time, over all services and groups. */
  readonly peakTasks: number;
  readonly peakInstances: number;
}

export function summarize(result: SimulationResult, read: ReadSystem): Summary {
  const { offered, failed, latency, load, usage, intervals, taskElasticity, system } = result;
  const cost = costOf(system, read.region, read.balancers, usage, load.seconds);
  const durations = result.episodes.map((episode) => ({
    episode,
    seconds: (episode.end ?? load.seconds) - episode.start,
  }));
  const longest = durations.reduce<(typeof durations)[number] | undefined>(
    (most, each) => (most === undefined || each.seconds > most.seconds ? each : most),
    undefined,
  );
  const most = (of: (interval: (typeof intervals)[number]) => number) =>
    intervals.reduce((peak, interval) => Math.max(peak, of(interval)), 0);
  return {
    failedPercent: offered > 0 ? (100 * failed) / offered : 0,
    latency,
    underTimeshare: Math.max(0, ...taskElasticity.map(({ underTimeshare }) => underTimeshare)),
    secondsToCapacity: longest?.seconds ?? 0,
    ...(longest ? { longestEpisode: longest.episode } : {}),
    usdPerHour: (cost.usd * 3600) / load.seconds,
    peakUsdPerHour: peakUsdPerHour(system, read.region, intervals),
    cost,
    peakTasks: Math.round(
      most(({ services }) => services.reduce((sum, each) => sum + each.running, 0)),
    ),
    peakInstances: Math.round(
      most(({ groups }) => groups.reduce((sum, each) => sum + each.booting + each.inService, 0)),
    ),
  };
}
