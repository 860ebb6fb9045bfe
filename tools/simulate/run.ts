import { demandPerRequest } from "./model/demand";
import { type Elasticity, ElasticityMeter, elasticSpeedup } from "./model/elasticity";
import type { Incident, Load } from "./model/load";
import type { Parameters } from "./model/parameters";
import type { SimulationResult } from "./model/result";
import { simulate } from "./model/simulation";
import type { SimulatedSystem } from "./model/system";
import { type Summary, summarize } from "./summary";
import type { ReadSystem } from "./system/read-system";

/** One system under one load: everything that a run needs. */
export interface Scenario {
  readonly read: ReadSystem;
  readonly load: Load;
  readonly incidents: readonly Incident[];
  readonly parameters: Parameters;
  readonly seed: number;
  /** Told now and then how much of a run is done. @default nobody */
  readonly onProgress?: (share: number) => void;
}

export interface Run {
  readonly result: SimulationResult;
  readonly summary: Summary;
}

export function run(
  scenario: Scenario,
  onProgress: ((share: number) => void) | undefined = scenario.onProgress,
): Run {
  const { read, load, incidents, parameters, seed } = scenario;
  const options = { parameters, seed, incidents, ...(onProgress ? { onProgress } : {}) };
  const result = simulate(read.system, load, options);
  return { result, summary: summarize(result, read) };
}

/** The scenario with another system. */
export function withSystem(scenario: Scenario, system: SimulatedSystem): Scenario {
  return { ...scenario, read: { ...scenario.read, system } };
}

/** Elastic speed-up by service and by group: above 1 where scaling follows the load better than a fixed number. */
export interface Speedup {
  readonly tasks: readonly number[];
  readonly instances: readonly number[];
}

/** Compares a run with one that has a fixed number of tasks and instances, equal to the average demand. */
export function speedupOf({ result }: Run): Speedup {
  const { intervals, taskElasticity, instanceElasticity } = result;
  return {
    tasks: taskElasticity.map((each, index) =>
      elasticSpeedup(
        each,
        fixedAtMean(intervals.map(({ services }) => services[index]?.demand ?? 0)),
      ),
    ),
    instances: instanceElasticity.map((each, index) =>
      elasticSpeedup(each, fixedAtMean(intervals.map(({ groups }) => groups[index]?.demand ?? 0))),
    ),
  };
}

function fixedAtMean(demands: readonly number[]): Elasticity {
  const mean = demands.reduce((sum, demand) => sum + demand, 0) / Math.max(1, demands.length);
  const meter = new ElasticityMeter();
  for (const demand of demands) meter.add(demand, Math.round(mean));
  return meter.result;
}

/** A usual load, as a share of what the minimum number of tasks handles at its target. */
const EASY_SHARE = 0.6;

/** A rate that the system's minimum number of tasks handles easily. */
export function easyRate({ services, groups }: SimulatedSystem, parameters: Parameters): number {
  const rates = services
    .filter(({ loadShare }) => loadShare > 0)
    .map((service) => {
      const tasks = Math.max(1, service.scaling?.min ?? service.desiredCount);
      return tasks / demandPerRequest(service, groups, parameters) / service.loadShare;
    });
  return Math.max(1, Math.round(EASY_SHARE * Math.min(...rates)));
}
