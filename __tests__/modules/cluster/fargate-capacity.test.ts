import { Cluster } from "../../../modules/cluster/cluster";
import { FargateCapacity } from "../../../modules/cluster/fargate-capacity";
import { synth } from "../../support/synth";

function capacityOf(spotPercent?: number) {
  let strategy: unknown;
  const json = synth((stack) => {
    const cluster = new Cluster(stack, "cluster", { name: "demo" });
    strategy = new FargateCapacity(stack, "capacity", { cluster, spotPercent }).capacity.strategy;
  });
  return { json, strategy };
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

test.each([0, 70, 100])("attaches both providers to the cluster with %s %% Spot", (spotPercent) => {
  const association = capacityOf(spotPercent).json.resource("aws_ecs_cluster_capacity_providers");
  expect(association["capacity_providers"]).toEqual(["FARGATE", "FARGATE_SPOT"]);
  expect(association["default_capacity_provider_strategy"]).toEqual([
    { capacity_provider: "FARGATE", weight: 100 - spotPercent, base: spotPercent < 100 ? 1 : 0 },
    { capacity_provider: "FARGATE_SPOT", weight: spotPercent, base: 0 },
  ]);
});

test("refuses more than 100 percent", () => {
  expect(() => capacityOf(101)).toThrow("`spotPercent` must be from 0 to 100, got 101.");
});
