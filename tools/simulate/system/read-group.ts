import { burstBaselinePercent, isUnlimitedByDefault } from "../../../aws/compute/burstable-types";
import { roomOn } from "../../../aws/compute/placement";
import type { EvaluatedStack } from "../../synthesized/evaluated-stack";
import {
  type Block,
  blockOf,
  blocksOf,
  firstBlock,
  isTrue,
  numberOf,
  textOf,
} from "../../synthesized/fields";
import { typesOfGroup } from "../../synthesized/instance-types";
import { addressIn, type Resource } from "../../synthesized/resources";
import { UserError } from "../../terminal/user-error";
import type {
  AdjustmentType,
  GroupPolicy,
  InstanceSize,
  ManagedScaling,
  SimulatedGroup,
} from "../model/system";
import { readPredictive } from "./read-predictive";
import { alarmOf, readAlarm, readSteps } from "./read-alarm";

export interface ReadGroup {
  readonly group: SimulatedGroup;
  /** Names of the capacity providers that use the group. */
  readonly providers: readonly string[];
}

/** T2 in standard mode starts with credits. @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-standard-mode-concepts.html */
const T2_LAUNCH_CREDITS_PER_VCPU = 30;

/** All Auto Scaling groups of a stack. */
export function readGroups(stack: EvaluatedStack, notModelled: string[]): readonly ReadGroup[] {
  const providers = stack.resources("aws_ecs_capacity_provider");
  return stack
    .resources("aws_autoscaling_group")
    .map((group) => readGroup(stack, group, providers, notModelled));
}

function readGroup(
  stack: EvaluatedStack,
  { address, block }: Resource,
  providers: readonly Resource[],
  notModelled: string[],
): ReadGroup {
  const name = textOf(block, "name") ?? textOf(block, "name_prefix", address);
  const own = providers.filter(
    (provider) =>
      addressIn(blockOf(provider.block, "auto_scaling_group_provider").auto_scaling_group_arn) ===
      address,
  );
  const provider = blockOf(own[0]?.block ?? {}, "auto_scaling_group_provider");
  const managed = blockOf(provider, "managed_scaling");
  const mixed = firstBlock(block, "mixed_instances_policy");
  const template = templateOf(stack, block, mixed);
  const min = numberOf(block, "min_size", 0);
  const warmup = numberOf(block, "default_instance_warmup");
  const pool = firstBlock(block, "warm_pool");
  const managedScaling =
    textOf(managed, "status") === "ENABLED" ? readManagedScaling(managed) : undefined;
  const belongs = ({ block: { autoscaling_group_name: of } }: Resource) =>
    of === name || addressIn(of) === address;
  const { types, requirements } = typesOfGroup(block, template);
  const instance = instanceSize(types, template, address);
  if (requirements !== undefined)
    notModelled.push(
      `${address}: AWS chooses the instances. The simulation uses ${instance.type}, the smallest of the ${types.length} types that meet the requirements.`,
    );
  return {
    providers: own.flatMap((each) => textOf(each.block, "name") ?? []),
    group: {
      name,
      min,
      max: numberOf(block, "max_size", min),
      desired: numberOf(block, "desired_capacity", min),
      instance,
      spotPercent: spotPercentOf(mixed),
      ...(warmup === undefined ? {} : { warmupSeconds: warmup }),
      policies: stack
        .resources("aws_autoscaling_policy")
        .filter(belongs)
        .flatMap((policy) => readPolicy(stack, policy, name, notModelled)),
      schedule: stack.resources("aws_autoscaling_schedule").filter(belongs).map(readSchedule),
      warmPoolSize: pool ? Math.max(numberOf(pool, "min_size", 0), 1) : 0,
      ...(managedScaling ? { managedScaling } : {}),
      managedDraining:
        own.length > 0 && textOf(provider, "managed_draining", "ENABLED") === "ENABLED",
      terminationProtection: textOf(provider, "managed_termination_protection") === "ENABLED",
    },
  };
}

function readManagedScaling(block: Block): ManagedScaling {
  return {
    targetCapacity: numberOf(block, "target_capacity", 100),
    warmupSeconds: numberOf(block, "instance_warmup_period", 300),
    minimumStep: numberOf(block, "minimum_scaling_step_size", 1),
    maximumStep: numberOf(block, "maximum_scaling_step_size", 10_000),
  };
}

/** The launch template, without evaluating its user data, which is not needed here. */
function templateOf(stack: EvaluatedStack, group: Block, mixed: Block | undefined): Block {
  const specification =
    mixed && blockOf(blockOf(mixed, "launch_template"), "launch_template_specification");
  const reference = specification?.launch_template_id ?? blockOf(group, "launch_template").id;
  const address = addressIn(reference);
  return (address === undefined ? undefined : stack.resource(address)?.block) ?? {};
}

