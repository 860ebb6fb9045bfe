import { formatInDetail, parseEnvironments } from "../../settings/environment";
import { roomOn, smallestRoom, tasksOn } from "../../aws/compute/placement";
import { minimal, problemsOf, system, systemErrorIf, warningsOf } from "./settings";

const MICRO = "one t3.micro (2048 CPU units, about 919 MiB for tasks)";

systemErrorIf([
  [
    "a task's memory is larger than its instance's",
    { "container.memoryLimitMiB": 1024 },
    "container.memoryLimitMiB must fit one instance: a t3.micro has about 919 MiB for tasks, got 1024. Lower it, or choose a larger instance type.",
  ],
  [
    "a task's reservation is larger than its instance's memory",
    { "container.memoryLimitMiB": 4096, "container.memoryReservationMiB": 2048 },
    "container.memoryReservationMiB must fit one instance: a t3.micro has about 919 MiB for tasks, got 2048. Lower it, or choose a larger instance type.",
  ],
  [
    "a task's CPU is larger than its instance's",
    { "container.cpu": 2049 },
    "container.cpu must fit one instance: a t3.micro has 2048 CPU units, got 2049. Lower it, or choose a larger instance type.",
  ],
  [
    "a task fits only the larger one of two instance types",
    {
      "container.memoryLimitMiB": 1000,
      "capacity.instanceTypes": ["t3.small", "t3.micro"],
    },
    "container.memoryLimitMiB must fit one instance: a t3.micro has about 919 MiB for tasks, got 1000. Lower it, or choose a larger instance type.",
  ],
  [
    "the floor can never be placed",
    { "serviceScaling.minTasks": 16 },
    `serviceScaling.minTasks must fit the cluster: 3 tasks of 256 CPU units and 256 MiB fit ${MICRO}, so about 15 fit 5 of them (capacity.maxInstances), got 16. Lower it, raise capacity.maxInstances to 6, or choose a larger instance type.`,
  ],
  [
    "the desired count can never be placed",
    { "service.desiredCount": 20 },
    `service.desiredCount must fit the cluster: 3 tasks of 256 CPU units and 256 MiB fit ${MICRO}, so about 15 fit 5 of them (capacity.maxInstances), got 20. Lower it, raise capacity.maxInstances to 7, or choose a larger instance type.`,
  ],
  [
    "a scheduled floor can never be placed",
    {
      "serviceScaling.strategies": [
        {
          kind: "scheduled",
          actions: { day: { schedule: "rate(1 day)", minTasks: 16, maxTasks: 16 } },
        },
      ],
    },
    `serviceScaling.strategies[0].actions.day.minTasks must fit the cluster: 3 tasks of 256 CPU units and 256 MiB fit ${MICRO}, so about 15 fit 5 of them (capacity.maxInstances), got 16. Lower it, or raise capacity.maxInstances.`,
  ],
  [
    "one task that fills an instance is wanted more often than there are instances",
    { "container.cpu": 2048, "serviceScaling.minTasks": 6 },
    `serviceScaling.minTasks must fit the cluster: 1 task of 2048 CPU units and 256 MiB fits ${MICRO}, so about 5 fit 5 of them (capacity.maxInstances), got 6. Lower it, raise capacity.maxInstances to 6, or choose a larger instance type.`,
  ],
]);

test("a reservation counts in place of the limit", () => {
  const change = { "container.memoryReservationMiB": 128, "serviceScaling.minTasks": 20 };
  expect(problemsOf(system(change))).toEqual([]);
});

test("placement is checked although other fields are wrong", () => {
  const problems = problemsOf({
    region: 5,
    ...system({ "container.cpu": 4096, "container.port": 0, "loadBalancer.name": "-" }),
  });
  expect(problems).toHaveLength(4);
});

describe("[http-scale-out] the reference's ceiling", () => {
  test("[2026-11 A10] is a warning of one line, with the arithmetic for whoever asks", () => {
    const { warnings } = parseEnvironments({ dev: minimal });
    expect(warnings.map(formatInDetail)).toEqual([
      expect.stringContaining(
        `In detail: 3 tasks of 256 CPU units and 256 MiB fit ${MICRO}, so about 15 fit 5 of them`,
      ),
    ]);
    expect(warningsOf({})).toEqual([
      "dev.systems.http-scale-out.serviceScaling.maxTasks is 20, of which about 15 can be placed. Lower it to 15, or raise capacity.maxInstances to 7.",
    ]);
  });

  test.each([
    { "serviceScaling.maxTasks": 15 },
    { "capacity.maxInstances": 7 },
    { "capacity.instanceTypes": ["t3.small"] },
  ])("is none with %p", (change) => {
    expect(warningsOf(system(change))).toEqual([]);
  });
});

test("warns of a scheduled ceiling that cannot be placed", () => {
  const day = { schedule: "rate(1 day)", minTasks: 1, maxTasks: 16 };
  const change = {
    "serviceScaling.maxTasks": 15,
    "serviceScaling.strategies": [
      { kind: "scheduled", actions: { day, night: { schedule: "cron(0 22 ? * * *)" } } },
    ],
  };
  expect(warningsOf(system(change))).toEqual([
    expect.stringMatching(
      /^dev\.systems\.http-scale-out\.serviceScaling\.strategies\[0\]\.actions\.day\.maxTasks is 16, of which about 15 can be placed\. /,
    ),
  ]);
});

test("warns of a deployment for which there is no room", () => {
  const full = { "serviceScaling.minTasks": 15, "serviceScaling.maxTasks": 15 };
  expect(warningsOf(system(full))).toEqual([
    "dev.systems.http-scale-out.service.minimumHealthyPercent is 100, but a deployment of 15 tasks has no capacity to start one before it stops one. Raise capacity.maxInstances to 6, or lower it.",
  ]);
  expect(warningsOf(system({ ...full, "service.minimumHealthyPercent": 90 }))).toEqual([]);
});

describe("tasks on an instance", () => {
  const task = { cpuUnits: 256, memoryMiB: 256, ownNetworkInterface: false };
  const room = (type: string) => {
    const found = roomOn(type);
    if (found === undefined) throw new Error(`${type} is not in the table`);
    return found;
  };

  test.each([
    ["t3.micro", 2048, 919, 3],
    ["t2.micro", 1024, 919, 3],
    ["t3.nano", 2048, 427, 1],
    ["m4.large", 2048, 7800, 8],
  ])("%s has %i CPU units and about %i MiB, for %i", (type, cpuUnits, memoryMiB, tasks) => {
    expect(room(type)).toMatchObject({ cpuUnits, memoryMiB });
    expect(tasksOn(room(type), task)).toBe(tasks);
  });

  test("are limited by network interfaces when each has its own, of which the instance keeps one", () => {
    const own = { ...task, memoryMiB: 64, cpuUnits: 64, ownNetworkInterface: true };
    expect(tasksOn(room("t3.micro"), own)).toBe(1);
    expect(tasksOn(room("t3.medium"), own)).toBe(2);
  });

  test("are counted on the type with room for the fewest", () => {
    expect(smallestRoom(["t3.large", "t3.micro", "t3.small"], task)?.type).toBe("t3.micro");
    expect(smallestRoom(["t3.large", "q9.large"], task)).toBeUndefined();
  });
});
