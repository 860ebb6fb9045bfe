import { always, type ByLevel } from "./levels";
import { blocksOf, firstBlock, isTrue, textsOf, textOf } from "../synthesized/fields";
import { numberIn, type Resource, type StackView } from "./stack-view";

/** How many tasks of a service run: at its floor, as desired, at its ceiling. */
export function taskCounts(stack: StackView, service: Resource): ByLevel {
  const desired = numberIn(service.block, "desired_count") ?? 1;
  const bounds = stack
    .ofType("aws_appautoscaling_target")
    .find(({ block }) => stack.referenced(block.resource_id, "aws_ecs_service") === service);
  if (bounds === undefined) return always(desired);
  const minimum = numberIn(bounds.block, "min_capacity") ?? desired;
  const maximum = numberIn(bounds.block, "max_capacity") ?? desired;
  return { minimum, typical: Math.min(Math.max(desired, minimum), maximum), maximum };
}

/** How many instances a group has. */
export function instanceCounts(group: Resource): ByLevel {
  const minimum = numberIn(group.block, "min_size") ?? 0;
  const maximum = numberIn(group.block, "max_size") ?? minimum;
  return { minimum, typical: numberIn(group.block, "desired_capacity") ?? minimum, maximum };
}

/** Percent of a group's instances that are on demand; the others are Spot Instances. */
export function onDemandPercent(group: Resource): number {
  const policy = firstBlock(group.block, "mixed_instances_policy");
  const distribution = policy && firstBlock(policy, "instances_distribution");
  return (
    (distribution && numberIn(distribution, "on_demand_percentage_above_base_capacity")) ?? 100
  );
}

export function launchTemplateOf(stack: StackView, group: Resource): Resource | undefined {
  const template = group.block.launch_template ?? group.block.mixed_instances_policy;
  return stack.referenced(template, "aws_launch_template");
}

/** Instance types that a group may start, the preferred one first. */
export function instanceTypesOf(stack: StackView, group: Resource): readonly string[] {
  const policy = firstBlock(group.block, "mixed_instances_policy");
  const template = policy && firstBlock(policy, "launch_template");
  const overrides = template === undefined ? [] : blocksOf(template, "override");
  const types = overrides.flatMap((override) => textOf(override, "instance_type") ?? []);
  if (types.length > 0) return types;
  const launched = textOf(launchTemplateOf(stack, group)?.block ?? {}, "instance_type");
  return launched === undefined ? [] : [launched];
}

/**
 * Whether instances of a group have public IPv4 addresses: those of the default VPC, whose subnets are data sources,
 * and those whose launch template says so.
 */
export function hasPublicAddresses(stack: StackView, group: Resource): boolean {
  const template = launchTemplateOf(stack, group);
  const [interfaces] = template === undefined ? [] : blocksOf(template.block, "network_interfaces");
  if (interfaces?.associate_public_ip_address !== undefined) {
    return isTrue(interfaces, "associate_public_ip_address");
  }
  return textsOf(group.block, "vpc_zone_identifier").some((subnet) => isDefaultSubnet(subnet));
}

export function isDefaultSubnet(subnet: unknown): boolean {
  return typeof subnet === "string" && subnet.includes("data.aws_subnet");
}
