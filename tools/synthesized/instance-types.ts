import { type InstanceRequirements, matchingTypes } from "../../aws/compute/instance-requirements";
import { cpuManufacturers, instanceGenerations } from "../../aws/compute/instance-types";
import { type Block, blockOf, blocksOf, firstBlock, numberOf, textOf, textsOf } from "./fields";

/** What AWS chooses instance types by, of an Auto Scaling group or of ECS Managed Instances. */
export function requirementsIn(block: Block): InstanceRequirements {
  const [vcpus, memory, gpus] = ["vcpu_count", "memory_mib", "accelerator_count"].map((name) =>
    blockOf(block, name),
  );
  const makers = textsOf(block, "cpu_manufacturers");
  const generations = textsOf(block, "instance_generations");
  const minGpus = numberOf(gpus ?? {}, "min");
  const isArm = makers.includes("amazon-web-services");
  return {
    architecture: isArm ? "arm64" : "x86_64",
    minVcpus: numberOf(vcpus ?? {}, "min", 1),
    maxVcpus: numberOf(vcpus ?? {}, "max"),
    minMemoryMiB: numberOf(memory ?? {}, "min", 1),
    maxMemoryMiB: numberOf(memory ?? {}, "max"),
    allowedInstanceTypes: listOf(block, "allowed_instance_types"),
    excludedInstanceTypes: listOf(block, "excluded_instance_types"),
    burstable: burstableOf(textOf(block, "burstable_performance")),
    ...(makers.length === 0
      ? {}
      : { cpuManufacturers: cpuManufacturers.filter((maker) => makers.includes(maker)) }),
    ...(generations.length === 0
      ? { instanceGenerations }
      : { instanceGenerations: instanceGenerations.filter((each) => generations.includes(each)) }),
    ...(minGpus === undefined ? {} : { minGpus, maxGpus: numberOf(gpus ?? {}, "max") }),
  };
}

/** Instance types that a group may start, those that it names in the order of preference. */
export interface TypesOfGroup {
  readonly types: readonly string[];
  /** Where AWS chooses the types. */
  readonly requirements?: InstanceRequirements;
}

/**
 * @param group an `aws_autoscaling_group`
 * @param template its launch template
 */
export function typesOfGroup(group: Block, template: Block): TypesOfGroup {
  const policy = firstBlock(group, "mixed_instances_policy") ?? {};
  const overrides = blocksOf(blockOf(policy, "launch_template"), "override");
  const chosen = overrides
    .map((override) => firstBlock(override, "instance_requirements"))
    .find((requirements) => requirements !== undefined);
  if (chosen !== undefined) {
    const requirements = requirementsIn(chosen);
    return { types: matchingTypes(requirements), requirements };
  }
  const types = overrides.flatMap((override) => textOf(override, "instance_type") ?? []);
  const launched = textOf(template, "instance_type");
  return { types: types.length > 0 || launched === undefined ? types : [launched] };
}

function listOf(block: Block, name: string): readonly string[] | undefined {
  return block[name] === undefined || block[name] === null ? undefined : textsOf(block, name);
}

function burstableOf(text: string | undefined): InstanceRequirements["burstable"] {
  return text === "included" || text === "required" ? text : "excluded";
}
