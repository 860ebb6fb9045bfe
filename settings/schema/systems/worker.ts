import { messageDefaults, queueDefaults } from "../../../aws/defaults";
import * as aws from "../../../aws/data/queues";
import * as z from "zod";
import { ofGroup, taskFitsManaged } from "../../rules/capacity/managed-instances";
import { connects } from "../../rules/service/service-connect";
import { optionsOfPlatform } from "../../rules/capacity/platform";
import {
  alarmBeforeLoss,
  backlogIsDone,
  deadLettersStay,
  floorsFitInstances,
  messagesStayHidden,
  scalesWithoutRequests,
  shortTaskEnds,
  taskFitsInstances,
} from "../../rules/systems/worker";
import { everyTask, sizedContainersOfTask } from "../../rules/containers/task-containers";
import {
  addContainers,
  addedNamesAreFree,
  addedVolumeIsFree,
  removeContainers,
} from "../containers/added-containers";
import { instanceCapacity } from "../capacity/capacity";
import { ecsName, taskContainer } from "../containers/container";
import { containerCheck } from "../containers/container-check";
import { deploymentWithQueue } from "../service/deployment";
import { fargateKind, fargateTask, reservationFitsTask } from "../capacity/fargate";
import { flag, kindsOf, settings, text, wholeNumber } from "../fields";
import { image, sampleBuild } from "../containers/image";
import { managedInstances } from "../capacity/managed-instances";
import { network } from "../network";
import { connection, serviceConnect } from "../service/service-connect";
import { beforeRelease, scheduledTasks } from "../service/scheduled-tasks";
import {
  containerInsights,
  execCanWrite,
  rollsOut,
  serviceWithoutBalancer,
} from "../service/service";
import { desiredWithinBounds, serviceScaling } from "../scaling/service-scaling";
import { taskSidecars } from "../containers/sidecars";
import { telemetry } from "../containers/telemetry";
import { disksAttach } from "../../rules/containers/volumes";
import { volumes } from "../containers/volumes";
import { systemName } from "../system-name";

/** The queue that the work comes from, and the one for what cannot be done. */
const queue = settings({
  /** The dead-letter queue adds "-dead-letters". @default "worker-jobs" */
  name: text(
    'must be 1 to 40 letters, digits, hyphens and underscores, as in "worker-jobs"',
    /^[\w-]{1,40}$/,
  ).default("worker-jobs"),
  /**
   * Seconds for which a message that a task took is hidden from all others.
   * @default 60
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
   */
  visibilityTimeoutSeconds: wholeNumber(...aws.queue.visibilityTimeoutSeconds).default(
    queueDefaults.visibilityTimeoutSeconds,
  ),
  /**
   * Days after which an unprocessed message is deleted.
   * @default 4
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
   */
  retentionDays: wholeNumber(...aws.queue.retentionDays).default(queueDefaults.retentionDays),
  /**
   * How often a message is handed out before it goes to the dead-letter queue; a task that is killed costs one.
   * @default 5
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
   */
  maxReceives: wholeNumber(...aws.queue.maxReceives).default(queueDefaults.maxReceives),
  /**
   * Days to keep a dead letter, counted from when the message was sent.
   * @default 14
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
   */
  deadLetterRetentionDays: wholeNumber(...aws.queue.retentionDays).default(
    queueDefaults.deadLetterRetentionDays,
  ),
  /**
   * Seconds that the oldest message may wait before an alarm. A dead letter raises one at once.
   * @default 900
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
   */
  oldestMessageAlarmSeconds: wholeNumber(...aws.queue.oldestMessageSeconds).default(900),
}).check(deadLettersStay, alarmBeforeLoss);

/** Below the longest visibility timeout, which must be above it. */
const LONGEST_MESSAGE_SECONDS = aws.queue.visibilityTimeoutSeconds[1] - 200;

/** How the program takes messages; it reads these from its environment. */
const messages = settings({
  /**
   * Seconds that one message may take before it counts as failed: `MESSAGE_TIMEOUT_SECONDS`.
   * @default 20
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
   */
  timeoutSeconds: wholeNumber(1, LONGEST_MESSAGE_SECONDS).default(messageDefaults.timeoutSeconds),
  /**
   * Messages that a task processes at the same time: `CONCURRENCY`.
   * @default 10
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
   */
  concurrency: wholeNumber(...aws.queue.messagesPerReceive).default(messageDefaults.concurrency),
});

