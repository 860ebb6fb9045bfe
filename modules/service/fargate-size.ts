/**
 * Task sizes that Fargate offers: CPU units to the memory that goes with them, in MiB.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
 */
const SIZES: Readonly<Record<number, { min: number; max: number; step: number }>> = {
  512: { min: 1024, max: 4096, step: 1024 },
  1024: { min: 2048, max: 8192, step: 1024 },
  2048: { min: 4096, max: 16_384, step: 1024 },
  4096: { min: 8192, max: 30_720, step: 1024 },
  8192: { min: 16_384, max: 61_440, step: 4096 },
  16_384: { min: 32_768, max: 122_880, step: 8192 },
};

/** The memory sizes that go with 256 CPU units, which follow no step. */
const SMALLEST = [512, 1024, 2048];

/** What is wrong with a pair of CPU units and memory, or undefined. */
export function fargateSizeProblem(cpu: number, memoryMiB: number): string | undefined {
  if (cpu === 256) {
    return SMALLEST.includes(memoryMiB)
      ? undefined
      : `\`memoryMiB\` must be one of ${SMALLEST.join(", ")} with ${cpu} CPU units on Fargate, got ${memoryMiB}.`;
  }
  const size = SIZES[cpu];
  if (size === undefined) {
    return `\`cpu\` must be one of 256, ${Object.keys(SIZES).join(", ")} on Fargate, got ${cpu}.`;
  }
  const { min, max, step } = size;
  return memoryMiB >= min && memoryMiB <= max && (memoryMiB - min) % step === 0
    ? undefined
    : `\`memoryMiB\` must be from ${min} to ${max} in steps of ${step} with ${cpu} CPU units on Fargate, got ${memoryMiB}.`;
}
