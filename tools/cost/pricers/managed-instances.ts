import { likelyType } from "../../../aws/compute/instance-choice";
import { matchingTypes } from "../../../aws/compute/instance-requirements";
import { MANAGEMENT_FEE_PERCENT } from "../../../aws/compute/managed-instances";
import { roomOn, type TaskNeeds, tasksOn } from "../../../aws/compute/placement";
import { priceOf } from "../../../aws/prices";
import type { Block } from "../../synthesized/fields";
import { instancesForTasks, managedInstancesOf } from "../../synthesized/managed-instances";
import { mostTasks, taskCounts } from "../capacity";
import { charge, type Item, type Pricer, typesInWords } from "../charge";
import { byLevel } from "../levels";
import { gpusOf } from "../../synthesized/system/task-definition";
import { containersOf, numberIn, type Resource, type StackView } from "../stack-view";
import { detailedMetrics, hours, instanceItems } from "./instances";

/**
 * ECS Managed Instances: as many as the services' tasks need, of the cheapest allowed type that fits the largest task,
 * with AWS's management fee.
 */
export const capacityProvider: Pricer = (provider, pricing) => {
  const managed = managedInstancesOf(provider.block);
  if (managed === undefined) return [];
  const { stack, prices } = pricing;
  const services = stack.referring("aws_ecs_service", provider).map((service) => ({
    counts: mostTasks(stack, service),
    average: taskCounts(stack, service),
    needs: needsOf(stack, service),
  }));
  const type = likelyType(
    managed.requirements,
    services.map(({ needs }) => needs),
    (each) => {
      const price = priceOf(prices, `ec2.${each}`);
      return typeof price === "number" ? price : undefined;
    },
  );
  const room = type === undefined ? undefined : roomOn(type);
  if (type === undefined || room === undefined) {
    const types = matchingTypes(managed.requirements).filter((each) => {
      const offered = roomOn(each);
      return offered && services.every(({ needs }) => tasksOn(offered, needs) > 0);
    });
    const which = types.length === 0 ? "" : ` of those that fit each task: ${typesInWords(types)}`;
    const remark = `not counted: ECS Managed Instances, because no allowed type has a price${which}`;
    return [{ resource: provider.address, remark, lacksPrice: true }];
  }
  const counts = byLevel((level) => {
    const filled = services.reduce(
      (sum, each) => sum + each.counts[level] / tasksOn(room, each.needs),
      0,
    );
    const tasks = services.reduce((sum, each) => sum + each.counts[level], 0);
    const average = services.reduce((sum, each) => sum + each.average[level], 0);
    // If the number of tasks varies, there are fewer instances on average.
    const share = tasks === 0 ? 1 : average / tasks;
    return instancesForTasks(tasks, Math.ceil(filled), managed) * share;
  });
  const items: Item[] = [
    ...instanceItems(provider, pricing, type, counts, undefined),
    charge(pricing, provider, {
      what: `management by ECS (${MANAGEMENT_FEE_PERCENT} % of the instances)`,
      unit: "hours",
      price: `ec2.${type}`,
      quantity: byLevel((level) => (hours(counts)[level] * MANAGEMENT_FEE_PERCENT) / 100),
    }),
    charge(pricing, provider, {
      what: `volumes (gp3, ${managed.storageGiB} GB each)`,
      unit: "GB-months",
      price: "ebs.gp3GbMonth",
      quantity: byLevel((level) => counts[level] * managed.storageGiB),
    }),
    ...(managed.detailedMonitoring ? [detailedMetrics(provider, pricing, counts)] : []),
    {
      resource: provider.address,
      remark: `ECS chooses the instances: counted as ${type}, the cheapest allowed type that fits each task`,
    },
  ];
  if (managed.spot) {
    const remark = "Spot Instances: counted at the On-Demand price, because Spot prices change";
    items.push({ resource: provider.address, remark });
  }
  return items;
};

/** What one task of a service needs on an instance: its own size, or its containers' reservations. */
function needsOf(stack: StackView, service: Resource): TaskNeeds {
  const task = stack.referenced(service.block.task_definition, "aws_ecs_task_definition");
  const block = task?.block ?? {};
  const containers = containersOf(block);
  const sum = (of: (container: Block) => number) =>
    containers.reduce((total, container) => total + of(container), 0);
  return {
    cpuUnits:
      numberIn(block, "cpu") ??
      Math.max(
        1,
        sum((each) => numberIn(each, "cpu") ?? 0),
      ),
    memoryMiB:
      numberIn(block, "memory") ??
      Math.max(
        1,
        sum((each) => numberIn(each, "memoryReservation") ?? numberIn(each, "memory") ?? 0),
      ),
    ownNetworkInterface: true,
    gpus: sum(gpusOf),
  };
}
