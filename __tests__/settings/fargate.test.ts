import { type Change, errorIf, parsed, problemsOf, system, warningsOf } from "./settings";

const network = { kind: "own", zoneCount: 2, nat: "single" };
const fargate = { kind: "fargate" };

/** http-scale-out on Fargate, in a network of its own. */
const shop = (change: Change = {}): Change => ({
  ...system({ network, capacity: fargate }),
  ...system(change),
});

const at = (path: string) => `systems.http-scale-out.${path}`;

test("[2026-11 H] http-scale-out runs on Fargate, with defaults", () => {
  const { systems } = parsed(shop());
  expect(systems["http-scale-out"]?.capacity).toEqual({
    ...fargate,
    architecture: "x86_64",
    spotPercent: 0,
    platformVersion: "LATEST",
    egress: [],
  });
});

test("[2026-11 H] the environment's network will do if it has private subnets", () => {
  expect(problemsOf({ network, ...system({ capacity: fargate }) })).toEqual([]);
});

test("[2026-11 H] nobody is warned about the size or the speed of instances that are not there", () => {
  expect(warningsOf(shop({ "serviceScaling.maxTasks": 400 }))).toEqual([]);
});

test("[2026-11 H] a preset leaves out what sizes a group", () => {
  expect(problemsOf(shop({ preset: "responsive" }))).toEqual([]);
});

test("[2026-11 H] the largest task of Fargate is taken", () => {
  const largest = { "container.cpu": 16_384, "container.memoryLimitMiB": 122_880 };
  expect(problemsOf(shop(largest))).toEqual([]);
});

const beside = {
  image: { kind: "reference", reference: "ghcr.io/acme/agent:1.0.0" },
  cpu: 64,
  memoryLimitMiB: 64,
};

errorIf([
  [
    "[2026-11 H] there are no private subnets to run in",
    system({ capacity: fargate }),
    `${at("network")} must be set because the environment's network (kind "default-vpc") has no private subnets, which the tasks need, but is missing. Set a network for the system, as in { kind: "own", zoneCount: 2, nat: "single" }: its one NAT gateway costs about $33 per month and $0.045 per GB.`,
  ],
  [
    "[2026-11 H] the group that there was still has a size",
    shop({ "capacity.maxInstances": 5 }),
    `${at("capacity.maxInstances")} must be removed: there are no instances on Fargate. Set serviceScaling.maxTasks.`,
  ],
  [
    "[2026-11 H] a task is given a size beside that of its container",
    shop({ "capacity.cpu": 512 }),
    `${at("capacity.cpu")} must be removed: the task has the smallest size that its containers fit. Set container.cpu.`,
  ],
  [
    "[2026-11 H] an instance's volume is asked for",
    shop({ "capacity.rootVolumeGiB": 50 }),
    `${at("capacity.rootVolumeGiB")} must be removed: there are no instances on Fargate. Set ephemeralStorageGiB.`,
  ],
  [
    "[2026-11 H] something sizes a group that is not there",
    shop({ clusterScaling: { kind: "managed" } }),
    `${at("clusterScaling")} must be removed with capacity.kind "fargate", because there are no instances to scale, got an object. Remove it.`,
  ],
  [
    "[2026-11 H] tasks are placed on a group that is not there",
    shop({ placement: "spread" }),
    `${at("placement")} must be removed with capacity.kind "fargate", because AWS places the tasks, got "spread". Remove it.`,
  ],
  [
    "[2026-11 H] a container is larger than any task of Fargate",
    shop({ "container.cpu": 16_385 }),
    `${at("container.cpu")} must fit a task on Fargate: the largest has 16384 CPU units, got 16385. Lower it, or set capacity.kind to "instances".`,
  ],
  [
    "[2026-11 H] containers need more memory together than any task of Fargate has",
    shop({
      "container.memoryLimitMiB": 100_000,
      sidecars: { agent: { ...beside, memoryLimitMiB: 22_881 } },
    }),
    `${at("container.memoryLimitMiB")} must fit a task on Fargate together with those of the sidecars: the largest has 122880 MiB, got 122881. Lower it, or set capacity.kind to "instances".`,
  ],
  [
    "[2026-11 H] no task of Fargate has room for the proxy of Service Connect",
    shop({ "container.cpu": 16_384, "container.memoryLimitMiB": 512, serviceConnect: {} }),
    `${at("container.cpu")} must fit a task on Fargate together with the proxy of Service Connect: the largest has 16384 CPU units, got 16640. Lower it, or set capacity.kind to "instances".`,
  ],
  [
    "[2026-11 H] tasks are kept off Spot where there is none",
    shop({ "capacity.onDemandTasks": 2 }),
    `${at("capacity.onDemandTasks")} must be left out while spotPercent is 0, with which all tasks are on demand, got 2. Remove it, or raise spotPercent.`,
  ],
  [
    "[2026-11 H] a platform version was retired",
    shop({ "capacity.platformVersion": "1.3.0" }),
    `${at("capacity.platformVersion")} must be "LATEST" or "1.4.0", got "1.3.0". Did you mean "1.4.0"?`,
  ],
  [
    "[2026-11 H] a limit is one that Fargate does not set",
    shop({ "container.ulimits": { nproc: { soft: 10, hard: 10 } } }),
    `${at("container.ulimits.nproc")} must be left out on Fargate, which supports no limit other than nofile, got an object. Remove it, or run the tasks on instances.`,
  ],
  [
    "[2026-11 H] containers are linked as on Docker's bridge",
    shop({ "container.links": ["agent"], sidecars: { agent: beside } }),
    `${at("container.links")} must be left out on Fargate, where the containers of a task share an address, got "agent". Remove it, and connect to localhost.`,
  ],
  [
    "[2026-11 H] the network of the system has no IPv6 blocks",
    shop({ "loadBalancer.ipAddressType": "dualstack" }),
    `${at("loadBalancer.ipAddressType")} must be "ipv4" while network.kind is "own", whose subnets have no IPv6 blocks, got "dualstack". Leave it out, or name a network with IPv6 blocks (kind "existing").`,
  ],
  [
    "[2026-11 H] another system on Fargate asks for instances",
    { "systems.worker": { network, capacity: { ...fargate, storageGiB: 50 } } },
    "systems.worker.capacity.storageGiB must be removed: there are no instances on Fargate. Set task.ephemeralStorageGiB.",
  ],
]);
