import type { NamedRun } from "../compare";
import { costOf } from "../cost";
import type { Verdict } from "../assertions";
import { type ExplainedFinding } from "../findings/explain";
import { stagesOf } from "../findings/findings";
import { PARAMETERS, parameterNames } from "../model/parameters";
import type { Run, Scenario, Speedup } from "../run";
import type { Sensitivity } from "../sensitivity";
import { loadUnit } from "./format";
import type { Summary } from "../summary";

export interface Report {
  readonly scenario: Scenario;
  readonly run: Run;
  readonly findings: readonly ExplainedFinding[];
  readonly verdicts: readonly Verdict[];
  readonly speedup: Speedup;
  /** Results of `--compare`. */
  readonly compared: readonly NamedRun[];
  /** Results of `--sensitivity`. */
  readonly effects: readonly Sensitivity[];
}

/** JSON has no NaN, so unknown values are null. */
const known = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** The report for scripts; its schema is docs/reference/simulate.schema.json. */
export function jsonReport(report: Report) {
  const { scenario, run, findings, verdicts, speedup, compared, effects } = report;
  const { result, summary } = run;
  const { read, load, incidents, parameters, seed } = scenario;
  const percentiles = ({ p50, p90, p95, p99 }: typeof result.latency) => ({
    p50: known(p50),
    p90: known(p90),
    p95: known(p95),
    p99: known(p99),
  });
  const figures = (each: Summary) => ({
    failedPercent: each.failedPercent,
    latencyMilliseconds: percentiles(each.latency),
    underTimeshare: each.underTimeshare,
    secondsToCapacity: each.secondsToCapacity,
    peak: { tasks: each.peakTasks, instances: each.peakInstances },
    usdPerHour: each.usdPerHour,
  });
  return {
    version: 1,
    system: read.system.name,
    notModelled: read.notModelled,
    load: { name: load.name, seconds: load.seconds, unit: loadUnit(read.system), incidents },
    seed,
    requests: {
      offered: result.offered,
      served: result.served,
      failed: result.failed,
      inFlight: result.inFlight,
      failures: result.failures,
      failedPercent: summary.failedPercent,
    },
    latencyMilliseconds: percentiles(summary.latency),
    secondsToCapacity: summary.secondsToCapacity,
    peak: { tasks: summary.peakTasks, instances: summary.peakInstances },
    cost: {
      usd: summary.cost.usd,
      usdPerHour: summary.usdPerHour,
      parts: summary.cost.parts,
      unknown: summary.cost.unknown,
      priceRegion: summary.cost.table.region,
    },
    elasticity: {
      tasks: result.taskElasticity.map((each, index) => ({
        service: read.system.services[index]?.name ?? "",
        speedup: speedup.tasks[index] ?? null,
        ...each,
      })),
      instances: result.instanceElasticity.map((each, index) => ({
        group: read.system.groups[index]?.name ?? "",
        speedup: speedup.instances[index] ?? null,
        ...each,
      })),
    },
    episodes: result.episodes.map((episode) => ({
      service: episode.service,
      start: episode.start,
      end: episode.end ?? null,
      demand: episode.demand,
      stages: stagesOf(episode),
    })),
    findings: findings.map(({ text, kind, change, effect }) => ({
      text,
      kind,
      change: change ? { setting: change.setting, value: change.value } : null,
      effect: effect ?? null,
    })),
    assertions: verdicts.map(({ assertion, holds, actual, heldBefore }) => ({
      text: assertion.text,
      holds,
      actual: known(actual),
      heldBefore,
    })),
    assumptions: parameterNames.map((name) => ({
      name,
      value: parameters[name],
      ...PARAMETERS[name],
    })),
    compared: compared.map((each) => ({
      name: each.name,
      ...figures(each.summary),
      elasticity: {
        tasks: each.result.taskElasticity,
        instances: each.result.instanceElasticity,
      },
    })),
    sensitivity: effects.map(({ name, weight, low, high }) => ({
      name,
      weight,
      low: figures(low),
      high: figures(high),
    })),
    intervalSeconds: result.intervalSeconds,
    intervals: result.intervals.map((interval) => ({
      time: interval.time,
      usd: costOf(read.system, read.region, read.balancers, interval.usage, interval.time).usd,
      offeredPerSecond: interval.offeredPerSecond,
      servedPerSecond: interval.servedPerSecond,
      failedPerSecond: interval.failedPerSecond,
      latencyMilliseconds: percentiles(interval.latency),
      services: interval.services.map((each) => ({
        ...each,
        cpuPercent: known(each.cpuPercent),
        queue: each.queue ?? null,
      })),
      groups: interval.groups.map((each) => ({
        ...each,
        cpuPercent: known(each.cpuPercent),
        credits: known(each.credits),
      })),
    })),
    events: result.events,
    eventsLeftOut: result.eventsLeftOut,
  };
}

export type JsonReport = ReturnType<typeof jsonReport>;
