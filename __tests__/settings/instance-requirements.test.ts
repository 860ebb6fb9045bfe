import { problemsOf, system, systemErrorIf, warningsOf } from "./settings";

const chosen = (instanceRequirements: object, more: object = {}) => ({
  "capacity.instanceRequirements": instanceRequirements,
  "capacity.cpuCredits": undefined,
  ...more,
});

systemErrorIf([
  [
    "a group has types and requirements",
    chosen({}, { "capacity.instanceTypes": ["t3.small"] }),
    "capacity.instanceTypes must be left out together with instanceRequirements, by which AWS chooses the types, got a list of 1 entry. Remove one of them. allowedInstanceTypes limits the choice to certain types.",
  ],
  [
    "no type has so little memory for so many vCPUs",
    chosen({ minVcpus: 8, maxMemoryMiB: 2048 }),
    "capacity.instanceRequirements.minVcpus must leave an instance type to choose: no x86_64 type among them has 8 or more vCPUs and 1024 to 2048 MiB of memory, got 8. Widen the requirements. `npm run facts` updates the table of what AWS offers.",
  ],
  [
    "no type has so many GPUs for so few vCPUs",
    chosen({ minGpus: 8, maxVcpus: 4 }),
    "capacity.instanceRequirements.maxVcpus must leave an instance type to choose: no x86_64 type among them has 1 to 4 vCPUs and 1024 or more MiB of memory and 8 or more GPUs, got 4. Widen the requirements. `npm run facts` updates the table of what AWS offers.",
  ],
  [
    "no burstable type has so much memory",
    chosen({ burstable: "required", minMemoryMiB: 131_072 }),
    "capacity.instanceRequirements.minMemoryMiB must leave an instance type to choose: no x86_64 type among them has 1 or more vCPUs and 131072 or more MiB of memory, got 131072. Widen the requirements. `npm run facts` updates the table of what AWS offers.",
  ],
  [
    "all types are excluded",
    chosen({ excludedInstanceTypes: ["*"] }),
    'capacity.instanceRequirements.excludedInstanceTypes must leave an instance type to choose: no x86_64 type among them has 1 or more vCPUs and 1024 or more MiB of memory, got "*". Widen the requirements. `npm run facts` updates the table of what AWS offers.',
  ],
  [
    "all types that are left are of the previous generation",
    chosen({ allowedInstanceTypes: ["c3.*"] }),
    'capacity.instanceRequirements.allowedInstanceTypes must leave an instance type to choose: no x86_64 type among them has 1 or more vCPUs and 1024 or more MiB of memory, got "c3.*". Widen the requirements, or set instanceGenerations to ["current", "previous"]. `npm run facts` updates the table of what AWS offers.',
  ],
  [
    "a range is empty",
    chosen({ minVcpus: 8, maxVcpus: 4 }),
    "capacity.instanceRequirements.minVcpus must not be above maxVcpus (4), got 8. Lower minVcpus or raise maxVcpus.",
  ],
  [
    "a maker has no processors of the architecture",
    chosen({ cpuManufacturers: ["intel"] }, { "capacity.architecture": "arm64" }),
    'capacity.instanceRequirements.cpuManufacturers must be makers of arm64 processors (amazon-web-services), got "intel". Remove it, or change architecture.',
  ],
  [
    "GPUs are limited that no instance has",
    chosen({ maxGpus: 4 }),
    "capacity.instanceRequirements.maxGpus must be left out without minGpus, because types with GPUs are left out then, got 4. Set minGpus, or remove it.",
  ],
  [
    "prices of Spot Instances are protected without any",
    chosen({ spotMaxPricePercent: 50 }),
    "capacity.instanceRequirements.spotMaxPricePercent must be left out while spotPercent is 0, because it applies to Spot Instances only, got 50. Remove it, or raise spotPercent.",
  ],
  [
    "CPU credits are set for types that have none",
    chosen({}, { "capacity.cpuCredits": "unlimited" }),
    'capacity.cpuCredits must be left out unless instanceRequirements.burstable is "required", because other types have no CPU credits, got "unlimited". Remove it, or set burstable to "required".',
  ],
  [
    "a warm pool would hold types that AWS chooses",
    chosen({}, { "capacity.warmPool": { minInstances: 1 } }),
    "capacity.warmPool must be left out with instanceRequirements, by which AWS chooses among several instance types, which it has no warm pools for, got an object. Remove it, or replace instanceRequirements by one type in instanceTypes.",
  ],
  [
    "a warm pool would hold Spot Instances of types that AWS chooses",
    chosen({}, { "capacity.warmPool": { minInstances: 1 }, "capacity.spotPercent": 50 }),
    "capacity.warmPool must be left out with instanceRequirements, by which AWS chooses among several instance types, which it has no warm pools for, got an object. Remove it, or replace instanceRequirements by one type in instanceTypes, and set spotPercent to 0.",
  ],
  [
    "a task is larger than the smallest instance that AWS may choose",
    chosen({ minVcpus: 2, maxVcpus: 8, burstable: "excluded" }, { "container.cpu": 4096 }),
    "container.cpu must fit one instance: a c5a.large has 2048 CPU units, got 4096. Lower it, or raise minVcpus and minMemoryMiB of capacity.instanceRequirements.",
  ],
  [
    "a task has more GPUs than the smallest instance",
    chosen({ minGpus: 1 }, { "container.gpu": 2 }),
    "container.gpu must be at most the GPUs of one instance, counted for all containers of a task: a g4dn.xlarge has 1 GPU, got 2. Set capacity.instanceRequirements.minGpus to 2, or lower it.",
  ],
  [
    "the smallest instances have no room for the least tasks",
    chosen(
      { minVcpus: 2, maxVcpus: 8, burstable: "excluded" },
      { "serviceScaling.minTasks": 20, "container.cpu": 1024, "capacity.maxInstances": 4 },
    ),
    "serviceScaling.minTasks must fit the cluster: 2 tasks of 1024 CPU units and 256 MiB fit one c5a.large (2048 CPU units, about 3868 MiB for tasks), so about 8 fit 4 of them (capacity.maxInstances), got 20. Lower it, raise capacity.maxInstances to 10, or raise minVcpus and minMemoryMiB of capacity.instanceRequirements.",
  ],
]);

