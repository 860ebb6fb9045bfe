import { always, type ByLevel, byLevel, productByLevel, sumByLevel } from "./levels";
import { type Bounds, boundsOfGroup, boundsOfTarget } from "./scheduled-bounds";
import { blocksOf, firstBlock, isTrue, textsOf } from "../synthesized/fields";
import { type TypesOfGroup, typesOfGroup } from "../synthesized/instance-types";
import { numberIn, type Resource, type StackView } from "./stack-view";

/** Average number of tasks of a service: at its minimum, its desired count and its maximum. */
export function taskCounts(stack: StackView, service: Resource): ByLevel {
  return onAverage(tasksOverWeek(stack, service));
}

/** Highest number of tasks of a service that its schedules allow. */
export function mostTasks(stack: StackView, service: Resource): ByLevel {
  const spans = tasksOverWeek(stack, service);
  return byLevel((level) => Math.max(...spans.map(({ counts }) => counts[level])));
}

/** Average number of instances of a group. */
export function instanceCounts(stack: StackView, group: Resource): ByLevel {
  const minimum = numberIn(group.block, "min_size") ?? 0;
  const maximum = numberIn(group.block, "max_size") ?? minimum;
  const desired = numberIn(group.block, "desired_capacity");
  const bounds = boundsOfGroup(stack, group, { minimum, maximum });
  return onAverage(bounds.map((span) => countsWithin(span, desired ?? span.minimum)));
}

/** Counts, and the share of a week for which they apply. */
interface Span {
  readonly counts: ByLevel;
  readonly share: number;
}

function tasksOverWeek(stack: StackView, service: Resource): readonly Span[] {
  const desired = numberIn(service.block, "desired_count") ?? 1;
  const target = stack
    .ofType("aws_appautoscaling_target")
    .find(({ block }) => stack.referenced(block.resource_id, "aws_ecs_service") === service);
  if (target === undefined) return [{ counts: always(desired), share: 1 }];
  const minimum = numberIn(target.block, "min_capacity") ?? desired;
  const maximum = numberIn(target.block, "max_capacity") ?? desired;
  return boundsOfTarget(stack, target, { minimum, maximum }).map((span) =>
    countsWithin(span, desired),
  );
}

function countsWithin({ minimum, maximum, share }: Bounds, desired: number): Span {
  const typical = Math.min(Math.max(desired, minimum), maximum);
  return { counts: { minimum, typical, maximum }, share };
}

function onAverage(spans: readonly Span[]): ByLevel {
  return sumByLevel(spans.map(({ counts, share }) => productByLevel(counts, always(share))));
}

/** Percent of a group's instances that are On-Demand. The others are Spot Instances. */
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

/** Instance types that a group may launch. */
export function instanceTypesOf(stack: StackView, group: Resource): TypesOfGroup {
  return typesOfGroup(group.block, launchTemplateOf(stack, group)?.block ?? {});
}

/**
 * Whether instances of a group have public IPv4 addresses: in the default VPC, whose subnets are data sources, or if
 * the launch template says so.
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
