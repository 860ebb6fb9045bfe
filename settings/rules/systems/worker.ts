import * as queues from "../../../aws/data/queues";
import { withoutBalancerMetrics } from "../scaling/counted-requests";
import { imageWithinReach } from "../environments/network";
import { type ManagedCapacity, managedInstanceRules } from "../capacity/managed-instances";
import { type GroupOfTypes, largerInstances } from "../capacity/instance-group";
import { arithmetic, instancesFor, placementOf, tooLarge } from "../capacity/placement";
import { type Broken, broken, brokenBy, ofAws, rule } from "../rule";
import { tasksAreCounted } from "../scaling/service-scaling";
import type { ServiceScalingStrategy } from "../../schema/scaling/service-scaling";

interface Queue {
  retentionDays: number;
  deadLetterRetentionDays: number;
  oldestMessageAlarmSeconds: number;
}

export const deadLettersStay = rule<Queue>(
  ["retentionDays", "deadLetterRetentionDays"],
  ofAws(queues.deadLettersOutlive),
);

/** An alarm must fire before messages expire. */
export const alarmBeforeLoss = rule<Queue>(
  ["retentionDays", "oldestMessageAlarmSeconds"],
  ({ retentionDays, oldestMessageAlarmSeconds: seconds }) =>
    seconds < retentionDays * SECONDS_PER_DAY
      ? undefined
      : broken(
          "oldestMessageAlarmSeconds",
          `must be below ${retentionDays * SECONDS_PER_DAY}, the seconds of retentionDays (${retentionDays}), or else no message is ever so old`,
          seconds,
          "Lower it.",
        ),
);

const SECONDS_PER_DAY = 86_400;

interface Messages {
  messages: { timeoutSeconds: number; concurrency: number };
}

export const messagesStayHidden = rule<Messages & { queue: { visibilityTimeoutSeconds: number } }>(
  ["messages.timeoutSeconds", "queue.visibilityTimeoutSeconds"],
  ({ messages: { timeoutSeconds }, queue: { visibilityTimeoutSeconds } }) =>
    ofAws(queues.hiddenWhileWorkedOn)({ timeoutSeconds, visibilityTimeoutSeconds }),
);

interface Backlog extends Messages {
  queue: { retentionDays: number; oldestMessageAlarmSeconds: number };
  serviceScaling: { strategies: ServiceScalingStrategy[] };
}

/** The path and the backlog per task of each strategy that follows the system's own queue. */
function backlogs({ messages, serviceScaling: { strategies } }: Omit<Backlog, "queue">) {
  return strategies.flatMap((strategy, index) =>
    strategy.kind === "queue-target" && strategy.queueName === undefined
      ? [
          {
            at: ["serviceScaling", "strategies", index, "messagesPerTask"] as PropertyKey[],
            backlog: { ...messages, messagesPerTask: strategy.messagesPerTask },
          },
        ]
      : [],
  );
}

export const backlogIsDone = rule<Backlog>(
  [
    "messages.timeoutSeconds",
    "messages.concurrency",
    "queue.retentionDays",
    "serviceScaling.strategies",
  ],
  ({ queue: { retentionDays }, ...worker }) =>
    backlogs(worker).flatMap(({ at, backlog }): Broken[] => {
      const found = queues.doneWithinRetention({ ...backlog, retentionDays });
      return found === undefined ? [] : [{ ...brokenBy(found), at }];
    }),
);

/** Warns if scaling tolerates a backlog that raises the alarm. */
export function alarmWithinTarget({ queue, ...worker }: Backlog): Broken[] {
  const { oldestMessageAlarmSeconds: alarm } = queue;
  return backlogs(worker)
    .map(({ at, backlog }) => ({ at, backlog, seconds: queues.secondsFor(backlog) }))
    .filter(({ seconds }) => seconds >= alarm)
    .map(({ at, backlog, seconds }) => ({
      at,
      message:
        `is ${backlog.messagesPerTask}, which may take a task ${seconds} s, and queue.oldestMessageAlarmSeconds is ${alarm}: ` +
        `a backlog that scaling leaves alone may raise the alarm. Lower it, or raise oldestMessageAlarmSeconds.`,
      details: `${backlog.messagesPerTask} messages of up to ${backlog.timeoutSeconds} s, ${backlog.concurrency} at a time`,
    }));
}

/** A worker has no load balancer, and only a load balancer counts requests. */
export const scalesWithoutRequests = rule<{
  serviceScaling: { strategies: ServiceScalingStrategy[] };
}>(["serviceScaling.strategies"], ({ serviceScaling: { strategies } }) =>
  withoutBalancerMetrics(
    strategies,
    ", because only a load balancer counts requests",
    'Use "queue-target" or "cpu-target".',
  ),
);

interface Stopped extends Messages {
  container: { stopTimeoutSeconds: number };
  scaleInProtection: boolean;
}

/** Seconds between SIGTERM and SIGKILL that a worker's program needs in addition to its messages. */
export const SECONDS_TO_END = 5;

