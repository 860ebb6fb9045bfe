import { type Change, errorIf, minimal, parsed, problemsOf, warningsOf } from "./settings";

const own = { kind: "own", zoneCount: 2, nat: "single" };
const managed = { kind: "managed-instances" };

/** http-scale-out on managed instances, in a network with private subnets. */
const shop = (change: Change = {}): Change => ({
  network: own,
  "systems.http-scale-out.capacity": managed,
  ...change,
});
const within = (change: Change): Change =>
  shop(
    Object.fromEntries(
      Object.entries(change).map(([path, value]) => [`systems.http-scale-out.${path}`, value]),
    ),
  );

test("takes its defaults, and a group's where no kind is named", () => {
  const { systems } = parsed(shop());
  expect(systems["http-scale-out"]?.capacity).toEqual({
    ...managed,
    architecture: "x86_64",
    minVcpus: 1,
    instanceGenerations: ["current"],
    minMemoryMiB: 1024,
    burstable: "included",
    spot: false,
    storageGiB: 80,
    detailedMonitoring: false,
    egress: [],
  });
  expect(parsed({}).systems["http-scale-out"]?.capacity.kind).toBe("instances");
});

test.each(["http-api", "rest-api", "worker"])("%s runs on managed instances", (name) => {
  const change = {
    network: own,
    [`systems.${name}`]: { capacity: managed },
    "systems.http-scale-out": undefined,
  };
  expect(problemsOf(change)).toEqual([]);
});

test("nobody is warned about the size of a group that is not there", () => {
  expect(warningsOf(within({ "serviceScaling.maxTasks": 400 }))).toEqual([]);
});

test("a preset leaves out what sizes a group", () => {
  expect(problemsOf(within({ preset: "responsive" }))).toEqual([]);
});

const at = (path: string) => `systems.http-scale-out.${path}`;

errorIf([
  [
    "the environment has no private subnets",
    shop({ network: minimal.network }),
    `${at("network")} must be set because the environment's network (kind "default-vpc") has no private subnets, which the tasks need, but is missing. Set a network for the system, as in { kind: "own", zoneCount: 2, nat: "single" }: its one NAT gateway costs about $33 per month and $0.045 per GB.`,
  ],
  [
    "a system without a network of its own runs where there are no private subnets",
    {
      "systems.talk-service": {
        services: { talk: { priority: 1, image: { kind: "repository", pushedElsewhere: true } } },
        capacity: managed,
      },
    },
    `systems.talk-service.capacity.kind must be "instances" in the environment's network (kind "default-vpc"), because it has no private subnets, which tasks on managed instances need, got "managed-instances". Or set the environment's network to { kind: "own", zoneCount: 2, nat: "single" }.`,
  ],
  [
    "the provider may lack its arguments",
    shop({ awsProviderVersion: ">= 5.100" }),
    `${at("capacity.kind")} must not be "managed-instances" with awsProviderVersion ">= 5.100", which allows versions before 6.25.0 that lack its arguments, got "managed-instances". Set awsProviderVersion to "~> 6.25".`,
  ],
  [
    "the provider may lack Spot",
    within({ "capacity.spot": true }),
    `${at("capacity.spot")} must be false with awsProviderVersion "~> 6.25", which allows versions before 6.28.0 that lack its arguments, got true. Set awsProviderVersion to "~> 6.28".`,
  ],
  [
    "something sizes a group that is not there",
    within({ clusterScaling: { kind: "managed" } }),
    `${at("clusterScaling")} must be removed with capacity.kind "managed-instances", because ECS itself launches and ends the instances, got an object. Set capacity.scaleInAfterSeconds instead.`,
  ],
  [
    "tasks are placed on a group that is not there",
    within({ placement: "spread" }),
    `${at("placement")} must be removed with capacity.kind "managed-instances", because ECS places the tasks, got "spread". Remove it.`,
  ],
  [
    "a task fits no instance that is allowed",
    within({ "container.cpu": 3000, "capacity.maxVcpus": 2 }),
    `${at("container.cpu")} must fit one instance: the largest that capacity allows has 2048 CPU units, got 3000. Lower it, or let ECS choose larger instances.`,
  ],
  [
    "a container needs more memory than any instance has",
    within({ "container.memoryLimitMiB": 4096, "capacity.maxMemoryMiB": 4096 }),
    `${at("container.memoryLimitMiB")} must fit one instance: the largest that capacity allows has about 3868 MiB for tasks, got 4096. Lower it, or let ECS choose larger instances.`,
  ],
  [
    "no instance type is left",
    within({ "capacity.allowedInstanceTypes": ["m7g.*"] }),
    `${at("capacity.allowedInstanceTypes")} must leave an instance type to choose: no x86_64 type among them has 1 or more vCPUs and 1024 or more MiB of memory, got "m7g.*". Widen the requirements. \`npm run facts\` updates the table of what AWS offers.`,
  ],
  [
    "types are allowed and excluded",
    within({
      "capacity.allowedInstanceTypes": ["m7i.*"],
      "capacity.excludedInstanceTypes": ["m7i.large"],
    }),
    `${at("capacity.excludedInstanceTypes")} must not be set together with allowedInstanceTypes, because AWS accepts only one of them, got "m7i.large". Remove one of them.`,
  ],
  [
    "the fewest vCPUs are more than the most",
    within({ "capacity.minVcpus": 8, "capacity.maxVcpus": 4 }),
    `${at("capacity.minVcpus")} must not be above maxVcpus (4), got 8. Lower minVcpus or raise maxVcpus.`,
  ],
  [
    "a daemon asks for them",
    { "systems.daemon-api": { capacity: managed } },
    `systems.daemon-api.capacity.kind must be "instances", because a daemon has no tasks that wait, and other capacity starts for tasks that wait, got "managed-instances". Leave it out, or use the system "http-scale-out".`,
  ],
  [
    "a kind is unknown",
    { "systems.http-scale-out.capacity": { kind: "lambda" } },
    `${at("capacity.kind")} must be "instances", "managed-instances" or "fargate", got "lambda".`,
  ],
  [
    "a system that has no tasks on Fargate asks for it",
    { "systems.talk-service.capacity": { kind: "fargate" } },
    'systems.talk-service.capacity.kind must be "instances" or "managed-instances", got "fargate".',
  ],
]);
