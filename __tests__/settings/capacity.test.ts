import { type Change, parsed, problemsOf, system, systemErrorIf, warningsOf } from "./settings";

systemErrorIf([
  [
    "a warm pool would hold Spot Instances",
    { "capacity.warmPool": { minInstances: 1 }, "capacity.spotPercent": 50 },
    "capacity.warmPool must be left out with several instance types or Spot Instances, which AWS has no warm pools for, got an object. Remove it, or choose one instance type with spotPercent 0.",
  ],
  [
    "a maintenance policy is too wide",
    { "capacity.maintenance": { minHealthyPercent: 50, maxHealthyPercent: 160 } },
    "capacity.maintenance.maxHealthyPercent must be at most 100 above minHealthyPercent (50), got 160. Lower it, or raise minHealthyPercent.",
  ],
  [
    "two images are named",
    { "capacity.imageId": "ami-0123456789abcdef0", "capacity.imageParameter": "/images/node" },
    'capacity.imageParameter must be left out together with imageId (ami-0123456789abcdef0), got "/images/node". Remove one of them.',
  ],
  [
    "Terraform would read a part of a script",
    { "capacity.extraUserData": "echo ${HOME}" },
    'capacity.extraUserData must be a script of 1 to 8000 characters without "${" and "%{", got "echo ${HOME}". Write $NAME for a variable.',
  ],
  [
    "the least instances are more than the most",
    { "capacity.minInstances": 6 },
    "capacity.minInstances must not be above maxInstances (5), got 6. Lower minInstances or raise maxInstances.",
  ],
  [
    "there may be no instance at all",
    { "capacity.maxInstances": 0, "capacity.minInstances": 0, clusterScaling: { kind: "managed" } },
    "capacity.maxInstances must be a whole number from 1 to 5000, got 0.",
  ],
  [
    "an empty group could never grow",
    { "capacity.minInstances": 0 },
    'capacity.minInstances must be 1 or more with the scaling strategy "cpu-target", because a group without instances has no CPU utilization to measure, got 0. Raise it, or choose the strategy "managed".',
  ],
  [
    "there is no instance type",
    { "capacity.instanceTypes": [] },
    "capacity.instanceTypes must be a list of 1 to 20 different instance types, got a list of no entries.",
  ],
  [
    "an instance type is no name of one",
    { "capacity.instanceTypes": ["micro"] },
    'capacity.instanceTypes[0] must be an instance type, as in "t3.micro", got "micro". Did you mean "t2.micro"? `npm run facts` updates the table of what AWS offers.',
  ],
  [
    "an instance type is Graviton and the architecture is not",
    { "capacity.instanceTypes": ["t4g.micro"] },
    'capacity.instanceTypes[0] must be of capacity.architecture (x86_64), got "t4g.micro". It is arm64: choose a type such as t3.micro, or another architecture for all of them.',
  ],
  [
    "the architecture is Graviton and the default instance type is not",
    { "capacity.architecture": "arm64" },
    'capacity.instanceTypes[0] must be of capacity.architecture (arm64), got "t3.micro". It is x86_64: choose a type such as t4g.micro, or another architecture for all of them.',
  ],
  [
    "instance types are of two architectures",
    { "capacity.instanceTypes": ["t3.micro", "t4g.micro"] },
    'capacity.instanceTypes[1] must be of capacity.architecture (x86_64), got "t4g.micro". It is arm64: choose a type such as t3.micro, or another architecture for all of them.',
  ],
  [
    "an architecture is unknown",
    { "capacity.architecture": "x86" },
    'capacity.architecture must be "x86_64" or "arm64", got "x86". Did you mean "x86_64"?',
  ],
  [
    "the share of Spot is above 100",
    { "capacity.spotPercent": 101 },
    "capacity.spotPercent must be a whole number from 0 to 100, got 101.",
  ],
  [
    "the volume is smaller than the image",
    { "capacity.rootVolumeGiB": 8 },
    "capacity.rootVolumeGiB must be a whole number from 30 to 16384, got 8.",
  ],
  [
    "SSH is open to the internet",
    { "capacity.ssh": { keyName: "operations", cidr: "0.0.0.0/0" } },
    'capacity.ssh.cidr must not be the whole internet (EC2.13), but the addresses that operators come from, got "0.0.0.0/0".',
  ],
  [
    "SSH is open to half the internet",
    { "capacity.ssh": { keyName: "operations", cidr: "128.0.0.0/1" } },
    'capacity.ssh.cidr must be a block of /8 or narrower, got "128.0.0.0/1".',
  ],
  [
    "SSH is for an address without a length",
    { "capacity.ssh": { keyName: "operations", cidr: "203.0.113.7" } },
    'capacity.ssh.cidr must be an IPv4 block without host bits, as in "203.0.113.7/32", got "203.0.113.7".',
  ],
  [
    "SSH has no key",
    { "capacity.ssh": { cidr: "203.0.113.7/32" } },
    "capacity.ssh.keyName must be the name of an EC2 key pair: 1 to 255 letters, digits and ._:/=+@-, but is missing.",
  ],
  [
    "the cluster has two strategies",
    { clusterScaling: [{ kind: "cpu-target" }, { kind: "managed" }] },
    "clusterScaling must be one strategy, because two strategies for one group would undo each other, got a list of 2 entries.",
  ],
  [
    "the cluster's target is above 100",
    { clusterScaling: { kind: "cpu-target", targetPercent: 101 } },
    "clusterScaling.targetPercent must be a percentage from 1 to 100, got 101.",
  ],
  [
    "the share of capacity is zero",
    { clusterScaling: { kind: "managed", targetCapacityPercent: 0 } },
    "clusterScaling.targetCapacityPercent must be a whole number from 1 to 100, got 0.",
  ],
  [
    "managed steps are the wrong way round",
    { clusterScaling: { kind: "managed", minimumStepInstances: 3, maximumStepInstances: 2 } },
    "clusterScaling.minimumStepInstances must not be above maximumStepInstances (2), got 3. Lower minimumStepInstances or raise maximumStepInstances.",
  ],
  [
    "the cluster's thresholds overlap",
    { clusterScaling: { kind: "step", scaleOut: { thresholdPercent: 25 } } },
    "clusterScaling.scaleIn.thresholdPercent must be below scaleOut.thresholdPercent (25), got 30. Leave a gap wide enough that one step does not cross it.",
  ],
  [
    "the cluster's metric is unknown",
    { clusterScaling: { kind: "step", metric: "instance-memory" } },
    'clusterScaling.metric must be "instance-cpu" or "cluster-cpu", got "instance-memory".',
  ],
]);

