import type { EvaluatedStack } from "../../synthesized/evaluated-stack";
import { type Block, blockOf, blocksOf, isTrue, numberOf, textOf } from "../../synthesized/fields";
import type { Resource } from "../../synthesized/resources";
import type { ServiceModel } from "../../synthesized/system/ecs-service";
import type {
  AdjustmentType,
  ScheduledAction,
  ServicePolicy,
  ServiceScaling,
  TargetTrackingPolicy,
} from "../model/system";
import { alarmOf, readAlarm, readSteps } from "./read-alarm";
import { type KnownNames, readCustomMetric } from "./read-metric";
import { readPredictive } from "./read-predictive";

/** Predefined metrics that the model supports, with the length of their periods. */
const METRICS: Readonly<Record<string, Pick<TargetTrackingPolicy, "metric" | "periodSeconds">>> = {
  ECSServiceAverageCPUUtilization: { metric: "cpu", periodSeconds: 60 },
  ECSServiceAverageMemoryUtilization: { metric: "memory", periodSeconds: 60 },
  ECSServiceAverageCPUUtilizationHighResolution: { metric: "cpu", periodSeconds: 20 },
  ECSServiceAverageMemoryUtilizationHighResolution: { metric: "memory", periodSeconds: 20 },
  ALBRequestCountPerTarget: { metric: "requests-per-target", periodSeconds: 60 },
};

/** The Application Auto Scaling configuration of a service; undefined if it has none. */
export function readServiceScaling(
  stack: EvaluatedStack,
  service: ServiceModel,
  names: KnownNames,
  notModelled: string[],
): ServiceScaling | undefined {
  const isOwn = ({ block }: Resource) =>
    textOf(block, "resource_id", "").endsWith(`/${service.name}`);
  if (!stack.resources("aws_appautoscaling_target").some(isOwn)) return undefined;
  const policies = stack
    .resources("aws_appautoscaling_policy")
    .filter(isOwn)
    .flatMap((policy) => {
      const read = readPolicy(stack, policy, service.name, names);
      if (typeof read !== "string") return [read];
      notModelled.push(`${policy.address}: ${read}. The model ignores the policy.`);
      return [];
    });
  for (const { kind, ...policy } of policies)
    if (kind === "target-tracking" && "periodSeconds" in policy && policy.periodSeconds === 20)
      remindOfMonitoring(stack, service, policy.name, notModelled);
  const schedule = stack
    .resources("aws_appautoscaling_scheduled_action")
    .filter(isOwn)
    .map(readAction);
  return { min: service.bounds.min, max: service.bounds.max, policies, schedule };
}

function readPolicy(
  stack: EvaluatedStack,
  { address, block }: Resource,
  service: string,
  names: KnownNames,
): ServicePolicy | string {
  const name = textOf(block, "name", address).replace(`${service}-`, "");
  const type = textOf(block, "policy_type", "StepScaling");
  switch (type) {
    case "TargetTrackingScaling":
      return readTracking(
        name,
        blockOf(block, "target_tracking_scaling_policy_configuration"),
        service,
        names,
      );
    case "StepScaling": {
      const settings = blockOf(block, "step_scaling_policy_configuration");
      const found = alarmOf(stack.resources("aws_cloudwatch_metric_alarm"), address);
      if (found === undefined) return "no alarm of this stack invokes it";
      const alarm = readAlarm(found, { ...names, services: [service], groups: [] });
      if (typeof alarm === "string") return alarm;
      return {
        kind: "step",
        name,
        alarm,
        adjustmentType: textOf(settings, "adjustment_type", "ChangeInCapacity") as AdjustmentType,
        minAdjustmentMagnitude: numberOf(settings, "min_adjustment_magnitude", 0),
        cooldownSeconds: numberOf(settings, "cooldown", 300),
        steps: readSteps(blocksOf(settings, "step_adjustment")),
      };
    }
    case "PredictiveScaling":
      return readPredictive(name, blockOf(block, "predictive_scaling_policy_configuration"));
    default:
      return `the model does not support ${type}`;
  }
}

function readTracking(
  name: string,
  block: Block,
  service: string,
  names: KnownNames,
): ServicePolicy | string {
  const predefined = textOf(
    blockOf(block, "predefined_metric_specification"),
    "predefined_metric_type",
  );
  const metric =
    predefined === undefined
      ? readCustom(blockOf(block, "customized_metric_specification"), service, names)
      : (METRICS[predefined] ?? `the model does not support ${predefined}`);
  if (typeof metric === "string") return metric;
  return {
    kind: "target-tracking",
    name,
    ...metric,
    target: numberOf(block, "target_value", 0),
    scaleOutCooldownSeconds: numberOf(block, "scale_out_cooldown", 300),
    scaleInCooldownSeconds: numberOf(block, "scale_in_cooldown", 300),
    scaleInDisabled: isTrue(block, "disable_scale_in"),
  };
}

function readCustom(specification: Block, service: string, names: KnownNames) {
  const custom = readCustomMetric(specification, service, names);
  return typeof custom === "string"
    ? custom
    : ({ metric: "custom", custom, periodSeconds: 60 } as const);
}

function readAction({ address, block }: Resource): ScheduledAction {
  const action = blockOf(block, "scalable_target_action");
  const min = numberOf(action, "min_capacity");
  const max = numberOf(action, "max_capacity");
  return {
    name: textOf(block, "name", address),
    expression: textOf(block, "schedule", ""),
    timezone: textOf(block, "timezone", "UTC"),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/target-tracking-faster-auto-scaling.html */
function remindOfMonitoring(
  stack: EvaluatedStack,
  service: ServiceModel,
  policy: string,
  notModelled: string[],
): void {
  if (stack.resource(service.address)?.block.monitoring !== undefined) return;
  notModelled.push(
    `${service.name}: ${policy} needs 20-second metrics, which the service does not publish by default. ` +
      "The simulation assumes that you enabled them once with aws ecs update-service --monitoring.",
  );
}
