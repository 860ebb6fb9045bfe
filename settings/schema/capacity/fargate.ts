import { instanceDefaults } from "../../../aws/defaults";
import * as aws from "../../../aws/compute/fargate";
import { ephemeralStorageGiB } from "../../../aws/containers/volumes";
import * as z from "zod";
import { fixOfTask, onDemandBesideSpot } from "../../rules/capacity/fargate";
import { broken, ofAws, rule } from "../../rules/rule";
import { byDefault, choice, kindsOf, settings, wholeNumber } from "../fields";
import { managedInstances } from "./managed-instances";
import { egress } from "../network";

/** What runs a system's tasks: Fargate unless another kind is named. */
export function fargateCapacity() {
  return z.discriminatedUnion(
    "kind",
    [
      settings(
        { kind: byDefault("fargate"), ...fargate() },
        notOnFargate("task.ephemeralStorageGiB"),
      ).check(onDemandBesideSpot),
      managedInstances(),
    ],
    kindsOf('must be an object with kind "fargate" or "managed-instances"'),
  );
}

/** The same as one of several kinds of capacity. */
export function fargateKind() {
  return settings(
    { kind: z.literal("fargate"), ...fargate() },
    notOnFargate("task.ephemeralStorageGiB"),
  ).check(onDemandBesideSpot);
}

/** The same where a task has no size of its own: it has the smallest that its containers fit. */
export function fargateOfContainers() {
  const ofContainers = "must be removed: the task has the smallest size that its containers fit.";
  return settings(
    { kind: z.literal("fargate"), ...fargate(), ...taskStorage },
    {
      ...notOnFargate("ephemeralStorageGiB"),
      cpu: `${ofContainers} Set container.cpu.`,
      memoryMiB: `${ofContainers} Set container.memoryLimitMiB.`,
    },
  ).check(onDemandBesideSpot);
}

const noInstances = "must be removed: there are no instances on Fargate.";

/** What only instances have. */
const notOnFargate = (storage: string) => ({
  instanceTypes: `${noInstances} The size of a task follows from its settings.`,
  allowedInstanceTypes: `${noInstances} The size of a task follows from its settings.`,
  minInstances: `${noInstances} Set serviceScaling.minTasks.`,
  maxInstances: `${noInstances} Set serviceScaling.maxTasks.`,
  spot: "must be removed: a share of the tasks is Spot. Set spotPercent.",
  cpuCredits: `${noInstances} A task always has all of its CPU.`,
  rootVolumeGiB: `${noInstances} Set ${storage}.`,
  storageGiB: `${noInstances} Set ${storage}.`,
  imageId: noInstances,
  imageParameter: noInstances,
  extraUserData: noInstances,
  ssh: `${noInstances} Set service.enableExecuteCommand to open a shell in a task.`,
  warmPool: noInstances,
  maintenance: `${noInstances} AWS replaces the tasks.`,
  scaling: `${noInstances} Set serviceScaling.`,
  placement: `${noInstances} ECS spreads tasks over zones.`,
});

function fargate() {
  return {
    /** CPU architecture of tasks and images. "arm64" is Graviton. @default "x86_64" */
    architecture: choice("x86_64", "arm64").default(instanceDefaults.architecture),
    /**
     * Percent of the tasks on Fargate Spot, which AWS can reclaim with two minutes' notice.
     * @default 0
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
     */
    spotPercent: wholeNumber(0, 100).default(instanceDefaults.spotPercent),
    /**
     * Tasks of each service, a number, that are on demand before spotPercent counts.
     * @default 1, and 0 if spotPercent is 100
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
     */
    onDemandTasks: wholeNumber(...aws.baseTasks).optional(),
    /**
     * Version of the platform that tasks run on. "LATEST" follows AWS (ECS.10).
     * @default "LATEST"
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-linux-fargate.html
     */
    platformVersion: choice(...aws.platformVersions).default("LATEST"),
    /**
     * Outbound connections in addition to HTTPS, such as port 5432 of an external database.
     * @default none
     * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
     */
    egress: egress(),
  };
}

const taskStorage = {
  /**
   * GiB for images and files of a task on Fargate. Above 20, storage has a price.
   * @default 20
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html
   */
  ephemeralStorageGiB: wholeNumber(...ephemeralStorageGiB).optional(),
};

/** CPU and memory that a task's containers share. */
export interface FargateTaskDefaults {
  readonly cpu: number;
  readonly memoryMiB: number;
}

/** The size of a task. */
export function fargateTask(defaults: FargateTaskDefaults) {
  return settings({
    /**
     * CPU units: 1024 units are one vCPU.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
     */
    cpu: wholeNumber(...aws.fargateCpuUnits).default(defaults.cpu),
    /**
     * MiB. Fargate supports certain sizes for each cpu value.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
     */
    memoryMiB: wholeNumber(...aws.fargateMemoryMiB).default(defaults.memoryMiB),
    ...taskStorage,
  }).check(sizeOffered);
}

const sizeOffered = rule<{ cpu: number; memoryMiB: number }>(
  ["cpu", "memoryMiB"],
  ofAws(aws.fargateSizeProblem),
);

/** What a container reserves is a part of what its task has. */
export const reservationFitsTask = rule<{
  container: { memoryReservationMiB?: number };
  task: { cpu: number; memoryMiB: number };
}>(
  ["container.memoryReservationMiB", "task.cpu", "task.memoryMiB"],
  ({ container: { memoryReservationMiB: reserved = 0 }, task }) =>
    reserved <= task.memoryMiB
      ? undefined
      : broken(
          "container.memoryReservationMiB",
          `must not be above task.memoryMiB (${task.memoryMiB})`,
          reserved,
          fixOfTask("lower container.memoryReservationMiB", { memoryMiB: reserved }, task),
        ),
);