/** With several types, the smallest gives the guaranteed capacity. */
export function instanceSize(
  types: readonly string[],
  template: Block,
  address: string,
): InstanceSize {
  const [smallest] = types
    .map((type) => {
      const room = roomOn(type);
      if (room !== undefined) return room;
      throw new UserError(
        `${address} starts "${type}", whose size is not in aws/compute/instance-types.ts.`,
      );
    })
    .sort(
      (one, other) =>
        one.cpuUnits - other.cpuUnits ||
        one.memoryMiB - other.memoryMiB ||
        one.gpus - other.gpus ||
        one.networkInterfaces - other.networkInterfaces,
    );
  if (smallest === undefined) throw new UserError(`${address} names no instance type.`);
  const { type, cpuUnits, memoryMiB, networkInterfaces, gpus } = smallest;
  const vcpus = cpuUnits / 1024;
  const baselinePercent = burstBaselinePercent(type);
  const mode = textOf(blockOf(template, "credit_specification"), "cpu_credits");
  const isUnlimited = mode === undefined ? isUnlimitedByDefault(type) : mode === "unlimited";
  return {
    type,
    vcpus,
    memoryMiB,
    networkInterfaces,
    gpus,
    ...(baselinePercent === undefined
      ? {}
      : {
          credits: {
            mode: isUnlimited ? "unlimited" : "standard",
            baselinePercent,
            launchCredits:
              type.startsWith("t2.") && !isUnlimited ? T2_LAUNCH_CREDITS_PER_VCPU * vcpus : 0,
          },
        }),
  };
}

function spotPercentOf(mixed: Block | undefined): number {
  if (mixed === undefined) return 0;
  return (
    100 -
    numberOf(
      blockOf(mixed, "instances_distribution"),
      "on_demand_percentage_above_base_capacity",
      100,
    )
  );
}

function readPolicy(
  stack: EvaluatedStack,
  { address, block }: Resource,
  group: string,
  notModelled: string[],
): readonly GroupPolicy[] {
  const leaveOut = (reason: string): readonly GroupPolicy[] => {
    notModelled.push(`${address}: ${reason}. The model ignores the policy.`);
    return [];
  };
  const name = textOf(block, "name", address);
  const type = textOf(block, "policy_type", "SimpleScaling");
  if (type === "TargetTrackingScaling") {
    const settings = blockOf(block, "target_tracking_configuration");
    const custom = blockOf(settings, "customized_metric_specification");
    const predefined = textOf(
      blockOf(settings, "predefined_metric_specification"),
      "predefined_metric_type",
    );
    const isCpu =
      predefined === "ASGAverageCPUUtilization" || custom.metric_name === "CPUUtilization";
    if (!isCpu)
      return leaveOut(
        `the model does not support ${predefined ?? textOf(custom, "metric_name", "metric math")}`,
      );
    return [
      {
        kind: "target-tracking",
        name,
        metric: "cpu",
        periodSeconds: numberOf(custom, "period", 60),
        target: numberOf(settings, "target_value", 0),
        scaleOutCooldownSeconds: 0,
        scaleInCooldownSeconds: 0,
        scaleInDisabled: isTrue(settings, "disable_scale_in"),
      },
    ];
  }
  if (type === "PredictiveScaling") {
    const forecast = readPredictive(name, blockOf(block, "predictive_scaling_configuration"));
    return typeof forecast === "string" ? leaveOut(forecast) : [forecast];
  }
  if (type !== "StepScaling" && type !== "SimpleScaling")
    return leaveOut(`the model does not support ${type}`);
  const found = alarmOf(stack.resources("aws_cloudwatch_metric_alarm"), address);
  if (found === undefined) return leaveOut("no alarm of this stack invokes it");
  const services = stack
    .resources("aws_ecs_service")
    .map((each) => textOf(each.block, "name", each.address));
  const alarm = readAlarm(found, { services, groups: [group] });
  if (typeof alarm === "string") return leaveOut(alarm);
  const common = {
    name,
    alarm,
    adjustmentType: textOf(block, "adjustment_type", "ChangeInCapacity") as AdjustmentType,
    minAdjustmentMagnitude: numberOf(block, "min_adjustment_magnitude", 0),
    // A group's own default cooldown. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scaling-cooldowns.html
    cooldownSeconds: numberOf(block, "cooldown", 300),
  };
  return type === "SimpleScaling"
    ? [{ ...common, kind: "simple", adjustment: numberOf(block, "scaling_adjustment", 0) }]
    : [{ ...common, kind: "step", steps: readSteps(blocksOf(block, "step_adjustment")) }];
}

function readSchedule({ address, block }: Resource) {
  const min = numberOf(block, "min_size");
  const max = numberOf(block, "max_size");
  const desired = numberOf(block, "desired_capacity");
  return {
    name: textOf(block, "scheduled_action_name", address),
    expression: textOf(block, "recurrence", ""),
    timezone: textOf(block, "time_zone", "UTC"),
    // -1 leaves a value as it is.
    ...(min === undefined || min < 0 ? {} : { min }),
    ...(max === undefined || max < 0 ? {} : { max }),
    ...(desired === undefined || desired < 0 ? {} : { desired }),
  };
}
