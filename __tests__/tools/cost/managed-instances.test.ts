import { assume } from "../../../tools/cost/assumptions";
import { costOfStack } from "../../../tools/cost/stack-cost";
import type { Block } from "../../../tools/synthesized/fields";
import { StackJson } from "../../../tools/synthesized/stack-json";

const HOURS = 730;

/** Services on managed instances of m7i types in three subnets; 2 to 12 tasks of 1 vCPU and 1 GiB. */
function cost(template: Block = {}) {
  const container = { cpu: 1024, memory: 1024 };
  const resource = {
    aws_ecs_capacity_provider: {
      managed: {
        managed_instances_provider: {
          instance_launch_template: {
            network_configuration: { subnets: ["a", "b", "c"] },
            storage_configuration: { storage_size_gib: 50 },
            instance_requirements: {
              vcpu_count: { min: 1 },
              memory_mib: { min: 1024 },
              cpu_manufacturers: ["intel", "amd"],
              burstable_performance: "included",
              allowed_instance_types: ["m7i.*"],
            },
            ...template,
          },
        },
      },
    },
    aws_ecs_task_definition: {
      web: { container_definitions: `\${jsonencode(${JSON.stringify([container])})}` },
    },
    aws_ecs_service: {
      web: {
        desired_count: 2,
        task_definition: "${aws_ecs_task_definition.web.arn}",
        capacity_provider_strategy: [
          { capacity_provider: "${aws_ecs_capacity_provider.managed.name}" },
        ],
      },
    },
    aws_appautoscaling_target: {
      web: {
        resource_id: "service/x/${aws_ecs_service.web.name}",
        min_capacity: 2,
        max_capacity: 12,
      },
    },
  };
  const json = new StackJson({ provider: { aws: [{ region: "us-east-1" }] }, resource });
  const { charges, remarks, lacksPrices } = costOfStack({ name: "web-dev", json }, assume([]));
  const line = (what: string) => charges.find((each) => each.what.startsWith(what));
  return { line, remarks: remarks.map(({ remark }) => remark), lacksPrices };
}

test("costs the cheapest allowed type that fits, as many as the tasks fill and the zones get", () => {
  const { line, remarks } = cost();
  // An m7i.large holds two tasks: two tasks are in two zones, and twelve fill six instances.
  expect(Object.values(line("instances (m7i.large")!.quantity)).toEqual([
    2 * HOURS,
    2 * HOURS,
    6 * HOURS,
  ]);
  expect(Object.values(line("volumes")!.quantity)).toEqual([100, 100, 300]);
  expect(remarks).toContain(
    "ECS chooses the instances: counted as m7i.large, the cheapest allowed type that fits each task",
  );
});

test("costs AWS's fee for their management, of the On-Demand price", () => {
  const { line } = cost();
  const [instances, fee] = [line("instances")!, line("management by ECS (12 %")!];
  expect(fee.usd.maximum).toBeCloseTo(0.12 * instances.usd.maximum, 6);
});

test("counts metrics of each minute, and remarks on Spot", () => {
  expect(cost().line("detailed monitoring")).toBeUndefined();
  const { line, remarks } = cost({ monitoring: "DETAILED", capacity_option_type: "SPOT" });
  expect(Object.values(line("detailed monitoring")!.quantity)).toEqual([14, 14, 42]);
  expect(remarks).toContain(
    "Spot Instances: counted at the On-Demand price, because Spot prices change",
  );
});

test("says so where no allowed type has a price, and which ones those are", () => {
  const { remarks, lacksPrices } = cost({
    instance_requirements: { allowed_instance_types: ["zz9.*"] },
  });
  expect(remarks).toContain(
    "not counted: ECS Managed Instances, because no allowed type has a price",
  );
  expect(lacksPrices).toBe(true);
  const known = cost({
    instance_requirements: {
      accelerator_count: { min: 1 },
      allowed_instance_types: ["g6.xlarge", "g6.2xlarge"],
    },
  });
  expect(known.remarks).toContain(
    "not counted: ECS Managed Instances, because no allowed type has a price of those that fit each task: g6.xlarge, g6.2xlarge",
  );
  expect(cost().lacksPrices).toBe(false);
});
