import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { Construct } from "constructs";
import { validate } from "../../validation";
import type { Service } from "../service";
import { CpuTargetScaling, type CpuTarget } from "./cpu-target-scaling";
import { MemoryTargetScaling, type MemoryTarget } from "./memory-target-scaling";
import { RequestsTargetScaling, type RequestsTarget } from "./requests-target-scaling";
import type { RequestCount, ScaledService } from "./scaled-service";
import { ScheduledScaling, type Scheduled } from "./scheduled-scaling";
import { serviceScalingChecks } from "./service-scaling-checks";
import type { Step } from "./step";
import { StepScaling } from "./step-scaling";

/** What moves the number of tasks of a service. */
export type ServiceScalingStrategy = CpuTarget | MemoryTarget | RequestsTarget | Step | Scheduled;

export interface ServiceScalingProps {
  readonly service: Service;
  /** The fewest tasks that any strategy goes down to. */
  readonly minTasks: number;
  /** The most tasks that any strategy goes up to. */
  readonly maxTasks: number;
  /** Of several, the one that asks for the most tasks has its way. With none, the service keeps its desired count. */
  readonly strategies: readonly ServiceScalingStrategy[];
  /** For `requests-target`. @default none */
  readonly requestCount?: RequestCount;
}

/**
 * The scaling of a service's number of tasks.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
 */
export class ServiceScaling extends Construct {
  /** None where there is no strategy. */
  readonly target: AppautoscalingTarget | undefined;

  constructor(scope: Construct, id: string, props: ServiceScalingProps) {
    super(scope, id);
    validate(this, ...serviceScalingChecks(props));
    if (props.strategies.length === 0) return;
    props.service.leaveDesiredCountToAutoscaler();
    this.target = this.createTarget(props);
    this.applyStrategies(props, this.target);
  }

  private createTarget({ service, minTasks, maxTasks, strategies }: ServiceScalingProps) {
    const scheduled = strategies.some(({ kind }) => kind === "scheduled");
    return new AppautoscalingTarget(this, "Default", {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: `service/${service.clusterName}/${service.name}`,
      minCapacity: minTasks,
      maxCapacity: maxTasks,
      // A scheduled action works by changing these two. The next apply would undo it, in the middle of the rush hour that
      // it was made for.
      ...(scheduled ? { lifecycle: { ignoreChanges: ["min_capacity", "max_capacity"] } } : {}),
    });
  }

  private applyStrategies(props: ServiceScalingProps, target: AppautoscalingTarget): void {
    const service: ScaledService = {
      target,
      clusterName: props.service.clusterName,
      serviceName: props.service.name,
      requestCount: props.requestCount,
    };
    for (const strategy of props.strategies) {
      const id = strategyId(strategy);
      // A second one of a kind is refused by the checks, which tell more than a clash of ids would.
      if (this.node.tryFindChild(id) === undefined) apply(this, id, service, strategy);
    }
  }
}

/** A strategy's id in the tree. */
function strategyId(strategy: ServiceScalingStrategy): string {
  return strategy.kind === "step" ? `step-${strategy.metric ?? "cpu"}` : strategy.kind;
}

function apply(
  scope: Construct,
  id: string,
  service: ScaledService,
  strategy: ServiceScalingStrategy,
): void {
  switch (strategy.kind) {
    case "cpu-target":
      new CpuTargetScaling(scope, id, { service, strategy });
      break;
    case "memory-target":
      new MemoryTargetScaling(scope, id, { service, strategy });
      break;
    case "requests-target":
      new RequestsTargetScaling(scope, id, { service, strategy });
      break;
    case "step":
      new StepScaling(scope, id, { service, strategy });
      break;
    case "scheduled":
      new ScheduledScaling(scope, id, { service, strategy });
      break;
  }
}
