import { unfinishedShare } from "../model/messages/message-station";
import type { SimulationResult } from "../model/result";
import type { SimulatedService } from "../model/system";
import { count, duration } from "../report/format";
import { keepBusyTasks } from "./scaling-changes";
import { changeOf, type Finding, minute } from "./finding";

/** What a run shows about the queue of a service. */
export function queueFindings(
  result: SimulationResult,
  service: SimulatedService,
  index: number,
): readonly Finding[] {
  if (service.consumes === undefined) return [];
  return [
    ...messagesTakeTooLong(result, service),
    ...lostMessages(result, service),
    ...neverCatchesUp(result, service, index),
    ...removesBusyTasks(result, service, index),
    ...longestWait(result, service, index),
  ];
}

/** The time of a message against the limits of the program, the queue and the task. */
function messagesTakeTooLong(
  { options }: SimulationResult,
  { name, consumes }: SimulatedService,
): readonly Finding[] {
  if (consumes === undefined) return [];
  const { messageSeconds } = options.parameters;
  const { timeoutSeconds, queue, stopTimeoutSeconds } = consumes;
  const problem = (text: string): Finding => ({ kind: "problem", text: `${name}: ${text}` });
  const takes = `a message takes ${messageSeconds} s (messageSeconds)`;
  return [
    ...(timeoutSeconds !== undefined && messageSeconds > timeoutSeconds
      ? [
          problem(
            `${takes}, but a task gives it up after ${timeoutSeconds} s, so every message fails. ` +
              "Raise messages.timeoutSeconds and queue.visibilityTimeoutSeconds.",
          ),
        ]
      : []),
    ...(messageSeconds > queue.visibilityTimeoutSeconds
      ? [
          problem(
            `${takes}, but SQS hands it out again after ${queue.visibilityTimeoutSeconds} s, while a task still works on it. ` +
              "The simulation does not count this double work. Raise queue.visibilityTimeoutSeconds.",
          ),
        ]
      : []),
    ...(unfinishedShare(consumes, messageSeconds) > 0
      ? [
          problem(
            `${takes}, but a task that is stopped is killed after ${stopTimeoutSeconds} s. Its messages come back after ` +
              `${queue.visibilityTimeoutSeconds} s. Set scaleInProtection to true, or raise container.stopTimeoutSeconds.`,
          ),
        ]
      : []),
  ];
}

/** Messages in the dead-letter queue, and those that SQS deleted. */
function lostMessages(
  { failures }: SimulationResult,
  { name, consumes }: SimulatedService,
): readonly Finding[] {
  if (consumes === undefined) return [];
  const { maxReceives, visibilityTimeoutSeconds, retentionSeconds } = consumes.queue;
  const dead =
    failures.deadLettered >= 0.5
      ? [
          `${name}: ${count(failures.deadLettered)} messages failed ${maxReceives ?? 0} times and moved to the dead-letter queue, ` +
            `${duration((maxReceives ?? 0) * visibilityTimeoutSeconds)} or more after a task first received them. Until then each takes the place of others ` +
            `${maxReceives ?? 0} times. Find the cause, then move them back with a redrive.`,
        ]
      : [];
  const expired =
    failures.expired >= 0.5
      ? [
          `${name}: SQS deleted ${count(failures.expired)} messages that no task had processed within ${duration(retentionSeconds)}. ` +
            "Raise queue.retentionDays, or process messages faster.",
        ]
      : [];
  return [...dead, ...expired].map((text) => ({ kind: "problem", text }));
}

/** A message waits this long behind others before it counts as a backlog. */
const BACKLOG_SECONDS = 60;

/** The backlog grows, although scaling runs as many tasks as it may. */
function neverCatchesUp(
  { intervals }: SimulationResult,
  { name, scaling }: SimulatedService,
  index: number,
): readonly Finding[] {
  const max = scaling?.max;
  const latest = intervals
    .slice(-Math.ceil(intervals.length / 10))
    .flatMap(({ services }) => services[index] ?? []);
  const [former, last] = [latest[0], latest.at(-1)];
  if (max === undefined || !former?.queue || !last?.queue) return [];
  if (last.queue.oldestSeconds < BACKLOG_SECONDS || last.queue.waiting <= former.queue.waiting)
    return [];
  // If the load alone needs more, another finding says so.
  if (last.demand > max || latest.some(({ healthy }) => healthy < max - 0.5)) return [];
  const { waiting, oldestSeconds } = last.queue;
  return [
    {
      kind: "problem",
      text:
        `${name}: with ${max} tasks, the most that scaling may run, messages are sent faster than they are processed. At the end ` +
        `${count(waiting)} wait, the oldest for ${duration(oldestSeconds)}.`,
      ...changeOf("maxTasks", Math.max(Math.ceil(1.25 * last.demand), max + 1)),
    },
  ];
}

/** Tasks beyond the minimum that are removed although the load needs them. */
function removesBusyTasks(
  { intervals }: SimulationResult,
  service: SimulatedService,
  index: number,
): readonly Finding[] {
  const { name, scaling } = service;
  const policy = scaling?.policies.find(
    (each) => each.kind === "target-tracking" && each.metric === "custom",
  );
  if (policy?.kind !== "target-tracking" || policy.custom?.source.of !== "math") return [];
  const metrics = Object.values(policy.custom.source.inputs).map(({ source }) => source.metric);
  if (!metrics.includes("visible-messages") || metrics.includes("messages-in-flight")) return [];
  const falls = intervals.filter((interval, at) => {
    const before = intervals[at - 1]?.services[index];
    const now = interval.services[index];
    if (!before || !now) return false;
    return now.desired < before.desired - 0.5 && now.desired < now.demand - 0.5;
  });
  const [first] = falls;
  if (first === undefined) return [];
  return [
    {
      kind: "problem",
      text:
        `${name}: at ${minute(first.time)} scaling removes tasks that the load needs, because it counts only messages that wait. ` +
        "While enough tasks run, none waits, and the backlog per task looks like no work at all. Count the messages that tasks work on, too.",
      ...keepBusyTasks(service, policy),
    },
  ];
}

function longestWait(
  { intervals }: SimulationResult,
  { name, scaling }: SimulatedService,
  index: number,
): readonly Finding[] {
  const oldest = (interval: (typeof intervals)[number]) =>
    interval.services[index]?.queue?.oldestSeconds ?? 0;
  const worst = intervals.reduce<(typeof intervals)[number] | undefined>(
    (most, each) => (most === undefined || oldest(each) > oldest(most) ? each : most),
    undefined,
  );
  if (worst === undefined || oldest(worst) < BACKLOG_SECONDS) return [];
  const waiting = Math.max(
    ...intervals.map(({ services }) => services[index]?.queue?.waiting ?? 0),
  );
  return [
    {
      kind: "note",
      text: `${name}: at ${minute(worst.time)} the oldest message is ${duration(oldest(worst))} old. At most ${count(waiting)} messages wait.`,
      ...(scaling === undefined
        ? {}
        : changeOf("minTasks", Math.min(2 * scaling.min, scaling.max))),
    },
  ];
}
