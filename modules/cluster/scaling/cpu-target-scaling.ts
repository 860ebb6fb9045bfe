import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy";
import { Construct } from "constructs";
import { percent } from "../../../aws/scaling";
import { validate, within } from "../../validation";
import type { ScaledGroup } from "./scaled-group";

/** Keeps the instances' average CPU at a target. */
export interface CpuTarget {
  readonly kind: "cpu-target";
  /**
   * Average CPU of the group, percent. Low, because containers start much faster than nodes: what is below the target
   * is the room that new tasks find at once.
   * @default 30
   */
  readonly targetPercent?: number;
}

export interface CpuTargetScalingProps {
  readonly group: ScaledGroup;
  readonly scaling: CpuTarget;
}

/**
 * Target tracking on the CPU of an Auto Scaling group; AWS makes and keeps the alarms.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
 */
export class CpuTargetScaling extends Construct {
  readonly policy: AutoscalingPolicy;

  constructor(scope: Construct, id: string, { group, scaling }: CpuTargetScalingProps) {
    super(scope, id);
    const targetValue = scaling.targetPercent ?? 30;
    validate(this, within("targetPercent", targetValue, ...percent));
    this.policy = new AutoscalingPolicy(this, "Default", {
      name: "cpu-target",
      autoscalingGroupName: group.name,
      policyType: "TargetTrackingScaling",
      targetTrackingConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
        targetValue,
      },
    });
  }
}