/** Without protection, SIGTERM can come at any time. Another task starts again with unfinished messages. */
export const shortTaskEnds = rule<Stopped>(
  ["messages.timeoutSeconds", "container.stopTimeoutSeconds", "scaleInProtection"],
  ({ messages: { timeoutSeconds }, container: { stopTimeoutSeconds }, scaleInProtection }) =>
    scaleInProtection || timeoutSeconds + SECONDS_TO_END <= stopTimeoutSeconds
      ? undefined
      : broken(
          "scaleInProtection",
          `must be true while a message may take ${timeoutSeconds} s (messages.timeoutSeconds) and a task has ` +
            `${stopTimeoutSeconds} s to end (container.stopTimeoutSeconds), ${SECONDS_TO_END} of them for itself`,
          scaleInProtection,
          "Leave it out, lower messages.timeoutSeconds, or raise container.stopTimeoutSeconds.",
        ),
);

type Capacity =
  | { kind: "fargate"; spotPercent: number }
  | ManagedCapacity
  | (GroupOfTypes & { kind: "instances"; spotPercent: number; maxInstances: number });

/** Spot capacity is reclaimed with two minutes' notice, which protection does not extend. */
export function longOnSpot({
  messages: { timeoutSeconds },
  container: { stopTimeoutSeconds },
  capacity,
}: Stopped & { capacity: Capacity }): Broken[] {
  const [field, share] =
    capacity.kind === "managed-instances"
      ? (["spot", capacity.spot] as const)
      : (["spotPercent", capacity.spotPercent] as const);
  if (share === false || share === 0 || timeoutSeconds + SECONDS_TO_END <= stopTimeoutSeconds)
    return [];
  return [
    {
      at: ["capacity", field],
      message:
        `is ${share}, and a message may take ${timeoutSeconds} s: when AWS takes a task back, it has ${stopTimeoutSeconds} s ` +
        `(container.stopTimeoutSeconds), and what it was at is begun anew elsewhere. Lower messages.timeoutSeconds, or do without Spot.`,
    },
  ];
}

interface Placed {
  task: { cpu: number; memoryMiB: number };
  container: { gpu?: number };
  sidecars?: Record<string, { gpu?: number }>;
  capacity: Capacity;
  service: { desiredCount?: number };
  serviceScaling: { minTasks: number; maxTasks: number };
}

/** A worker on instances, as input of the placement rules. Its size is that of all its containers. */
function onInstances(worker: Placed) {
  const { task, container, sidecars = {}, capacity, service, serviceScaling } = worker;
  const withGpus = Object.entries(sidecars).filter(([, { gpu }]) => gpu !== undefined);
  return capacity.kind === "instances"
    ? {
        service,
        serviceScaling,
        capacity,
        container: { cpu: task.cpu, memoryLimitMiB: task.memoryMiB, gpu: container.gpu },
        sidecars: Object.fromEntries(withGpus.map(([name, { gpu }]) => [name, { gpu }])),
      }
    : undefined;
}

const ofTask = ["task", "container.gpu", "sidecars", "capacity"] as const;

export const taskFitsInstances = rule<Placed>(ofTask, (worker) => {
  const placed = onInstances(worker);
  if (placed === undefined) return undefined;
  return tooLarge(placed).map(({ at, message }) => ({
    message,
    at: at.includes("gpu") ? at : ["task", at.includes("cpu") ? "cpu" : "memoryMiB"],
  }));
});

export const floorsFitInstances = rule<Placed>(
  [...ofTask, "service.desiredCount", "serviceScaling.minTasks"],
  (worker) => {
    const placed = onInstances(worker);
    if (placed === undefined) return undefined;
    const placement = placementOf(placed);
    const { minTasks } = worker.serviceScaling;
    const tasks = Math.max(minTasks, worker.service.desiredCount ?? 1);
    if (placement === undefined || tasks <= placement.most) return undefined;
    return broken(
      tasks === minTasks ? "serviceScaling.minTasks" : "service.desiredCount",
      `must fit the cluster: ${arithmetic(placement)}`,
      tasks,
      `Lower it, raise capacity.maxInstances to ${instancesFor(tasks, placement)}, or ${largerInstances(placed.capacity)}.`,
    );
  },
);

/** Warns if more tasks are allowed than can be placed. */
export function moreThanFit(worker: Placed): Broken[] {
  const placed = onInstances(worker);
  const placement = placed && placementOf(placed);
  const { maxTasks } = worker.serviceScaling;
  if (placement === undefined || maxTasks <= placement.most) return [];
  return [
    {
      at: ["serviceScaling", "maxTasks"],
      message:
        `is ${maxTasks}, of which about ${placement.most} can be placed. ` +
        `Lower it to ${placement.most}, or raise capacity.maxInstances to ${instancesFor(maxTasks, placement)}.`,
      details: arithmetic(placement),
    },
  ];
}

/** The rules of a worker, and of the environment it runs in. */
export function workerRules<const Name extends string>(name: Name) {
  return [
    ...managedInstanceRules(name, "system"),
    imageWithinReach(name),
    tasksAreCounted(name),
  ] as const;
}
