import { formatProblem } from "../../settings/environment";
import { missingFiles } from "../../settings/missing-files";
import { errorIf, parsed } from "./settings";

const withoutWay = { kind: "own", zoneCount: 2, nat: "none" };

test("is off by default, and needs no field", () => {
  expect(parsed({}).loadTest).toBeUndefined();
  expect(parsed({ loadTest: {} }).loadTest).toEqual({
    image: {
      kind: "repository",
      repositoryName: "load-generator",
      build: { context: "tools", dockerfile: "load-test/task/Dockerfile", args: {} },
      pushedElsewhere: false,
    },
    tasks: 3,
    task: { cpu: 1024, memoryMiB: 2048 },
    architecture: "x86_64",
    egress: [{ port: 80, cidr: "0.0.0.0/0" }],
    maxMinutes: 60,
    maxCostUsd: 5,
    resultDays: 7,
  });
});

errorIf([
  [
    "there is no task",
    { "loadTest.tasks": 0 },
    "loadTest.tasks must be a whole number from 1 to 100, got 0.",
  ],
  [
    "the time is too short for any load",
    { "loadTest.maxMinutes": 6 },
    "loadTest.maxMinutes must be a whole number from 10 to 1440, got 6.",
  ],
  [
    "the cost has no limit",
    { "loadTest.maxCostUsd": Infinity },
    "loadTest.maxCostUsd must be a number from 0.01 to 10000, got Infinity.",
  ],
  [
    "Fargate has no such size",
    { "loadTest.task": { cpu: 1024, memoryMiB: 512 } },
    "loadTest.task.memoryMiB must be from 2048 to 8192 in steps of 1024 with cpu 1024, got 512. Set memoryMiB to 2048.",
  ],
  [
    "a field is misspelt",
    { "loadTest.task": { cpu: 1024, memoryMib: 2048 } },
    "loadTest.task.memoryMib is not a field of the settings. Did you mean memoryMiB?",
  ],
  [
    "its network leads nowhere",
    { "loadTest.network": withoutWay },
    'loadTest.network.nat must not be "none", got "none". Set { kind: "own", zoneCount: 3, nat: "single" }, or { kind: "default-vpc" }.',
  ],
  [
    "the environment's network leads nowhere",
    { network: withoutWay, loadTest: {} },
    'loadTest.network must be set because the environment\'s network has no way to the internet (nat "none"), but is missing. Set { kind: "own", zoneCount: 3, nat: "single" }, or { kind: "default-vpc" }.',
  ],
]);

test("a Dockerfile that is missing is told by the path of its setting", () => {
  const image = { kind: "repository", build: { context: "tools", dockerfile: "none/Dockerfile" } };
  expect(missingFiles([parsed({ loadTest: { image } })]).map(formatProblem)).toEqual([
    'dev.loadTest.image.build.dockerfile must be a file that is there, got "tools/none/Dockerfile". Write its path from the project\'s root.',
  ]);
});
