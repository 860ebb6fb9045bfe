import type { EcsCapacityProviderAutoScalingGroupProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { managedScalingDefaults } from "../../../aws/defaults";
import { managedScaling } from "../../../aws/scaling/scaling";
import { ordered, within, type Check } from "../../validation";

/**
 * Lets the capacity provider scale the group by the capacity that tasks need. Only tasks placed through the provider count,
 * so a service must name it in its strategy, not a launch type.
 */
export interface ManagedScaling {
  readonly kind: "managed";
  /**
   * Share of the instances' room that is to be in use, percent; below 100 keeps spare instances for the next tasks.
   * @default 100
   */
  readonly targetCapacityPercent?: number;
  /**
   * After which a new instance counts in the figures. AWS's own default is 300, in which nothing more is added.
   * @default 120
   */
  readonly instanceWarmupSeconds?: number;
  /**
   * The fewest instances added at once.
   * @default 1
   */
  readonly minimumStepInstances?: number;
  /**
   * The most instances added at once.
   * @default 10000
   */
  readonly maximumStepInstances?: number;
  /**
   * Keeps instances with tasks from scale-in altogether (control ECS.19); the group then protects its instances, without
   * which AWS refuses it. Draining makes it needless for services.
   * @default false
   */
  readonly terminationProtection?: boolean;
}

/**
 * The part of a capacity provider that sizes its group.
 *
 * Off is said in so many words: the argument is optional and computed, so that leaving it out would keep an earlier
 * managed scaling active together with the strategy that replaced it.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ManagedScaling.html
 */
export function managedScalingOf(
  scaling: ManagedScaling | undefined,
): Pick<
  EcsCapacityProviderAutoScalingGroupProvider,
  "managedScaling" | "managedTerminationProtection"
> {
  if (scaling === undefined) {
    return { managedScaling: { status: "DISABLED" }, managedTerminationProtection: "DISABLED" };
  }
  const { targetCapacity, warmup, minimumStep, maximumStep } = resolved(scaling);
  return {
    managedScaling: {
      status: "ENABLED",
      targetCapacity,
      instanceWarmupPeriod: warmup,
      minimumScalingStepSize: minimumStep,
      maximumScalingStepSize: maximumStep,
    },
    managedTerminationProtection: scaling.terminationProtection ? "ENABLED" : "DISABLED",
  };
}

export function managedScalingChecks(scaling: ManagedScaling | undefined): readonly Check[] {
  if (scaling === undefined) return [];
  const { targetCapacity, warmup, minimumStep, maximumStep } = resolved(scaling);
  return [
    within("targetCapacityPercent", targetCapacity, ...managedScaling.targetCapacityPercent),
    within("instanceWarmupSeconds", warmup, ...managedScaling.instanceWarmupSeconds),
    within("minimumStepInstances", minimumStep, ...managedScaling.stepInstances),
    within("maximumStepInstances", maximumStep, ...managedScaling.stepInstances),
    ordered("minimumStepInstances", minimumStep, "maximumStepInstances", maximumStep),
  ];
}

function resolved(scaling: ManagedScaling) {
  return {
    targetCapacity: scaling.targetCapacityPercent ?? managedScalingDefaults.targetCapacityPercent,
    warmup: scaling.instanceWarmupSeconds ?? managedScalingDefaults.instanceWarmupSeconds,
    minimumStep: scaling.minimumStepInstances ?? managedScalingDefaults.minimumStepInstances,
    maximumStep: scaling.maximumStepInstances ?? managedScalingDefaults.maximumStepInstances,
  };
}
