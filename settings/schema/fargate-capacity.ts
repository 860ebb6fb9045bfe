import { type Broken, broken, rule } from "../rules/rule";
import { choice, settings, wholeNumber } from "./fields";

/** What a system's tasks run on where it has no instances. */
export function fargateCapacity() {
  return settings({
    /** Of the images and of what runs them; "arm64" is Graviton. @default "x86_64" */
    architecture: choice("x86_64", "arm64").default("x86_64"),
    /** Share of the tasks on Spot, which AWS takes back at two minutes' notice; below 100, one task of each service is not. @default 0 */
    spotPercent: wholeNumber(0, 100).default(0),
  });
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
    cpu: wholeNumber(256, 16_384).default(defaults.cpu),
    /** A size that Fargate offers with cpu. */
    memoryMiB: wholeNumber(512, 122_880).default(defaults.memoryMiB),
  }).check(sizeOffered);
}

/**
 * Sizes in MiB that go with CPU units: from, to, in steps of.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
const MEMORY: Readonly<Record<number, readonly [number, number, number]>> = {
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
  8192: [16_384, 61_440, 4096],
  16_384: [32_768, 122_880, 8192],
};

const sizeOffered = rule<{ cpu: number; memoryMiB: number }>(
  ["cpu", "memoryMiB"],
  ({ cpu, memoryMiB }): Broken | undefined => {
    const offered = MEMORY[cpu];
    if (offered === undefined) {
      return broken(
        "cpu",
        `must be one of ${Object.keys(MEMORY).join(", ")}, which Fargate offers`,
        cpu,
        "Choose the next larger one.",
      );
    }
    const [from, to, step] = offered;
    const fits = memoryMiB >= from && memoryMiB <= to && memoryMiB % step === 0;
    // Between 1024 and 2048 there is nothing for the smallest.
    return fits && !(cpu === 256 && memoryMiB === 1536)
      ? undefined
      : broken(
          "memoryMiB",
          `must be ${cpu === 256 ? "512, 1024 or 2048" : `from ${from} to ${to} in steps of ${step}`} with cpu ${cpu}`,
          memoryMiB,
          "Change one of the two.",
        );
  },
);
