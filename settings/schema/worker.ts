import { queueDefaults } from "../../aws/defaults";
import * as aws from "../../aws/queues";
import * as z from "zod";
import {
  alarmBeforeLoss,
  backlogIsDone,
  deadLettersStay,
  floorsFitInstances,
  messagesStayHidden,
  scalesWithoutRequests,
  shortTaskEnds,
  taskFitsInstances,
} from "../rules/worker";
import { instanceCapacity } from "./capacity";
import { ecsName, fargateContainer } from "./container";
import { containerCheck } from "./container-check";
import { deploymentWithQueue } from "./deployment";
import { fargateKind, fargateTask } from "./fargate";
import { flag, kindsOf, settings, text, wholeNumber } from "./fields";
import { image, sampleBuild } from "./image";
import { network } from "./network";
import { scheduledTasks } from "./scheduled-tasks";
import { containerInsights, execCanWrite, rollsOut, serviceWithoutBalancer } from "./service";
import { desiredWithinBounds, serviceScaling } from "./service-scaling";

/** The queue that the work comes from, and the one for what cannot be done. */
const queue = settings({
  /** The dead-letter queue adds "-dead-letters". @default "worker-jobs" */
  name: text(
    'must be 1 to 40 letters, digits, hyphens and underscores, as in "worker-jobs"',
    /^[\w-]{1,40}$/,
  ).default("worker-jobs"),
  /** Seconds for which a message that a task took is hidden from all others. @default 60 */
  visibilityTimeoutSeconds: wholeNumber(...aws.queue.visibilityTimeoutSeconds).default(
    queueDefaults.visibilityTimeoutSeconds,
  ),
  /** Days after which a message that nobody did is gone. @default 4 */
  retentionDays: wholeNumber(...aws.queue.retentionDays).default(queueDefaults.retentionDays),
  /** How often a message is handed out before it goes to the dead-letter queue; a task that is killed costs one. @default 5 */
  maxReceives: wholeNumber(...aws.queue.maxReceives).default(queueDefaults.maxReceives),
  /** Since the message was sent, not since it went over. @default 14 */
  deadLetterRetentionDays: wholeNumber(...aws.queue.retentionDays).default(
    queueDefaults.deadLetterRetentionDays,
  ),
  /** A person is told when the oldest message waits for so long, and of every dead letter. @default 900 */
  oldestMessageAlarmSeconds: wholeNumber(60, 1_209_600).default(900),
}).check(deadLettersStay, alarmBeforeLoss);

/** How the program takes messages; it reads these from its environment. */
const messages = settings({
  /** How long one may take, before it counts as failed: `MESSAGE_TIMEOUT_SECONDS`. @default 20 */
  timeoutSeconds: wholeNumber(1, 43_000).default(20),
  /** How many a task works on at the same time: `CONCURRENCY`. @default 10 */
  concurrency: wholeNumber(...aws.queue.messagesPerReceive).default(10),
});

/** A service without a balancer that takes its work from a queue, and scales on what waits there. */
export const worker = settings({
  /** Must have private subnets where capacity is "fargate". @default the environment's */
  network: network.optional(),
  /** @default "worker-cluster" */
  clusterName: ecsName().default("worker-cluster"),
  /** Needed to scale on the backlog of each task. @default the environment's containerInsights */
  containerInsights: containerInsights().optional(),
  queue: queue.prefault({}),
  messages: messages.prefault({}),
  /** Whether a task that works on messages is left alone by scale-in and deployments until it is done. @default true */
  scaleInProtection: flag().default(true),
  /** @default the system's repository */
  image: image({ repositoryName: "worker", ...sampleBuild("worker") }).prefault({
    kind: "repository",
  }),
  /** A size that Fargate offers; on instances it is what the container reserves, and its limit. */
  task: fargateTask({ cpu: 256, memoryMiB: 512 }).prefault({}),
  container: fargateContainer({ name: "worker", port: 8080 }).prefault({}),
  /** @default its path `/health` answers 200 */
  containerCheck: containerCheck("/health").prefault({ kind: "http" }),
  service: serviceWithoutBalancer({
    name: "worker",
    minimumHealthyPercent: 100,
    maximumPercent: 200,
  }).prefault({}),
  serviceScaling: serviceScaling({
    minTasks: 1,
    maxTasks: 20,
    strategies: [{ kind: "queue-target", messagesPerTask: 100 }],
    hasQueue: true,
  }).prefault({}),
  /** How a new release replaces the old one. */
  deployment: deploymentWithQueue().prefault({ kind: "rolling" }),
  /** Tasks of the same program that run at certain times and end by themselves, by name. @default none */
  scheduledTasks: scheduledTasks(),
  capacity: z
    .discriminatedUnion(
      "kind",
      [
        fargateKind(),
        instanceCapacity({ instanceTypes: ["t3.small"], minInstances: 1, maxInstances: 10 }),
      ],
      kindsOf('must be an object with kind "fargate" or "instances"'),
    )
    .prefault({ kind: "fargate" }),
}).check(
  messagesStayHidden,
  backlogIsDone,
  shortTaskEnds,
  taskFitsInstances,
  floorsFitInstances,
  desiredWithinBounds,
  rollsOut,
  scalesWithoutRequests,
  execCanWrite,
);
