import { instanceDefaults } from "../../aws/defaults";
import * as aws from "../../aws/fargate";
import { ephemeralStorageGiB } from "../../aws/volumes";
import * as z from "zod";
import { broken, ofAws, rule } from "../rules/rule";
import { byDefault, choice, kindsOf, settings, wholeNumber } from "./fields";
import { managedInstances } from "./managed-instances";
import { egress } from "./network";

/** What runs a system's tasks: Fargate unless another kind is named. */
export function fargateCapacity() {
  return z.discriminatedUnion(
    "kind",
    [settings({ kind: byDefault("fargate"), ...fargate() }), managedInstances()],
    kindsOf('must be an object with kind "fargate" or "managed-instances"'),
  );
}

/** The same as one of several kinds of capacity. */
export function fargateKind() {
  return settings({ kind: z.literal("fargate"), ...fargate() });
}

function fargate() {
  return {
    /** CPU architecture of tasks and images. "arm64" is Graviton. @default "x86_64" */
    architecture: choice("x86_64", "arm64").default(instanceDefaults.architecture),
    /**
     * Percent of the tasks on Fargate Spot, which AWS can reclaim with two minutes' notice. Below 100, one task of each
     * service is on demand.
     * @default 0
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
     */
    spotPercent: wholeNumber(0, 100).default(instanceDefaults.spotPercent),
    /**
     * Outbound connections in addition to HTTPS, such as port 5432 of an external database.
     * @default none
     * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
     */
    egress: egress(),
  };
}

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
    /**
     * GiB for images and files of a task on Fargate. Above 20, storage has a price.
     * @default 20
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html
     */
    ephemeralStorageGiB: wholeNumber(...ephemeralStorageGiB).optional(),
  }).check(sizeOffered);
}

const sizeOffered = rule<{ cpu: number; memoryMiB: number }>(
  ["cpu", "memoryMiB"],
  ofAws(aws.fargateSizeProblem),
);

/** What a container reserves is a part of what its task has. */
export const reservationFitsTask = rule<{
  container: { memoryReservationMiB?: number };
  task: { memoryMiB: number };
}>(
  ["container.memoryReservationMiB", "task.memoryMiB"],
  ({ container: { memoryReservationMiB: reserved = 0 }, task: { memoryMiB } }) =>
    reserved <= memoryMiB
      ? undefined
      : broken(
          "container.memoryReservationMiB",
          `must not be above task.memoryMiB (${memoryMiB})`,
          reserved,
          "Lower it or raise task.memoryMiB.",
        ),
);
