import { knob } from "../knobs";
import { tasksPerInstance } from "../model/instances/room";
import type { SimulationResult } from "../model/result";
import type { SimulatedGroup, SimulatedService } from "../model/system";
import type { Summary } from "../summary";
import { changeOf, type Finding, minute } from "./finding";
import { spreadFirst } from "./changes";
import { fasterThan, longerCooldown } from "./scaling-changes";
import { queueFindings } from "./queue-findings";
import { credits, nodeLoopTooLate, silentAlarms } from "./instance-findings";

/** The findings of a run, most serious first. */
export function findingsOf(result: SimulationResult, summary: Summary): readonly Finding[] {
  const { system } = result;
  return [
    ...system.services.flatMap((service, index) => ceilingReached(result, service, index)),
    ...system.services.flatMap((service, index) => roomMissing(result, service, index)),
    ...system.groups.flatMap((group, index) => credits(result, group, index)),
    ...system.groups.flatMap((group) => nodeLoopTooLate(system.services, group)),
    ...system.groups.flatMap((group) => silentAlarms(result, group)),
    ...overload(result),
    ...system.services.flatMap((service, index) => queueFindings(result, service, index)),
    ...system.services.flatMap((service) => zoneFloor(service, system.zones)),
    ...timeToCapacity(result, summary),
    ...reversals(result),
    ...idle(result),
  ];
}

/** More tasks were needed than scaling may start. */
function ceilingReached(
  result: SimulationResult,
  service: SimulatedService,
  index: number,
): readonly Finding[] {
  const max = service.scaling?.max;
  if (max === undefined || service.scheduling === "daemon") return [];
  const needed = Math.ceil(
    Math.max(...result.intervals.map(({ services }) => services[index]?.demand ?? 0)) - 0.01,
  );
  if (needed <= max) return [];
  const since = result.intervals.find(({ services }) => (services[index]?.demand ?? 0) > max);
  return [
    {
      kind: "problem",
      text:
        `${service.name}: the load needs ${needed} tasks to ${service.consumes ? "keep up with the messages" : "stay at the scaling target"}, but scaling stops at ${max}, ` +
        `from ${minute(since?.time ?? 0)} on.`,
      ...changeOf("maxTasks", needed),
    },
  ];
}

/** By then, starting tasks are running. */
const LASTING_SECONDS = 10 * 60;

/** Desired tasks had no instance to run on. */
function roomMissing(
  result: SimulationResult,
  service: SimulatedService,
  index: number,
): readonly Finding[] {
  const share = service.capacity.find(({ kind }) => kind === "group");
  if (share?.kind !== "group" || service.scheduling === "daemon") return [];
  const groupIndex = result.system.groups.findIndex(({ name }) => name === share.group);
  const group = result.system.groups[groupIndex];
  if (group === undefined) return [];
  const fits = tasksPerInstance(service.task, group.instance);
  if (fits === 0)
    return [
      {
        kind: "problem",
        text: `${service.name}: a task (${service.task.cpuUnits} CPU units, ${service.task.memoryMiB} MiB) does not fit an empty ${group.instance.type}.`,
      },
    ];
  const isShort = ({ services }: (typeof result.intervals)[number]) => {
    const now = services[index];
    return now !== undefined && now.desired - now.running >= 0.99;
  };
  // A task that is starting for a few minutes does not mean that capacity is missing.
  const short = result.intervals.filter(
    (each) => isShort(each) && (each.groups[groupIndex]?.inService ?? 0) > group.max - 0.01,
  );
  const worst = short.reduce<(typeof short)[number] | undefined>(
    (most, each) =>
      most === undefined ||
      (each.services[index]?.desired ?? 0) > (most.services[index]?.desired ?? 0)
        ? each
        : most,
    undefined,
  );
  const now = worst?.services[index];
  if (worst === undefined || now === undefined) return [];
  const needed = instancesAsked(result, worst, group);
  // If all of them would suffice, starting tasks do not mean that capacity is missing.
  if (needed <= group.max && short.length * result.intervalSeconds < LASTING_SECONDS) return [];
  const asked = Math.round(now.desired);
  const first = short.find(({ services }) => (services[index]?.desired ?? 0) >= now.desired - 0.01);
  return [
    {
      kind: "problem",
      text:
        `${service.name}: ${asked} tasks were needed, but only ${Math.round(now.running)} could be placed: ` +
        `instances ran out at ${minute(first?.time ?? 0)}. A ${group.instance.type} holds ${fits}.`,
      ...changeOf("maxInstances", Math.max(needed, group.max + 1)),
    },
  ];
}

/** Instances that hold all desired tasks of an interval. */
function instancesAsked(
  { system }: SimulationResult,
  { services }: SimulationResult["intervals"][number],
  group: SimulatedGroup,
): number {
  const instances = system.services.reduce((sum, { capacity, task }, index) => {
    const isHere = capacity.some((share) => share.kind === "group" && share.group === group.name);
    const fits = tasksPerInstance(task, group.instance);
    return isHere && fits > 0 ? sum + Math.round(services[index]?.desired ?? 0) / fits : sum;
  }, 0);
  return Math.ceil(instances - 1e-9);
}

/** Tasks that were replaced because they were too busy to answer their health check. */
function overload({ events, system }: SimulationResult): readonly Finding[] {
  const failing = events.filter(({ text }) => text.includes("fail their health check"));
  const [first] = failing;
  if (first === undefined) return [];
  return [
    {
      kind: "problem",
      text:
        `${first.subject}: from ${minute(first.time)} on, tasks are too busy to answer their health check in time. ECS replaces them, ` +
        `${failing.length} times in all, which makes the others busier still. Refuse requests earlier, or keep more tasks.`,
      ...moreTasks(system, first.subject),
    },
  ];
}

