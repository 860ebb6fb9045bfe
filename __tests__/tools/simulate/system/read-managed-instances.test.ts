import { costOf } from "../../../../tools/simulate/cost";
import { readSimulatedSystem } from "../../../../tools/simulate/system/read-system";
import { EvaluatedStack } from "../../../../tools/synthesized/evaluated-stack";
import type { Block } from "../../../../tools/synthesized/fields";
import { StackJson } from "../../../../tools/synthesized/stack-json";

const container = { name: "api", image: "x", cpu: 1024, memory: 1024 };

/** A service of five tasks on managed instances of m7i types in three subnets. */
async function read(template: Block = {}, provider: Block = {}) {
  const resource = {
    aws_ecs_cluster: { c: { name: "cluster" } },
    aws_ecs_task_definition: {
      t: {
        family: "f",
        network_mode: "awsvpc",
        container_definitions: JSON.stringify([container]),
      },
    },
    aws_ecs_service: {
      s: {
        name: "api",
        desired_count: 5,
        task_definition: "${aws_ecs_task_definition.t.arn}",
        capacity_provider_strategy: [
          { base: 0, weight: 1, capacity_provider: "${aws_ecs_capacity_provider.p.name}" },
        ],
        network_configuration: { subnets: ["x", "y", "z"] },
      },
    },
    aws_ecs_capacity_provider: {
      p: {
        name: "shop",
        managed_instances_provider: {
          instance_launch_template: {
            network_configuration: { subnets: ["x", "y", "z"] },
            instance_requirements: {
              vcpu_count: { min: 1 },
              memory_mib: { min: 1024 },
              cpu_manufacturers: ["intel", "amd"],
              burstable_performance: "included",
              allowed_instance_types: ["m7i.*"],
            },
            ...template,
          },
          ...provider,
        },
      },
    },
  };
  const json = new StackJson({ provider: { aws: [{ region: "us-east-1" }] }, resource });
  const found = readSimulatedSystem(await EvaluatedStack.read(json, { variables: {} }), "s-dev");
  return { ...found, group: found.system.groups[0]! };
}

test("takes the cheapest allowed type that fits a task, and starts with the instances of the tasks", async () => {
  const { group, system } = await read();
  expect(group).toMatchObject({
    name: "shop",
    min: 0,
    desired: 3,
    spotPercent: 0,
    instance: { type: "m7i.large", vcpus: 2, networkInterfaces: 2 },
    managedInstances: { scaleInAfterSeconds: 300 },
  });
  expect(system.zones).toBe(3);
  expect(system.services[0]!.capacity).toEqual([
    { kind: "group", group: "shop", waitsForRoom: true, base: 0, weight: 1 },
  ]);
});

test("takes the scale-in delay and Spot", async () => {
  const { group } = await read(
    { capacity_option_type: "SPOT" },
    { infrastructure_optimization: { scale_in_after: 900 } },
  );
  expect(group).toMatchObject({
    spotPercent: 100,
    managedInstances: { scaleInAfterSeconds: 900 },
  });
});

test("costs the instances and AWS's fee on top", async () => {
  const { system } = await read();
  const usage = {
    instanceSeconds: [{ onDemand: 3600, spot: 0 }],
    surplusCredits: [0],
    fargateSeconds: [],
  };
  const { parts } = costOf(system, "us-east-1", [], usage, 3600);
  expect(parts.map(({ what }) => what)).toEqual([
    "the management of shop by ECS (12 %)",
    "instances of shop (m7i.large)",
  ]);
  expect(parts[0]!.usd).toBeCloseTo(0.12 * parts[1]!.usd, 8);
});

test("says what it took, and the least where no allowed type has a price", async () => {
  expect((await read()).notModelled).toContainEqual(
    expect.stringContaining("uses m7i.large, the cheapest allowed type"),
  );
  const { group, notModelled } = await read({
    instance_requirements: {
      vcpu_count: { min: 4 },
      memory_mib: { min: 8192 },
      allowed_instance_types: ["zz9.*"],
    },
  });
  expect(group.instance).toMatchObject({ type: "managed", vcpus: 4, memoryMiB: 8192 });
  expect(notModelled).toContainEqual(expect.stringContaining("whose price is unknown"));
});
