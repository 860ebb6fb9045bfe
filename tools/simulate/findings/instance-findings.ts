import { objectiveOf } from "../model/demand";
import { tasksPerInstance } from "../model/instances/room";
import type { SimulationResult } from "../model/result";
import type { SimulatedGroup, SimulatedService } from "../model/system";
import { creditsUnlimited, largerType, lowerAlarm } from "./changes";
import { changeOf, type Finding, minute } from "./finding";

/** Burstable instances that incur surplus credits, or that are throttled without credits. */
export function credits(
  result: SimulationResult,
  group: SimulatedGroup,
  index: number,
): readonly Finding[] {
  const { credits: settings, type, vcpus } = group.instance;
  if (settings === undefined) return [];
  const { intervals, usage, load } = result;
  if (settings.mode === "standard") {
    const throttled = intervals.find(({ groups }) => (groups[index]?.throttled ?? 0) >= 0.5);
    if (throttled === undefined) return [];
    const target = group.policies.find(({ kind }) => kind === "target-tracking");
    const silent =
      target?.kind === "target-tracking" && target.target > settings.baselinePercent
        ? ` The alarm at ${target.target} % can't fire while they are held at ${settings.baselinePercent} %.`
        : "";
    return [
      {
        kind: "problem",
        text: `${group.name}: ${type} instances run out of CPU credits at ${minute(throttled.time)} and fall back to ${settings.baselinePercent} % of their ${vcpus} vCPU.${silent} Use another type, or unlimited mode.`,
        ...creditsUnlimited(group),
      },
    ];
  }
  const surplus = usage.surplusCredits[index] ?? 0;
  const { onDemand, spot } = usage.instanceSeconds[index] ?? { onDemand: 0, spot: 0 };
  const hours = (onDemand + spot) / 3600;
  // Less than a quarter of the credits earned in an hour is noise.
  if (surplus < (hours * vcpus * settings.baselinePercent * 60) / 100 / 4) return [];
  const busy = intervals.filter(
    ({ groups }) => (groups[index]?.cpuPercent ?? 0) > settings.baselinePercent,
  );
  const share = Math.round((100 * busy.length) / Math.max(1, intervals.length));
  return [
    {
      kind: "problem",
      text:
        `${group.name}: ${type} instances earn credits for ${settings.baselinePercent} % of their CPU and use more in ${share} % of ` +
        `the ${Math.round(load.seconds / 60)} minutes: you pay for ${Math.round(surplus)} surplus credits in addition to the instances.`,
      ...largerType(group),
    },
  ];
}

/** Compares the group's CPU target with the CPU of an instance full of tasks at their own target. */
export function nodeLoopTooLate(
  services: readonly SimulatedService[],
  group: SimulatedGroup,
): readonly Finding[] {
  const tracking = group.policies.find(({ kind }) => kind === "target-tracking");
  if (tracking?.kind !== "target-tracking" || group.managedScaling) return [];
  return services.flatMap((service) => {
    const isHere = service.capacity.some(
      (share) => share.kind === "group" && share.group === group.name,
    );
    const { metric, target } = objectiveOf(service);
    if (!isHere || metric !== "cpu" || service.scheduling === "daemon") return [];
    const fits = tasksPerInstance(service.task, group.instance);
    const full = (fits * service.task.cpuUnits * (target / 100)) / (group.instance.vcpus * 1024);
    const percent = Math.round(100 * full);
    if (fits === 0 || percent > tracking.target * 1.1) return [];
    const oneFree = Math.floor((100 * (fits - 1) * full) / fits);
    return [
      {
        kind: "problem" as const,
        text:
          `${group.name}: a ${group.instance.type} full of tasks of ${service.name} (${fits} of them) at their target of ${target} % ` +
          `is at ${percent} % CPU, because ${target} % of a task is ${target} % of the ${service.task.cpuUnits} units it reserves. The group's target of ` +
          `${tracking.target} % adds an instance only when the last one is already full.`,
        ...(oneFree >= 1 ? changeOf("nodeTarget", Math.max(1, oneFree - 1)) : {}),
      },
    ];
  });
}

/** Alarms of a group at a CPU that its tasks can't reach, however busy they are. */
export function silentAlarms(
  { system, options }: SimulationResult,
  group: SimulatedGroup,
): readonly Finding[] {
  const { workersPerTask } = options.parameters;
  const used = system.services.reduce((vcpus, { capacity, task, scheduling }) => {
    const isHere = capacity.some((share) => share.kind === "group" && share.group === group.name);
    const limit = task.cpuIsLimit ? task.cpuUnits / 1024 : Infinity;
    const count = scheduling === "daemon" ? 1 : tasksPerInstance(task, group.instance);
    return isHere ? vcpus + count * Math.min(workersPerTask, limit) : vcpus;
  }, 0);
  const percent = Math.min(100, (100 * used) / group.instance.vcpus);
  return group.policies.flatMap((policy) => {
    if (policy.kind === "predictive") return [];
    const isOut = policy.kind === "target-tracking" || policy.alarm.comparison.endsWith("above");
    const threshold = policy.kind === "target-tracking" ? policy.target : policy.alarm.threshold;
    if (!isOut || percent >= threshold) return [];
    return [
      {
        kind: "problem" as const,
        text:
          `${group.name}: ${policy.name} waits for ${threshold} % CPU, but the tasks of a ${group.instance.type} use ` +
          `${Math.round(percent)} % at most: a task has ${workersPerTask} process that computes, and the instance has ${group.instance.vcpus} vCPU. ` +
          "It never adds an instance. Lower the threshold, or run more workers in a task.",
        ...lowerAlarm(group, policy, percent),
      },
    ];
  });
}
