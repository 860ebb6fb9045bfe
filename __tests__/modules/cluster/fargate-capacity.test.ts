import { Cluster } from "../../../modules/cluster/cluster";
import {
  FargateCapacity,
  type FargateCapacityProps,
} from "../../../modules/cluster/fargate-capacity";
import { synth } from "../../support/synth";
import { privateNetwork } from "./capacity-stack";

type Options = Partial<Omit<FargateCapacityProps, "cluster" | "network" | "name">>;

function capacityOf(spotPercent?: number, options: Options = {}) {
  let capacity!: FargateCapacity;
  const json = synth((stack) => {
    const cluster = new Cluster(stack, "cluster", { name: "demo" });
    capacity = new FargateCapacity(stack, "capacity", {
      cluster,
      network: privateNetwork,
      name: "demo",
      spotPercent,
      ...options,
    });
  });
  return { json, capacity, strategy: capacity.providers.strategy };
}

test("puts all tasks on Fargate unless told otherwise", () => {
  expect(capacityOf().strategy).toEqual([{ capacityProvider: "FARGATE", weight: 100, base: 1 }]);
});

test("shares tasks by percent, and keeps the first of each service off Spot", () => {
  expect(capacityOf(70).strategy).toEqual([
    { capacityProvider: "FARGATE", weight: 30, base: 1 },
    { capacityProvider: "FARGATE_SPOT", weight: 70, base: 0 },
  ]);
});

test("puts all tasks on Spot where that is asked for", () => {
  expect(capacityOf(100).strategy).toEqual([
    { capacityProvider: "FARGATE_SPOT", weight: 100, base: 0 },
  ]);
});

test("keeps as many tasks of each service off Spot as are asked for", () => {
  expect(capacityOf(70, { onDemandTasks: 5 }).strategy).toEqual([
    { capacityProvider: "FARGATE", weight: 30, base: 5 },
    { capacityProvider: "FARGATE_SPOT", weight: 70, base: 0 },
  ]);
  expect(capacityOf(100, { onDemandTasks: 2 }).strategy).toEqual([
    { capacityProvider: "FARGATE", weight: 0, base: 2 },
    { capacityProvider: "FARGATE_SPOT", weight: 100, base: 0 },
  ]);
  expect(capacityOf(70, { onDemandTasks: 0 }).strategy).toEqual([
    { capacityProvider: "FARGATE", weight: 30, base: 0 },
    { capacityProvider: "FARGATE_SPOT", weight: 70, base: 0 },
  ]);
});

test("names the version of the platform that is asked for", () => {
  expect(capacityOf().capacity.providers.platformVersion).toBeUndefined();
  const pinned = capacityOf(0, { platformVersion: "1.4.0" });
  expect(pinned.capacity.providers.platformVersion).toBe("1.4.0");
});

test.each([0, 70, 100])("attaches both providers to the cluster with %s %% Spot", (spotPercent) => {
  const association = capacityOf(spotPercent).json.resource("aws_ecs_cluster_capacity_providers");
  expect(association["capacity_providers"]).toEqual(["FARGATE", "FARGATE_SPOT"]);
  expect(association["default_capacity_provider_strategy"]).toEqual([
    { capacity_provider: "FARGATE", weight: 100 - spotPercent, base: spotPercent < 100 ? 1 : 0 },
    { capacity_provider: "FARGATE_SPOT", weight: spotPercent, base: 0 },
  ]);
});

test("refuses more than 100 percent, and fewer tasks than none", () => {
  expect(() => capacityOf(101)).toThrow("`spotPercent` must be from 0 to 100, got 101.");
  expect(() => capacityOf(50, { onDemandTasks: -1 })).toThrow(
    "`onDemandTasks` must be from 0 to 100000, got -1.",
  );
});

test("gives tasks addresses in the private subnets, and lets them out to HTTPS only", () => {
  const { json, capacity } = capacityOf();
  expect(capacity.taskNetwork.subnetIds).toEqual(["subnet-x", "subnet-y"]);
  expect(json.resources("aws_vpc_security_group_ingress_rule")).toEqual([]);
  const wayOut = json.resource("aws_vpc_security_group_egress_rule");
  expect(wayOut).toMatchObject({ cidr_ipv4: "0.0.0.0/0", from_port: 443, to_port: 443 });
  expect(json.referenced(wayOut["security_group_id"] as string)).toBe(
    json.resource("aws_security_group"),
  );
});

test("runs tasks of the given size and architecture", () => {
  const { capacity } = capacityOf();
  expect(capacity.compatibility({ cpu: 512, memoryMiB: 1024 })).toEqual({
    kind: "fargate",
    cpu: 512,
    memoryMiB: 1024,
    architecture: "x86_64",
  });
});
