import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { taskStepDefaults } from "../../../aws/defaults";
import { tasksPerService } from "../../../aws/containers/ecs";
import { type ScalingStrategy, somethingRemoves } from "../../../aws/scaling/scale-in";
import { type MetricOwner, oneOwnerPerMetric } from "../../../aws/scaling/scaling";
import { raisesMaximum } from "../../forecast";
import { madeAnewWith } from "../../made-anew-with";
import { type Check, obeys, ordered, told, validate, within } from "../../validation";
import type { Service } from "../service";
import {
  type MetricTarget,
  MetricTargetScaling,
  type QueueTarget,
  QueueTargetScaling,
} from "./metric-target";
import { type MetricStep, MetricStepScaling } from "./metric-step";
import { type Predictive, PredictiveScaling } from "./predictive-scaling";
import { type Scheduled, ScheduledScaling } from "./scheduled-scaling";
import { type Step, StepScaling } from "./step-scaling";
import {
  type CpuTarget,
  CpuTargetScaling,
  type MemoryTarget,
  MemoryTargetScaling,
  type RequestsTarget,
  RequestsTargetScaling,
} from "./target-tracking";

/** A service that Application Auto Scaling sizes. */
export interface ScaledService {
  readonly target: AppautoscalingTarget;
  readonly clusterName: string;
  readonly serviceName: string;
  /** Where the service's requests are counted, if they are. */
  readonly requestCount: RequestCount | undefined;
  /** The queue from which the service receives its work, if there is one. */
  readonly queueName: string | undefined;
}

/** A balancer and its one target group, by the ends of their ARNs as CloudWatch names them. */
export interface RequestCount {
  /** `app/<name>/<id>`: `arn_suffix` of the load balancer. */
  readonly loadBalancerArnSuffix: string;
  /** `targetgroup/<name>/<id>`: `arn_suffix` of the target group. */
  readonly targetGroupArnSuffix: string;
}

/** Strategies that scale the number of tasks of a service. */
export type ServiceScalingStrategy =
  | CpuTarget
  | MemoryTarget
  | RequestsTarget
  | QueueTarget
  | MetricTarget
  | Step
  | MetricStep
  | Scheduled
  | Predictive;

export interface ServiceScalingProps {
  readonly service: Service;
  /** The minimum number of tasks for all strategies. */
  readonly minTasks: number;
  /** The maximum number of tasks for all strategies. */
  readonly maxTasks: number;
  /** The strategy that requires the most tasks wins. Without strategies, the service keeps its desired count. */
  readonly strategies: readonly ServiceScalingStrategy[];
  /** For `requests-target`. @default none */
  readonly requestCount?: RequestCount;
  /** For `queue-target`: the queue of strategies that do not name one. @default none */
  readonly queueName?: string;
}

/**
 * The scaling of a service's number of tasks.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
 */
export class ServiceScaling extends Construct {
  /** Undefined without strategies. */
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
    const raised = strategies.some((each) => each.kind === "predictive" && raisesMaximum(each));
    return new AppautoscalingTarget(this, "Default", {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: `service/${service.clusterName}/${service.name}`,
      minCapacity: minTasks,
      maxCapacity: maxTasks,
      lifecycle: {
        ...madeAnewWith(service.resource),
        // A scheduled action changes these two values, a forecast the second. The next apply would undo the change in the
        // middle of the peak for which it was made.
        ...(scheduled
          ? { ignoreChanges: ["min_capacity", "max_capacity"] }
          : raised
            ? { ignoreChanges: ["max_capacity"] }
            : {}),
      },
    });
  }

  private applyStrategies(props: ServiceScalingProps, target: AppautoscalingTarget): void {
    const service: ScaledService = {
      target,
      clusterName: props.service.clusterName,
      serviceName: props.service.name,
      requestCount: props.requestCount,
      queueName: props.queueName,
    };
    for (const strategy of props.strategies) {
      const id = strategyId(strategy);
      // The checks reject a second strategy of a kind with a better message than a conflict of construct IDs.
      if (this.node.tryFindChild(id) === undefined) apply(this, id, service, strategy);
    }
  }
}

/** A strategy's id in the tree. */
function strategyId(strategy: ServiceScalingStrategy): string {
  switch (strategy.kind) {
    case "step":
      return `step-${strategy.metric ?? taskStepDefaults.metric}`;
    case "metric-target":
    case "metric-step":
      return `${strategy.kind}-${strategy.name ?? "metric"}`;
    case "queue-target":
      return ["queue-target", ...(strategy.queueName?.split(".") ?? [])].join("-");
    default:
      return strategy.kind;
  }
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
    case "queue-target":
      new QueueTargetScaling(scope, id, { service, strategy });
      break;
    case "metric-target":
      new MetricTargetScaling(scope, id, { service, strategy });
      break;
    case "step":
      new StepScaling(scope, id, { service, strategy });
      break;
    case "metric-step":
      new MetricStepScaling(scope, id, { service, strategy });
      break;
    case "scheduled":
      new ScheduledScaling(scope, id, { service, strategy });
      break;
    case "predictive":
      new PredictiveScaling(scope, id, { service, strategy });
      break;
  }
}

/** What of a service's scaling has a limit. */
export interface ServiceScalingLimits {
  readonly service: {
    readonly schedulingStrategy: "REPLICA" | "DAEMON";
    readonly desiredCount: number | undefined;
  };
  readonly minTasks: number;
  readonly maxTasks: number;
  readonly strategies: readonly (MetricOwner & ScalingStrategy)[];
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
    ...oneOwnerPerMetric(strategies).map((found) => told(found, "strategies.")),
    obeys(() => somethingRemoves(strategies), {}, "strategies."),
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
