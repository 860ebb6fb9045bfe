import { HOURS_PER_MONTH } from "../../../aws/prices";
import { taskCounts } from "../capacity";
import { charge, type Item, type Pricer } from "../charge";
import { type ByLevel, byLevel } from "../levels";
import { blocksOf, firstBlock, isTrue, textOf } from "../../synthesized/fields";
import { numberIn } from "../stack-view";
import { publicAddresses } from "./instances";

/** Ephemeral storage that each Fargate task has for nothing. @see https://aws.amazon.com/fargate/pricing/ */
const FREE_STORAGE_GB = 20;

/** Tasks on Fargate. Tasks on instances cost what the instances cost. */
export const ecsService: Pricer = (service, pricing) => {
  const { stack } = pricing;
  const task = stack.referenced(service.block.task_definition, "aws_ecs_task_definition");
  const strategy = blocksOf(service.block, "capacity_provider_strategy");
  const providers = strategy.map((share) => textOf(share, "capacity_provider") ?? "");
  const isFargate = (name: string): boolean => name === "FARGATE" || name === "FARGATE_SPOT";
  const launchType = textOf(service.block, "launch_type");
  if (launchType !== "FARGATE" && !providers.some(isFargate)) return [];
  if (task === undefined)
    return [{ resource: service.address, remark: "not counted: its task definition is unknown" }];
  const counts = taskCounts(stack, service);
  const vcpus = (numberIn(task.block, "cpu") ?? 0) / 1024;
  const memoryGB = (numberIn(task.block, "memory") ?? 0) / 1024;
  const platform = firstBlock(task.block, "runtime_platform");
  const arm = platform !== undefined && textOf(platform, "cpu_architecture") === "ARM64";
  const storage = firstBlock(task.block, "ephemeral_storage");
  const storageGB = (storage && numberIn(storage, "size_in_gib")) ?? FREE_STORAGE_GB;
  const network = firstBlock(service.block, "network_configuration");
  const items: Item[] = [
    charge(pricing, service, {
      what: `Fargate CPU (${vcpus} vCPU a task)`,
      unit: "vCPU-hours",
      price: arm ? "fargateArm64.vcpuHour" : "fargate.x86VcpuHour",
      quantity: taskHours(counts, vcpus),
    }),
    charge(pricing, service, {
      what: `Fargate memory (${memoryGB} GB a task)`,
      unit: "GB-hours",
      price: arm ? "fargateArm64.gbHour" : "fargate.x86GbHour",
      quantity: taskHours(counts, memoryGB),
    }),
  ];
  if (storageGB > FREE_STORAGE_GB) {
    items.push(
      charge(pricing, service, {
        what: "Fargate storage",
        unit: "GB-hours",
        price: "fargateStorage.gbHour",
        quantity: taskHours(counts, storageGB - FREE_STORAGE_GB),
      }),
    );
  }
  if (network !== undefined && isTrue(network, "assign_public_ip")) {
    items.push(publicAddresses(service, pricing, counts));
  }
  if (providers.includes("FARGATE_SPOT")) {
    const remark = "Fargate Spot tasks: counted at the price on demand, as Spot prices change";
    items.push({ resource: service.address, remark });
  }
  return items;
};

function taskHours(counts: ByLevel, size: number): ByLevel {
  return byLevel((level) => counts[level] * size * HOURS_PER_MONTH);
}