test("managed scaling starts from no instance", () => {
  const change = { "capacity.minInstances": 0, clusterScaling: { kind: "managed" } };
  expect(problemsOf(system(change))).toEqual([]);
});

test("SSH is open to one address when asked for", () => {
  const ssh = { keyName: "operations", cidr: "203.0.113.7/32" };
  expect(parsed(system({ "capacity.ssh": ssh })).systems["http-scale-out"]?.capacity).toMatchObject(
    {
      ssh,
    },
  );
});

test("cluster steps have the defaults of the module that makes them", () => {
  expect(
    parsed(system({ clusterScaling: { kind: "step" } })).systems["http-scale-out"]?.clusterScaling,
  ).toEqual({
    kind: "step",
    metric: "instance-cpu",
    scaleOut: {
      thresholdPercent: 70,
      comparison: "above",
      adjustment: 1,
      adjustmentUnit: "number",
      largerSteps: [],
      periodSeconds: 60,
      evaluationPeriods: 2,
    },
    scaleIn: { thresholdPercent: 30, adjustment: -1, periodSeconds: 60, evaluationPeriods: 10 },
    cooldownSeconds: 300,
  });
});

test("[2026-11 G5] refuses an instance type that AWS has not", () => {
  expect(problemsOf(system({ "capacity.instanceTypes": ["t3.mikro"] }))).toEqual([
    'dev.systems.http-scale-out.capacity.instanceTypes[0] must be an instance type, as in "t3.micro", got "t3.mikro". Did you mean "t3.micro"? `npm run facts` updates the table of what AWS offers.',
  ]);
});

describe("[2026-11 D4] a target above what a burstable type earns", () => {
  const credits = (cpuCredits: string | undefined, change: Change = {}) =>
    warningsOf(
      system({ "capacity.cpuCredits": cpuCredits, "serviceScaling.maxTasks": 15, ...change }),
    );

  test("is a warning with what it costs", () => {
    expect(credits(undefined)).toEqual([
      'dev.systems.http-scale-out.clusterScaling.targetPercent is 30, but a t3.micro earns only 10 % of each vCPU: the rest costs up to about $15 a month for each instance. Set capacity.cpuCredits to "unlimited" to accept this, or choose a type that is not burstable.',
    ]);
  });

  test("is never reached with standard credits", () => {
    expect(credits("standard")).toEqual([
      expect.stringContaining("its speed with standard credits"),
    ]);
    const t2 = { "capacity.instanceTypes": ["t2.small"] };
    expect(credits(undefined, t2)).toEqual([expect.stringContaining("with standard credits")]);
  });

  test.each([
    ["who chose to pay", "unlimited", {}],
    ["a type that is not burstable", undefined, { "capacity.instanceTypes": ["m7i.large"] }],
    [
      "a target at the baseline",
      undefined,
      { "clusterScaling.targetPercent": 10, "clusterScaling.kind": "cpu-target" },
    ],
    ["managed scaling", undefined, { clusterScaling: { kind: "managed" } }],
  ])("is no warning for %s", (_, cpuCredits, change) => {
    expect(credits(cpuCredits, change)).toEqual([]);
  });
});

test("warns of sizes that managed scaling takes for one", () => {
  const change = {
    "capacity.instanceTypes": ["t3.small", "t3.medium"],
    clusterScaling: { kind: "managed" },
  };
  expect(warningsOf(system(change))).toEqual([
    "dev.systems.http-scale-out.capacity.instanceTypes are of 2 sizes (t3.small, t3.medium), but managed scaling assumes that all instances have the same size. Choose types of equal vCPUs and memory.",
  ]);
});

test("warns of a program that runs as root", () => {
  const ok = { "capacity.maxInstances": 7 };
  for (const user of ["root", "0", "0:1000"]) {
    expect(warningsOf(system({ ...ok, "container.user": user }))).toEqual([
      `dev.systems.http-scale-out.container.user is "${user}", so the program runs as root (ECS.20). Choose an unprivileged user, such as "1000:1000".`,
    ]);
  }
  expect(warningsOf(system({ ...ok, "container.user": "app" }))).toEqual([]);
});