function moreTasks({ services, groups }: SimulationResult["system"], name: string) {
  const min = services.find((service) => service.name === name)?.scaling?.min;
  const [group] = groups;
  if (min !== undefined) return changeOf("minTasks", 2 * min);
  return group ? changeOf("minInstances", Math.min(2 * group.min, group.max)) : {};
}

/** Whether the minimum number of tasks survives the loss of a zone. */
function zoneFloor(service: SimulatedService, zones: number): readonly Finding[] {
  const { scaling, scheduling, loadShare, placement } = service;
  if (scaling === undefined || scheduling === "daemon" || loadShare === 0) return [];
  const packs = placement[0]?.type === "binpack";
  const lost = service.capacity.some(({ kind }) => kind === "group") ? "its instance" : "it";
  if (scaling.min >= 2 && !packs) return [];
  return [
    {
      kind: "note",
      text:
        scaling.min < 2
          ? `${service.name}: with a minimum of ${scaling.min} task, losing ${lost} or one of ${zones} zones ${service.consumes ? "stops all work" : "is an outage"} until another task runs.`
          : `${service.name}: binpack places its ${scaling.min} tasks on one instance if they fit, so losing the instance or its zone is an outage. Spread across zones first.`,
      ...(scaling.min < 2 ? changeOf("minTasks", 2) : spreadFirst(service)),
    },
  ];
}

function timeToCapacity({ load, system }: SimulationResult, summary: Summary): readonly Finding[] {
  const { longestEpisode: episode, secondsToCapacity } = summary;
  if (episode === undefined || secondsToCapacity < 30) return [];
  const stages = stagesOf(episode)
    .map(({ stage, seconds }) => `${stage} ${Math.round(seconds)} s`)
    .join(", ");
  const end = episode.endedByLoad
    ? " Then the load fell."
    : episode.end === undefined
      ? ` This still lasts at the end, ${minute(load.seconds)}.`
      : "";
  return [
    {
      kind: "note",
      text:
        `${episode.service}: from ${minute(episode.start)} on, there are too few tasks for ${Math.round(secondsToCapacity)} s` +
        `${stages === "" ? "" : ` (${stages})`}, of ${episode.demand} needed.${end}`,
      ...fasterThan(system, episode.service, stagesOf(episode)),
    },
  ];
}

/** How long each stage of an episode takes. */
export function stagesOf({
  start,
  alarmAt,
  decidedAt,
  placedAt,
  runningAt,
  end,
  endedByLoad,
}: NonNullable<Summary["longestEpisode"]>): readonly {
  readonly stage: string;
  readonly seconds: number;
}[] {
  const stages: { stage: string; seconds: number }[] = [];
  let before = start;
  for (const [stage, at] of [
    ["metric and alarm", alarmAt],
    ["decision", decidedAt],
    ["instances", placedAt],
    ["start and image", runningAt],
    ["health check", endedByLoad ? undefined : end],
  ] as const) {
    if (at === undefined || at < before) continue;
    stages.push({ stage, seconds: at - before });
    before = at;
  }
  return stages;
}

const MANY_REVERSALS_A_DAY = 24;

function reversals({
  taskElasticity,
  instanceElasticity,
  system,
  load,
}: SimulationResult): readonly Finding[] {
  const named = [
    ...taskElasticity.map((each, index) => ({
      ...each,
      name: system.services[index]?.name ?? "",
      what: "tasks",
    })),
    ...instanceElasticity.map((each, index) => ({
      ...each,
      name: system.groups[index]?.name ?? "",
      what: "instances",
    })),
  ];
  return named
    .filter(
      ({ reversals: count }) => count > Math.max(3, (MANY_REVERSALS_A_DAY * load.seconds) / 86_400),
    )
    .map(({ name, what, reversals: count }) => ({
      kind: "problem" as const,
      text: `${name}: the number of ${what} reverses direction ${count} times. The scaling policies work against each other, or the target leaves no gap between scaling out and in.`,
      ...calmer(system, what, name),
    }));
}

/** A longer pause before scaling in. For instances, a lower target, whose low alarm is further from the high one. */
function calmer(system: SimulationResult["system"], what: string, subject: string) {
  const name = what === "tasks" ? "inCooldown" : "nodeTarget";
  const now = knob(name)?.get(system);
  if (now === undefined) return longerCooldown(system, subject);
  return changeOf(name, what === "tasks" ? Math.max(600, 2 * now) : Math.round(0.8 * now));
}

function idle({ instanceElasticity, system }: SimulationResult): readonly Finding[] {
  return instanceElasticity.flatMap(({ overProvisioned, overTimeshare }, index) =>
    overProvisioned >= 1 && overTimeshare > 50
      ? [
          {
            kind: "note" as const,
            text: `${system.groups[index]?.name ?? ""}: on average ${overProvisioned.toFixed(1)} more instances run than the load needs.`,
            ...fewer(system, overProvisioned),
          },
        ]
      : [],
  );
}

/** A lower minimum, or a higher target if the minimum is already 1. */
function fewer(system: SimulationResult["system"], surplus: number) {
  const min = system.groups[0]?.min ?? 0;
  if (min > 1) return changeOf("minInstances", Math.max(1, min - Math.floor(surplus)));
  const target = knob("nodeTarget")?.get(system);
  return target === undefined ? {} : changeOf("nodeTarget", Math.min(90, Math.round(1.2 * target)));
}
