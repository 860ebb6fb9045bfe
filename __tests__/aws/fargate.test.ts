import { fargateSizeProblem, sizeThatFits } from "../../aws/compute/fargate";

test.each([
  [256, 512],
  [256, 2048],
  [512, 1024],
  [512, 4096],
  [1024, 8192],
  [2048, 16_384],
  [4096, 30_720],
  [8192, 20_480],
  [16_384, 122_880],
])("takes %d CPU units with %d MiB", (cpu, memoryMiB) => {
  expect(fargateSizeProblem({ cpu, memoryMiB })).toBeUndefined();
});

test.each([
  [256, 1536, "512, 1024 or 2048"],
  [256, 4096, "512, 1024 or 2048"],
  [512, 512, "from 1024 to 4096"],
  [1024, 2560, "steps of 1024"],
  [8192, 17_408, "steps of 4096"],
  [16_384, 131_072, "from 32768 to 122880"],
  [300, 512, "must be one of 256, 512, 1024, 2048, 4096, 8192, 16384"],
])("refuses %d CPU units with %d MiB", (cpu, memoryMiB, message) => {
  expect(fargateSizeProblem({ cpu, memoryMiB })?.rule).toContain(message);
});

test.each([
  [{ cpu: 258 }, { cpu: 256, memoryMiB: 512 }, "task.cpu to 512 and task.memoryMiB to 1024"],
  [{ cpu: 258 }, { cpu: 256, memoryMiB: 2048 }, "task.cpu to 512"],
  [{ memoryMiB: 600 }, { cpu: 256, memoryMiB: 512 }, "task.memoryMiB to 1024"],
  [{ memoryMiB: 2049 }, { cpu: 256, memoryMiB: 512 }, "task.cpu to 512 and task.memoryMiB to 3072"],
  [{ cpu: 16_385 }, { cpu: 256, memoryMiB: 512 }, undefined],
])("the smallest size for %p and what %p has", (needed, task, size) => {
  expect(sizeThatFits(needed, task, "task.")).toBe(size);
});

test.each([
  [{ cpu: 300, memoryMiB: 512 }, "Set cpu to 512 and memoryMiB to 1024."],
  [{ cpu: 1024, memoryMiB: 512 }, "Set memoryMiB to 2048."],
  [{ cpu: 256, memoryMiB: 4096 }, "Set cpu to 512."],
  [
    { cpu: 16_384, memoryMiB: 131_072 },
    "Lower it: the largest size has 16384 CPU units and 122880 MiB.",
  ],
])("the size to choose instead of %p", (size, fix) => {
  expect(fargateSizeProblem(size)?.fix).toBe(fix);
});
