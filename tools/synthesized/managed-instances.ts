import type { InstanceRequirements } from "../../aws/compute/instance-requirements";
import { type Block, blockOf, firstBlock, numberOf, textOf } from "./fields";
import { requirementsIn } from "./instance-types";

/** What a capacity provider of ECS Managed Instances says of its instances. */
export interface ManagedInstances {
  readonly requirements: InstanceRequirements;
  readonly spot: boolean;
  readonly subnets: number;
  readonly storageGiB: number;
  readonly detailedMonitoring: boolean;
  /** If absent, AWS decides. */
  readonly scaleInAfterSeconds?: number;
}

/** AWS's own volume where none is asked for. @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-storage.html */
const USUAL_STORAGE_GIB = 80;

/** Undefined for a capacity provider of another kind. */
export function managedInstancesOf(provider: Block): ManagedInstances | undefined {
  const block = firstBlock(provider, "managed_instances_provider");
  if (block === undefined) return undefined;
  const template = blockOf(block, "instance_launch_template");
  const scaleIn = numberOf(blockOf(block, "infrastructure_optimization"), "scale_in_after");
  const { subnets } = blockOf(template, "network_configuration");
  return {
    requirements: requirementsIn(blockOf(template, "instance_requirements")),
    spot: textOf(template, "capacity_option_type") === "SPOT",
    subnets: Array.isArray(subnets) ? subnets.length : 1,
    storageGiB: numberOf(
      blockOf(template, "storage_configuration"),
      "storage_size_gib",
      USUAL_STORAGE_GIB,
    ),
    detailedMonitoring: textOf(template, "monitoring") === "DETAILED",
    ...(scaleIn === undefined ? {} : { scaleInAfterSeconds: scaleIn }),
  };
}

/** Instances that ECS keeps in different zones "when possible". @see https://aws.amazon.com/blogs/containers/deep-dive-amazon-ecs-managed-instances-provisioning-and-optimization */
const SPREAD_INSTANCES = 3;

/** Instances for so many tasks: what they fill, and one in each of three zones while there are tasks for them. */
export function instancesForTasks(tasks: number, filled: number, { subnets }: ManagedInstances) {
  return Math.max(filled, Math.min(tasks, subnets, SPREAD_INSTANCES));
}
