import type { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { Construct } from "constructs";
import { percent } from "../../../aws/scaling";
import { validate, within } from "../../validation";
import type { ScaledService } from "./scaled-service";
import { cooldownChecks, trackTarget, type Cooldowns } from "./target-tracking";

/** Keeps the tasks' average CPU at a target. */
export interface CpuTarget extends Cooldowns {
  readonly kind: "cpu-target";
  /**
   * Average CPU, of what the tasks reserve, percent.
   * @default 80
   */
  readonly targetPercent?: number;
}

export interface CpuTargetScalingProps {
  readonly service: ScaledService;
  readonly strategy: CpuTarget;
}

/** Target tracking on the CPU of a service. */
export class CpuTargetScaling extends Construct {
  readonly policy: AppautoscalingPolicy;

  constructor(scope: Construct, id: string, { service, strategy }: CpuTargetScalingProps) {
    super(scope, id);
    const targetValue = strategy.targetPercent ?? 80;
    validate(this, within("targetPercent", targetValue, ...percent), ...cooldownChecks(strategy));
    this.policy = trackTarget(this, service, {
      ...strategy,
      name: "cpu-target",
      metric: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
      targetValue,
    });
  }
}
