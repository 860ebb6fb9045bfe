import { type Block, blockOf, blocksOf, numberOf, textOf } from "../synthesized/fields";
import type { EvaluatedStack } from "../synthesized/evaluated-stack";
import type { StackJson } from "../synthesized/stack-json";

const METRICS: Readonly<Record<string, string>> = {
  ECSServiceAverageCPUUtilization: "CPU",
  ASGAverageCPUUtilization: "CPU",
  CPUUtilization: "CPU",
  ECSServiceAverageMemoryUtilization: "memory",
  MemoryUtilization: "memory",
  ALBRequestCountPerTarget: "requests per target",
  ECSServiceCPUUtilization: "CPU",
  ASGCPUUtilization: "CPU",
  ECSServiceMemoryUtilization: "memory",
  ALBRequestCount: "requests per target",
};

/** The number of tasks of a service, where they run, and what changes the number. */
export function scalingOfService(
  service: Block,
  stack: EvaluatedStack,
  address: string,
): readonly string[] {
  const { json } = stack;
  const providers = blocksOf(service, "capacity_provider_strategy").map((strategy) =>
    textOf(strategy, "capacity_provider", ""),
  );
  const isOnFargate =
    textOf(service, "launch_type") === "FARGATE" ||
    providers.some((name) => name.startsWith("FARGATE"));
  const where = isOnFargate ? " on Fargate" : "";
  if (textOf(service, "scheduling_strategy") === "DAEMON") return ["one task per instance"];
  const target = json.allResources.find(
    ({ address: one, block }) =>
      one.startsWith("aws_appautoscaling_target.") &&
      json.referencesIn(block["resource_id"]).includes(address),
  );
  if (target === undefined) {
    const count = textOf(service, "desired_count", "1");
    return [`${count} ${count === "1" ? "task" : "tasks"}${where}`];
  }
  const bounds = boundsOf(stack, target.address, "min_capacity", "max_capacity");
  return [
    `${bounds} tasks${where}`,
    ...policiesOf(json, "aws_appautoscaling_policy", "resource_id", target.address),
  ];
}

/** The number of instances of a group, and what changes it. */
export function scalingOfGroup(stack: EvaluatedStack, address: string): readonly string[] {
  const { json } = stack;
  const provider = Object.values(json.resources("aws_ecs_capacity_provider")).find((one) =>
    json.referencesIn(one).includes(address),
  );
  const managed = blockOf(
    blockOf(provider ?? {}, "auto_scaling_group_provider"),
    "managed_scaling",
  );
  const isManaged = textOf(managed, "status") === "ENABLED";
  return [
    `${boundsOf(stack, address, "min_size", "max_size")} instances`,
    ...(isManaged ? [`capacity at ${numberOf(managed, "target_capacity", 100)} %`] : []),
    ...policiesOf(json, "aws_autoscaling_policy", "autoscaling_group_name", address),
  ];
}

function boundsOf(stack: EvaluatedStack, address: string, min: string, max: string): string {
  const block = stack.resource(address)?.block ?? {};
  return `${textOf(block, min, "0")} to ${textOf(block, max, "?")}`;
}

/** One line for each metric that an owner's policies track. */
function policiesOf(
  json: StackJson,
  type: string,
  argument: string,
  owner: string,
): readonly string[] {
  const policies = Object.entries(json.resources(type)).filter(([, policy]) =>
    json.referencesIn(policy[argument]).includes(owner),
  );
  const lines = new Map<string, string[]>();
  for (const [name, policy] of policies) {
    for (const [metric, rule] of rulesOf(json, `${type}.${name}`, policy)) {
      lines.set(metric, [...(lines.get(metric) ?? []), rule]);
    }
  }
  return [...lines].map(([metric, rules]) => `${metric} ${rules.sort().join(", ")}`);
}

function rulesOf(json: StackJson, address: string, policy: Block): [string, string][] {
  const tracking =
    blocksOf(policy, "target_tracking_scaling_policy_configuration")[0] ??
    blocksOf(policy, "target_tracking_configuration")[0];
  if (tracking !== undefined) {
    const type = textOf(
      blockOf(tracking, "predefined_metric_specification"),
      "predefined_metric_type",
      "a metric",
    );
    const unit = METRICS[type] === "requests per target" || type === "a metric" ? "" : " %";
    return [[METRICS[type] ?? type, `at ${numberOf(tracking, "target_value", 0)}${unit}`]];
  }
  const forecast =
    blocksOf(policy, "predictive_scaling_policy_configuration")[0] ??
    blocksOf(policy, "predictive_scaling_configuration")[0];
  if (forecast !== undefined) {
    const pair = blockOf(
      blockOf(forecast, "metric_specification"),
      "predefined_metric_pair_specification",
    );
    const type = textOf(pair, "predefined_metric_type", "a metric");
    const scales = textOf(forecast, "mode") === "ForecastAndScale";
    return [[METRICS[type] ?? type, scales ? "forecast" : "forecast only"]];
  }
  return Object.values(json.resources("aws_cloudwatch_metric_alarm"))
    .filter((alarm) => json.referencesIn(alarm["alarm_actions"]).includes(address))
    .map((alarm) => {
      const metric = textOf(alarm, "metric_name", "a metric");
      const isAbove = textOf(alarm, "comparison_operator", "").startsWith("Greater");
      const unit = metric.endsWith("Utilization") ? " %" : "";
      return [
        METRICS[metric] ?? metric,
        `${isAbove ? "above" : "below"} ${numberOf(alarm, "threshold", 0)}${unit}`,
      ];
    });
}
