import type { Range, Violation } from "../violation";

/**
 * Task sizes: for each number of CPU units, the supported MiB of memory as minimum, maximum and step.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
const SIZES: Readonly<Record<number, readonly [number, number, number]>> = {
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
  8192: [16_384, 61_440, 4096],
  16_384: [32_768, 122_880, 8192],
};

/** The memory sizes for 256 CPU units, which have no regular step. */
const SMALLEST: readonly number[] = [512, 1024, 2048];

/** CPU units of all sizes; 1024 are one vCPU. */
export const fargateCpu: readonly number[] = [256, ...Object.keys(SIZES).map(Number)];
export const fargateCpuUnits: Range = [256, 16_384];
export const fargateMemoryMiB: Range = [512, 122_880];

/** The smallest size with at least this much CPU and memory. Undefined if there is none. */
export function smallestFargateSize(needed: {
  readonly cpu: number;
  readonly memoryMiB: number;
}): { readonly cpu: number; readonly memoryMiB: number } | undefined {
  for (const cpu of fargateCpu.filter((units) => units >= needed.cpu)) {
    const memoryMiB = memoriesWith(cpu).find((each) => each >= needed.memoryMiB);
    if (memoryMiB !== undefined) return { cpu, memoryMiB };
  }
  return undefined;
}

/**
 * What to change of a task's size for so much CPU and memory, as in "task.cpu to 512 and task.memoryMiB to 1024": the
 * smallest size that has both, and no less than the task has. Undefined if there is none.
 */
export function sizeThatFits(
  needed: { readonly cpu?: number; readonly memoryMiB?: number },
  task: { readonly cpu: number; readonly memoryMiB: number },
  prefix = "",
): string | undefined {
  const size = smallestFargateSize({
    cpu: Math.max(needed.cpu ?? 0, task.cpu),
    memoryMiB: Math.max(needed.memoryMiB ?? 0, task.memoryMiB),
  });
  return (
    size &&
    (["cpu", "memoryMiB"] as const)
      .filter((field) => size[field] !== task[field])
      .map((field) => `${prefix}${field} to ${size[field]}`)
      .join(" and ")
  );
}

/** MiB that Fargate offers with any number of CPU units. */
function memoriesWith(cpu: number): readonly number[] {
  const size = SIZES[cpu];
  if (size === undefined) return SMALLEST;
  const [least, most, step] = size;
  return Array.from({ length: (most - least) / step + 1 }, (_, index) => least + index * step);
}

/**
 * Linux platform versions that run tasks: "LATEST" means 1.4.0, and 1.3.0 was retired in June 2026.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-linux-fargate.html (read 2026-11-28)
 */
export const platformVersions = ["LATEST", "1.4.0"] as const;

export type PlatformVersion = (typeof platformVersions)[number];

/**
 * Number of tasks for a capacity provider before weights apply.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
 */
export const baseTasks: Range = [0, 100_000];

/** Seconds from SIGTERM to SIGKILL. */
export const fargateStopTimeoutSeconds: Range = [0, 120];

/** Fargate offers CPU and memory in pairs. */
export function fargateSizeProblem({
  cpu,
  memoryMiB,
}: {
  readonly cpu: number;
  readonly memoryMiB: number;
}): Violation | undefined {
  if (!fargateCpu.includes(cpu)) {
    return {
      field: "cpu",
      rule: `must be one of ${fargateCpu.join(", ")}, which Fargate supports`,
      got: cpu,
      fix: fixOfSize({ cpu, memoryMiB }),
    };
  }
  const size = SIZES[cpu];
  const fits =
    size === undefined
      ? SMALLEST.includes(memoryMiB)
      : memoryMiB >= size[0] && memoryMiB <= size[1] && (memoryMiB - size[0]) % size[2] === 0;
  if (fits) return undefined;
  const offered =
    size === undefined
      ? "512, 1024 or 2048"
      : `from ${size[0]} to ${size[1]} in steps of ${size[2]}`;
  return {
    field: "memoryMiB",
    rule: `must be ${offered} with cpu ${cpu}`,
    got: memoryMiB,
    fix: fixOfSize({ cpu, memoryMiB }),
  };
}

function fixOfSize(size: { readonly cpu: number; readonly memoryMiB: number }): string {
  const larger = sizeThatFits({}, size);
  return larger === undefined
    ? `Lower it: the largest size has ${fargateCpuUnits[1]} CPU units and ${fargateMemoryMiB[1]} MiB.`
    : `Set ${larger}.`;
}
