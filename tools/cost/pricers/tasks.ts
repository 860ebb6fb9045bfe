import { HOURS_PER_MONTH } from "../../../aws/prices";
import { taskCounts } from "../capacity";
import { charge, type Item, type Pricer, type Pricing } from "../charge";
import { type ByLevel, byLevel } from "../levels";
import { type Block, blocksOf, firstBlock, isTrue, textOf } from "../../synthesized/fields";
import { numberIn, type Resource } from "../stack-view";
import { publicAddresses } from "./instances";
import { serviceTraces } from "./traces";

/** Free ephemeral storage of each Fargate task. @see https://aws.amazon.com/fargate/pricing/ */
const FREE_STORAGE_GB = 20;

/** The cost of a service's tasks: Fargate tasks, the volumes that ECS attaches, and the traces that begin in them. */
export const ecsService: Pricer = (service, pricing) => [
  ...fargateItems(service, pricing),
  ...disks(service, pricing),
  ...serviceTraces(service, pricing),
];

const fargateItems: Pricer = (service, pricing) => {
  const counts = taskCounts(pricing.stack, service);
  return fargateTasks(service, pricing, { ...service.block, counts, kind: "a task" });
};

/**
 * Tasks on Fargate, with the arguments of a service. Those on instances cost what the instances cost.
 */
export function fargateTasks(
  resource: Resource,
  pricing: Pricing,
  tasks: Block & {
    /** How many run on average, all month. */
    readonly counts: ByLevel;
    /** As in "a task". */
    readonly kind: string;
  },
): readonly Item[] {
  const { stack } = pricing;
  const { counts, kind } = tasks;
  const task = stack.referenced(tasks.task_definition, "aws_ecs_task_definition");
  const strategy = blocksOf(tasks, "capacity_provider_strategy");
  const providers = strategy.map((share) => textOf(share, "capacity_provider") ?? "");
  const isFargate = (name: string): boolean => name === "FARGATE" || name === "FARGATE_SPOT";
  const launchType = textOf(tasks, "launch_type");
  if (launchType !== "FARGATE" && !providers.some(isFargate)) return [];
  if (task === undefined)
    return [{ resource: resource.address, remark: "not counted: its task definition is unknown" }];
  const vcpus = (numberIn(task.block, "cpu") ?? 0) / 1024;
  const memoryGB = (numberIn(task.block, "memory") ?? 0) / 1024;
  const platform = firstBlock(task.block, "runtime_platform");
  const arm = platform !== undefined && textOf(platform, "cpu_architecture") === "ARM64";
  const storage = firstBlock(task.block, "ephemeral_storage");
  const storageGB = (storage && numberIn(storage, "size_in_gib")) ?? FREE_STORAGE_GB;
  const network = firstBlock(tasks, "network_configuration");
  const items: Item[] = [
    charge(pricing, resource, {
      what: `Fargate CPU (${vcpus} vCPU ${kind})`,
      unit: "vCPU-hours",
      price: arm ? "fargateArm64.vcpuHour" : "fargate.x86VcpuHour",
      quantity: taskHours(counts, vcpus),
    }),
    charge(pricing, resource, {
      what: `Fargate memory (${memoryGB} GB ${kind})`,
      unit: "GB-hours",
      price: arm ? "fargateArm64.gbHour" : "fargate.x86GbHour",
      quantity: taskHours(counts, memoryGB),
    }),
  ];
  if (storageGB > FREE_STORAGE_GB) {
    items.push(
      charge(pricing, resource, {
        what: "Fargate storage",
        unit: "GB-hours",
        price: "fargateStorage.gbHour",
        quantity: taskHours(counts, storageGB - FREE_STORAGE_GB),
      }),
    );
  }
  if (network !== undefined && isTrue(network, "assign_public_ip")) {
    items.push(publicAddresses(resource, pricing, counts));
  }
  if (providers.includes("FARGATE_SPOT")) {
    const remark = "Fargate Spot tasks: counted at the On-Demand price, because Spot prices change";
    items.push({ resource: resource.address, remark });
  }
  return items;
}

/** Free gp3 performance. @see https://aws.amazon.com/ebs/pricing/ */
const FREE_IOPS = 3000;
const FREE_MIBPS = 125;

/** An EBS volume for each task, which ECS deletes with the task. */
const disks: Pricer = (service, pricing) => {
  const volumes = blocksOf(service.block, "volume_configuration").flatMap((volume) =>
    blocksOf(volume, "managed_ebs_volume"),
  );
  const counts = taskCounts(pricing.stack, service);
  return volumes.flatMap((volume): Item[] => {
    const type = textOf(volume, "volume_type") ?? "gp3";
    if (type !== "gp3") {
      const remark = `not counted: task volumes of type ${type}`;
      return [{ resource: service.address, remark }];
    }
    const size = numberIn(volume, "size_in_gb") ?? 0;
    const iops = (numberIn(volume, "iops") ?? FREE_IOPS) - FREE_IOPS;
    const throughput = (numberIn(volume, "throughput") ?? FREE_MIBPS) - FREE_MIBPS;
    const lines = [
      [`task volumes (gp3, ${size} GB each)`, "GB-months", "ebs.gp3GbMonth", size],
      ["operations of these volumes", "IOPS-months", "ebsPerformance.gp3IopsMonth", iops],
      ["throughput of these volumes", "MiB/s-months", "ebsPerformance.gp3MiBpsMonth", throughput],
    ] as const;
    return lines
      .filter(([, , , each]) => each > 0)
      .map(([what, unit, price, each]) =>
        charge(pricing, service, {
          what,
          unit,
          price,
          quantity: byLevel((level) => counts[level] * each),
        }),
      );
  });
};

function taskHours(counts: ByLevel, size: number): ByLevel {
  return byLevel((level) => counts[level] * size * HOURS_PER_MONTH);
}
