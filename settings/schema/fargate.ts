import * as aws from "../../aws/fargate";
import * as z from "zod";
import { ofAws, rule } from "../rules/rule";
import { choice, settings, wholeNumber } from "./fields";
import { egress } from "./network";

/** What a system's tasks run on where it has no instances. */
export function fargateCapacity() {
  return settings(fargate());
}

/** The same as one of several kinds of capacity. */
export function fargateKind() {
  return settings({ kind: z.literal("fargate"), ...fargate() });
}

function fargate() {
  return {
    /** Of the images and of what runs them; "arm64" is Graviton. @default "x86_64" */
    architecture: choice("x86_64", "arm64").default("x86_64"),
    /** Share of the tasks on Spot, which AWS takes back at two minutes' notice; below 100, one task of each service is not. @default 0 */
    spotPercent: wholeNumber(0, 100).default(0),
    /**
     * Where programs may go beside HTTPS, such as a database elsewhere at port 5432. @default nowhere
     */
    egress: egress(),
  };
}

/** Of a whole task: what its containers share. */
export interface FargateTaskDefaults {
  readonly cpu: number;
  readonly memoryMiB: number;
}

/** The size of a task. */
export function fargateTask(defaults: FargateTaskDefaults) {
  return settings({
    /** CPU units: 1024 are one vCPU. */
    cpu: wholeNumber(...aws.fargateCpuUnits).default(defaults.cpu),
    /** A size that Fargate offers with cpu. */
    memoryMiB: wholeNumber(...aws.fargateMemoryMiB).default(defaults.memoryMiB),
  }).check(sizeOffered);
}

const sizeOffered = rule<{ cpu: number; memoryMiB: number }>(
  ["cpu", "memoryMiB"],
  ofAws(aws.fargateSizeProblem),
);
