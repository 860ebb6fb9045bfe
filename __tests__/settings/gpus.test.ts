import { type Change, problemsOf, system, systemErrorIf, warningsOf } from "./settings";

const withGpus = (container: number, instanceTypes: string[], more: Change = {}): Change => ({
  "container.gpu": container,
  "capacity.instanceTypes": instanceTypes,
  "capacity.cpuCredits": undefined,
  ...more,
});
const sidecar = {
  image: { kind: "reference", reference: "acme/encoder:1" },
  cpu: 64,
  memoryLimitMiB: 64,
};

systemErrorIf([
  [
    "an instance has no GPU",
    { "container.gpu": 1 },
    "container.gpu must be at most the GPUs of one instance, counted for all containers of a task: a t3.micro has no GPU, got 1. Choose instance types with as many, such as g6.xlarge, or lower it.",
  ],
  [
    "one of the types has too few",
    withGpus(4, ["g6.12xlarge", "g6.xlarge"]),
    "container.gpu must be at most the GPUs of one instance, counted for all containers of a task: a g6.xlarge has 1 GPU, got 4. Choose instance types with as many, such as g6.12xlarge, or lower it.",
  ],
  [
    "two containers would share one",
    withGpus(1, ["g6.xlarge"], { "sidecars.encoder": { ...sidecar, gpu: 1 } }),
    "container.gpu must be at most the GPUs of one instance, counted for all containers of a task: a g6.xlarge has 1 GPU, got 2. Choose instance types with as many, such as g6.12xlarge, or lower it.",
  ],
  [
    "a sidecar alone asks for one",
    { "sidecars.encoder": { ...sidecar, gpu: 1 } },
    "sidecars.encoder.gpu must be at most the GPUs of one instance, counted for all containers of a task: a t3.micro has no GPU, got 1. Choose instance types with as many, such as g6.xlarge, or lower it.",
  ],
  [
    "the group has fewer GPUs than the least tasks",
    withGpus(1, ["g6.xlarge"], { "serviceScaling.minTasks": 6, "capacity.maxInstances": 5 }),
    "serviceScaling.minTasks must fit the cluster: 1 task of 256 CPU units and 256 MiB with 1 GPU fits one g6.xlarge (4096 CPU units, about 15664 MiB for tasks, 1 GPU), so about 5 fit 5 of them (capacity.maxInstances), got 6. Lower it, raise capacity.maxInstances to 6, or choose a larger instance type.",
  ],
  [
    "there are more than an instance can have",
    { "container.gpu": 17 },
    "container.gpu must be a whole number from 1 to 16, got 17.",
  ],
]);

test("each GPU belongs to one task, in the warnings about places, too", () => {
  const [warning] = warningsOf(
    system(withGpus(1, ["g6.12xlarge"], { "capacity.maxInstances": 2 })),
  );
  expect(warning).toContain("serviceScaling.maxTasks is 20, of which about 8 can be placed.");
});

const own = { network: { kind: "own", zoneCount: 2, nat: "single" } };

test("is refused on Fargate, with the reason", () => {
  expect(
    problemsOf({
      ...own,
      "systems.http-scale-out.container": { gpu: 1 },
      "systems.http-scale-out.sidecars": { encoder: { ...sidecar, gpu: 1 } },
      "systems.http-scale-out.capacity": { kind: "fargate" },
    }),
  ).toEqual(
    ["container", "sidecars.encoder"].map(
      (at) =>
        `dev.systems.http-scale-out.${at}.gpu must be left out on Fargate, which has no GPUs, got 1. Run the tasks on a group of instances of a type such as g6.xlarge, or on Managed Instances with capacity.minGpus.`,
    ),
  );
});

test("on ECS Managed Instances, the requirements must ask for GPUs", () => {
  const on = (capacity: object, systems: object = { "container.gpu": 2 }) =>
    problemsOf({
      ...own,
      ...system(systems as Change),
      "systems.http-scale-out.capacity": { kind: "managed-instances", ...capacity },
    });
  const rule =
    "dev.systems.http-scale-out.container.gpu must be at most the GPUs of one instance, counted for all containers of a task: capacity allows";
  expect(on({})).toEqual([
    `${rule} no instance with GPUs, got 2. Set capacity.minGpus to 2, or lower it.`,
  ]);
  expect(on({ minGpus: 1, maxGpus: 1 })).toEqual([
    `${rule} up to 1, got 2. Set capacity.minGpus to 2, or lower it.`,
  ]);
  expect(on({ minGpus: 2 })).toEqual([]);
});

test("a worker's GPUs count beside the size of its task", () => {
  const on = (capacity: object) =>
    problemsOf({
      ...own,
      "systems.worker": {
        image: { kind: "repository", pushedElsewhere: true },
        container: { gpu: 1 },
        sidecars: { encoder: { ...sidecar, gpu: 1 } },
        capacity,
      },
    });
  const message = (rest: string) => [
    `dev.systems.worker.container.gpu must be at most the GPUs of one instance, counted for all containers of a task: ${rest}`,
  ];
  expect(on({ kind: "instances", instanceTypes: ["g6.xlarge"] })).toEqual(
    message(
      "a g6.xlarge has 1 GPU, got 2. Choose instance types with as many, such as g6.12xlarge, or lower it.",
    ),
  );
  expect(on({ kind: "instances", instanceTypes: ["g6.12xlarge"] })).toEqual([]);
  expect(on({ kind: "managed-instances", minGpus: 1, maxGpus: 1 })).toEqual(
    message("capacity allows up to 1, got 2. Set capacity.minGpus to 2, or lower it."),
  );
});
