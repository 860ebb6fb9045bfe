import type { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { Construct } from "constructs";
import { validate } from "../../validation";
import type { ScaledService } from "./scaled-service";
import { cooldownChecks, trackTarget, type Cooldowns } from "./target-tracking";

/** Keeps the number of requests a task gets at a target. */
export interface RequestsTarget extends Cooldowns {
  readonly kind: "requests-target";
  /** Requests a minute and task, at least 1. */
  readonly requestsPerTarget: number;
}

export interface RequestsTargetScalingProps {
  readonly service: ScaledService;
  readonly strategy: RequestsTarget;
}

/**
 * Target tracking on what a load balancer sends to each task.
 *
 * The metric belongs to one target group: a service that swaps groups at a blue/green roll-out would be sized by the one
 * that no longer gets requests.
 *
 * @see https://github.com/aws/containers-roadmap/issues/1681
 */
export class RequestsTargetScaling extends Construct {
  readonly policy: AppautoscalingPolicy | undefined;

  constructor(scope: Construct, id: string, { service, strategy }: RequestsTargetScalingProps) {
    super(scope, id);
    const { requestCount } = service;
    validate(
      this,
      () =>
        requestCount === undefined
          ? "`requests-target` must have a target group to count requests in (`requestCount`), got none."
          : undefined,
      () =>
        strategy.requestsPerTarget >= 1
          ? undefined
          : `\`requestsPerTarget\` must be at least 1, got ${strategy.requestsPerTarget}.`,
      ...cooldownChecks(strategy),
    );
    if (requestCount === undefined) return;
    this.policy = trackTarget(this, service, {
      ...strategy,
      name: "requests-target",
      metric: {
        predefinedMetricType: "ALBRequestCountPerTarget",
        resourceLabel: `${requestCount.loadBalancerArnSuffix}/${requestCount.targetGroupArnSuffix}`,
      },
      targetValue: strategy.requestsPerTarget,
    });
  }
}
