import { Token } from "cdktf";
import { tasksPerService } from "../../../aws/ecs";
import { type MetricOwner, oneOwnerPerMetric } from "../../../aws/scaling";
import { type Check, obeys, ordered, within } from "../../validation";

/** What of a service's scaling has a limit. */
export interface ServiceScalingLimits {
  readonly service: {
    readonly schedulingStrategy: "REPLICA" | "DAEMON";
    readonly desiredCount: number | undefined;
  };
  readonly minTasks: number;
  readonly maxTasks: number;
  readonly strategies: readonly MetricOwner[];
}

export function serviceScalingChecks(props: ServiceScalingLimits): readonly Check[] {
  const { service, minTasks, maxTasks, strategies } = props;
  return [
    within("minTasks", minTasks, ...tasksPerService),
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
    ...oneOwnerPerMetric(strategies).map((found) => obeys(() => found, {}, "strategies.")),
  ];
}

/** Without tasks there is no metric, and without a metric no task is ever added. */
function startsFromNothing({ minTasks, strategies }: ServiceScalingLimits): string | undefined {
  return Token.isUnresolved(minTasks) ||
    minTasks > 0 ||
    strategies.some(({ kind }) => kind === "scheduled")
    ? undefined
    : "`minTasks` must be at least 1 unless a `scheduled` strategy raises it, got 0: a service without tasks reports nothing that could add one.";
}
