import type { Construct } from "constructs";
import { CpuTargetScaling, type CpuTarget } from "./cpu-target-scaling";
import type { ManagedScaling } from "./managed-scaling";
import type { ScaledGroup } from "./scaled-group";
import type { Step } from "./step";
import { StepScaling } from "./step-scaling";

/**
 * What sizes the group of instances of a cluster. One of them, never several: two loops that both own the size of a
 * group fight over it, so there is no way to write a second one down.
 */
export type ClusterScaling = CpuTarget | ManagedScaling | Step;

/** Gives a group its policies. */
export function applyClusterScaling(
  scope: Construct,
  group: ScaledGroup,
  scaling: ClusterScaling,
): void {
  switch (scaling.kind) {
    case "cpu-target":
      new CpuTargetScaling(scope, "cpu-target", { group, scaling });
      break;
    case "step":
      new StepScaling(scope, "step", { group, scaling });
      break;
    case "managed":
      // ECS makes the policy and its alarms itself, as the capacity provider tells it.
      break;
  }
}
