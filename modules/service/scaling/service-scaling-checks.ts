import { Token } from "cdktf";
import { ordered, within, type Check } from "../../validation";
import type { ServiceScalingProps, ServiceScalingStrategy } from "./service-scaling";

/** A strategy's id, by which two of a kind are known. */
export function strategyId(strategy: ServiceScalingStrategy): string {
  return strategy.kind === "step" ? `step-${strategy.metric ?? "cpu"}` : strategy.kind;
}

export function serviceScalingChecks(props: ServiceScalingProps): readonly Check[] {
  const { service, minTasks, maxTasks, strategies } = props;
  return [
    within("minTasks", minTasks, 0, 5000),
    ordered("minTasks", minTasks, "maxTasks", maxTasks),
    ...(strategies.length > 0
      ? [
          () =>
            service.schedulingStrategy === "DAEMON"
              ? "`strategies` must be empty for a DAEMON service, whose number of tasks is the number of instances."
              : undefined,
          ordered("desiredCount", service.desiredCount ?? 0, "maxTasks", maxTasks),
          () => startsFromNothing(props),
        ]
      : []),
    ...twoOfAKind(strategies),
    ...twoOwners(strategies, "cpu"),
    ...twoOwners(strategies, "memory"),
  ];
}

/** Without tasks there is no metric, and without a metric no task is ever added. */
function startsFromNothing({ minTasks, strategies }: ServiceScalingProps): string | undefined {
  return Token.isUnresolved(minTasks) ||
    minTasks > 0 ||
    strategies.some(({ kind }) => kind === "scheduled")
    ? undefined
    : "`minTasks` must be at least 1 unless a `scheduled` strategy raises it, got 0: a service without tasks reports nothing that could add one.";
}

function twoOfAKind(strategies: readonly ServiceScalingStrategy[]): readonly Check[] {
  const ids = strategies.map(strategyId);
  return ids
    .filter((id, index) => ids.indexOf(id) !== index)
    .map((id) => () => `\`strategies\` must not hold two of a kind, got ${id} twice.`);
}

/** A target and steps on one metric: the one removes what the other has just added. */
function twoOwners(
  strategies: readonly ServiceScalingStrategy[],
  metric: "cpu" | "memory",
): readonly Check[] {
  const ids = strategies.map(strategyId);
  return ids.includes(`${metric}-target`) && ids.includes(`step-${metric}`)
    ? [
        () =>
          `\`strategies\` must not hold ${metric}-target and step on ${metric} together: both own the number of tasks by the same metric and would fight over it.`,
      ]
    : [];
}