/** A service without a balancer that takes its work from a queue, and scales on what waits there. */
export const worker = settings(
  {
    /** Name from which the names of the system's parts follow, in place of the reference's (docs/tutorials/your-own-container.md). @default none */
    name: systemName(),
    /** Must have private subnets unless capacity is "instances". @default the environment's */
    network: network.optional(),
    /**
     * Name of the ECS cluster.
     * @default "worker-cluster"
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
     */
    clusterName: ecsName().default("worker-cluster"),
    /** Needed to scale on the backlog of each task. @default the environment's containerInsights */
    containerInsights: containerInsights().optional(),
    /** The queue that the tasks read. */
    queue: queue.prefault({}),
    /** How a task processes messages. */
    messages: messages.prefault({}),
    /** Whether a task that works on messages is left alone by scale-in and deployments until it is done. @default true */
    scaleInProtection: flag().default(true),
    /** Where the image comes from. @default the system's repository */
    image: image({ repositoryName: "worker", ...sampleBuild("worker") }).prefault({
      kind: "repository",
    }),
    /** A size that Fargate offers; on instances it is what the container reserves, and its limit. */
    task: fargateTask({ cpu: 256, memoryMiB: 512 }).prefault({}),
    /** The container that runs in each task. */
    container: taskContainer({ name: "worker", port: 8080 }).prefault({}),
    /**
     * A health check that runs in the container.
     * @default its path `/health` answers 200
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
     */
    containerCheck: containerCheck("/health").prefault({ kind: "http" }),
    /** Other containers in each task, by name. On instances, they take their part of task. @default none */
    sidecars: taskSidecars(),
    ...telemetry(),
    /** Volumes of a task, which its containers mount by name. @default none */
    volumes: volumes(),
    /** Calls to services of other systems by name, through proxies that ECS adds to the tasks. @default none */
    serviceConnect: serviceConnect(),
    /** How it takes part in serviceConnect. @default it only calls others */
    connection: connection(),
    /** The ECS service and its deployments. */
    service: serviceWithoutBalancer({
      name: "worker",
      minimumHealthyPercent: 100,
      maximumPercent: 200,
    }).prefault({}),
    /** How the tasks of the service scale. */
    serviceScaling: serviceScaling({
      minTasks: 1,
      maxTasks: 20,
      strategies: [{ kind: "queue-target", messagesPerTask: 100 }],
      hasQueue: true,
    }).prefault({}),
    /** How a new release replaces the old one. */
    deployment: deploymentWithQueue().prefault({ kind: "rolling" }),
    /** A task of the same program that must succeed before a new version rolls out. @default none */
    beforeRelease: beforeRelease(),
    /** Tasks of the same program that run at certain times and end by themselves, by name. @default none */
    scheduledTasks: scheduledTasks(),
    /** Where the tasks run. */
    capacity: z
      .discriminatedUnion(
        "kind",
        [
          fargateKind(),
          instanceCapacity({ instanceTypes: ["t3.small"], minInstances: 1, maxInstances: 10 }),
          managedInstances(),
        ],
        kindsOf('must be an object with kind "fargate", "instances" or "managed-instances"'),
      )
      .prefault({ kind: "fargate" }),
  },
  {
    objectives:
      "must be removed: a worker sends no responses that could be measured. queue.oldestMessageAlarmSeconds says when work waits too long.",
  },
).check(
  addedNamesAreFree,
  addedVolumeIsFree,
  addContainers,
  messagesStayHidden,
  backlogIsDone,
  shortTaskEnds,
  taskFitsInstances,
  ofGroup(disksAttach),
  floorsFitInstances,
  optionsOfPlatform,
  taskFitsManaged,
  desiredWithinBounds,
  rollsOut,
  scalesWithoutRequests,
  execCanWrite,
  sizedContainersOfTask,
  connects(false),
  ...everyTask,
  reservationFitsTask,
  removeContainers,
);