test("a region must have one of the types that are left", () => {
  const change = system(
    chosen({ allowedInstanceTypes: ["m8azn.*"], minVcpus: 2 }, { "capacity.maxInstances": 2 }),
  );
  expect(problemsOf({ ...change, region: "sa-east-1" })).toEqual([
    expect.stringMatching(
      /^dev\.systems\.http-scale-out\.capacity\.instanceRequirements\.allowedInstanceTypes must leave an instance type that EC2 has in sa-east-1, which lacks all x86_64 types that are left \(m8azn\.large, m8azn\.xlarge, m8azn\.3xlarge …\), got "m8azn\.\*"\. Widen the requirements\./,
    ),
  ]);
  expect(problemsOf({ ...change, region: "us-east-1" })).toEqual([]);
});

test("the same for ECS Managed Instances", () => {
  const problems = problemsOf({
    network: { kind: "own", zoneCount: 2, nat: "single" },
    region: "sa-east-1",
    "systems.http-scale-out.capacity": {
      kind: "managed-instances",
      allowedInstanceTypes: ["m8azn.*"],
    },
  });
  expect(problems).toEqual([
    expect.stringContaining(
      "capacity.allowedInstanceTypes must leave an instance type that EC2 has in sa-east-1",
    ),
  ]);
});

test("ECS Managed Instances protect the price of Spot Instances only", () => {
  const problems = problemsOf({
    network: { kind: "own", zoneCount: 2, nat: "single" },
    "systems.http-scale-out.capacity": { kind: "managed-instances", spotMaxPricePercent: 20 },
  });
  expect(problems).toEqual([
    "dev.systems.http-scale-out.capacity.spotMaxPricePercent must be left out while spot is false, because it applies to Spot Instances only, got 20. Remove it, or set spot to true.",
  ]);
});

test("managed scaling wants one size, which requirements can give", () => {
  const managed = { clusterScaling: { kind: "managed" } };
  const ofOneSize = { minVcpus: 2, maxVcpus: 2, minMemoryMiB: 8192, maxMemoryMiB: 8192 };
  expect(warningsOf(system(chosen(ofOneSize, managed)))).toEqual([]);
  expect(warningsOf(system(chosen({ ...ofOneSize, maxMemoryMiB: 16_384 }, managed)))).toEqual([
    expect.stringMatching(
      /capacity\.instanceRequirements leave \d+ types of 3 sizes, but managed scaling assumes that all instances have the same size\. Set minVcpus and maxVcpus, and minMemoryMiB and maxMemoryMiB, to the same number each\./,
    ),
  ]);
});

test("warns of a target above what a type earns that AWS may choose", () => {
  const [warning] = warningsOf(system(chosen({ burstable: "required", maxVcpus: 2 })));
  expect(warning).toMatch(
    /but a t2\.micro earns only 10 % .* or set capacity\.instanceRequirements\.burstable to "excluded"/,
  );
  expect(warningsOf(system(chosen({ burstable: "excluded", minVcpus: 4 })))).toEqual([]);
});

test("a preset leaves the choice to AWS, too", () => {
  const change = { preset: "responsive", "capacity.instanceRequirements": { minVcpus: 2 } };
  expect(problemsOf(system({ ...change, "capacity.cpuCredits": undefined }))).toEqual([]);
});

test("GPUs of arm64 need an image of one's own, for AWS has none", () => {
  const change = {
    region: "us-west-2",
    ...system(chosen({ minGpus: 1 }, { "capacity.architecture": "arm64" })),
  };
  expect(problemsOf(change)).toEqual([
    'dev.systems.http-scale-out.capacity.architecture must be "x86_64" for instance types with GPUs, because AWS publishes no ECS-optimized image with their driver for arm64, got "arm64". Choose x86_64 types such as g6.xlarge, or set imageId to an image of your own.',
  ]);
  const image = { "systems.http-scale-out.capacity.imageId": "ami-0123456789abcdef0" };
  expect(problemsOf({ ...change, ...image })).toEqual([]);
});

test("a region without GPUs of arm64 is told of the field that asks for them", () => {
  const image = { "capacity.imageId": "ami-0123456789abcdef0" };
  const change = system(chosen({ minGpus: 1 }, { "capacity.architecture": "arm64", ...image }));
  expect(problemsOf({ ...change, region: "eu-west-1" })).toEqual([
    'dev.systems.http-scale-out.capacity.instanceRequirements.minGpus must leave an instance type that EC2 has in eu-west-1, which lacks all arm64 types that are left (g5g.xlarge, g5g.2xlarge, g5g.4xlarge …), got 1. Widen the requirements, or set architecture to "x86_64". `npm run facts` updates the table of what AWS offers.',
  ]);
});
