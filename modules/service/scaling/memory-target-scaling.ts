import type { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { Construct } from "constructs";
import { percent } from "../../../aws/scaling";
import { validate, within } from "../../validation";
import type { ScaledService } from "./scaled-service";
import { cooldownChecks, trackTarget, type Cooldowns } from "./target-tracking";

/** Keeps the tasks' average memory at a target. */
export interface MemoryTarget extends Cooldowns {
  readonly kind: "memory-target";
  /**
   * Average memory, of what the tasks reserve, percent.
   * @default 80
   */
  readonly targetPercent?: number;
}

export interface MemoryTargetScalingProps {
  readonly service: ScaledService;
  readonly strategy: MemoryTarget;
}

/** Target tracking on the memory of a service. */
export class MemoryTargetScaling extends Construct {
  readonly policy: AppautoscalingPolicy;

  constructor(scope: Construct, id: string, { service, strategy }: MemoryTargetScalingProps) {
    super(scope, id);
    const targetValue = strategy.targetPercent ?? 80;
    validate(this, within("targetPercent", targetValue, ...percent), ...cooldownChecks(strategy));
    this.policy = trackTarget(this, service, {
      ...strategy,
      name: "memory-target",
      metric: { predefinedMetricType: "ECSServiceAverageMemoryUtilization" },
      targetValue,
    });
  }
}
