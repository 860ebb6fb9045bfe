import type { EcsServiceConfig } from "@cdktf/provider-aws/lib/ecs-service";
import type { ITerraformDependable } from "cdktf";
import { deployment } from "../../../aws/containers/ecs";
import { type Check, within } from "../../validation";

/** All requests at once, or in steps: equal ones, or a small first one. */
export type TrafficShift =
  | { readonly kind: "blue-green" }
  | {
      readonly kind: "linear";
      /** Percent of the requests that each step shifts, from 3. */
      readonly stepPercent: number;
      readonly stepBakeTimeMinutes: number;
    }
  | {
      readonly kind: "canary";
      /** Percent of the requests that the new tasks get first. */
      readonly canaryPercent: number;
      readonly canaryBakeTimeMinutes: number;
    };

/**
 * Deployments in which ECS starts the new tasks next to the old ones, in the other of two target groups, and shifts the
 * requests. Needs the AWS provider 6.25.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-implementation.html
 */
export interface BlueGreen {
  readonly shift: TrafficShift;
  /** Minutes for which the old tasks keep running after the shift, so that a rollback starts no tasks. */
  readonly bakeTimeMinutes: number;
  readonly alternateTargetGroupArn: string;
  /** The listener rule whose weights only ECS sets. */
  readonly productionListenerRuleArn: string;
  /** Role by which ECS sets them. */
  readonly roleArn: string;
  /** The role's policies, without which ECS cannot move requests, nor clear up. */
  readonly rolePolicies: readonly ITerraformDependable[];
  /** Functions that ECS calls during a deployment. @default none */
  readonly lifecycleHooks?: readonly LifecycleHook[];
}

/** A function whose answer lets a deployment go on, or rolls it back. */
export interface LifecycleHook {
  readonly functionArn: string;
  readonly stages: readonly string[];
  /** Role by which ECS calls it. */
  readonly roleArn: string;
}

export function blueGreenArguments(blueGreen: BlueGreen | undefined): Partial<EcsServiceConfig> {
  if (blueGreen === undefined) return {};
  const { shift, bakeTimeMinutes, lifecycleHooks = [] } = blueGreen;
  return {
    deploymentConfiguration: {
      strategy: STRATEGIES[shift.kind],
      bakeTimeInMinutes: `${bakeTimeMinutes}`,
      ...shiftArguments(shift),
      ...(lifecycleHooks.length === 0
        ? {}
        : {
            lifecycleHook: lifecycleHooks.map(({ functionArn, stages, roleArn }) => ({
              hookTargetArn: functionArn,
              lifecycleStages: [...stages],
              roleArn,
            })),
          }),
    },
  };
}

/** Minutes from healthy new tasks to the end of the old ones. */
export function minutesToShift({ shift, bakeTimeMinutes }: BlueGreen): number {
  switch (shift.kind) {
    case "blue-green":
      return bakeTimeMinutes;
    case "linear":
      return Math.ceil(100 / shift.stepPercent) * shift.stepBakeTimeMinutes + bakeTimeMinutes;
    case "canary":
      return shift.canaryBakeTimeMinutes + bakeTimeMinutes;
  }
}

/** Within the service's `load_balancer`. */
export function advancedConfiguration(blueGreen: BlueGreen | undefined) {
  if (blueGreen === undefined) return {};
  const { alternateTargetGroupArn, productionListenerRuleArn, roleArn } = blueGreen;
  return {
    advancedConfiguration: {
      alternateTargetGroupArn,
      productionListenerRule: productionListenerRuleArn,
      roleArn,
    },
  };
}

const STRATEGIES = { "blue-green": "BLUE_GREEN", linear: "LINEAR", canary: "CANARY" } as const;

function shiftArguments(shift: TrafficShift) {
  switch (shift.kind) {
    case "blue-green":
      return {};
    case "linear":
      return {
        linearConfiguration: {
          stepPercent: shift.stepPercent,
          stepBakeTimeInMinutes: `${shift.stepBakeTimeMinutes}`,
        },
      };
    case "canary":
      return {
        canaryConfiguration: {
          canaryPercent: shift.canaryPercent,
          canaryBakeTimeInMinutes: `${shift.canaryBakeTimeMinutes}`,
        },
      };
  }
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html */
export function blueGreenChecks(blueGreen: BlueGreen | undefined): readonly Check[] {
  if (blueGreen === undefined) return [];
  const { shift, bakeTimeMinutes } = blueGreen;
  return [
    within("blueGreen.bakeTimeMinutes", bakeTimeMinutes, ...deployment.bakeTimeMinutes),
    ...(shift.kind === "linear"
      ? [
          within("blueGreen.shift.stepPercent", shift.stepPercent, ...deployment.linearStepPercent),
          within(
            "blueGreen.shift.stepBakeTimeMinutes",
            shift.stepBakeTimeMinutes,
            ...deployment.bakeTimeMinutes,
          ),
        ]
      : []),
    ...(shift.kind === "canary"
      ? [
          within("blueGreen.shift.canaryPercent", shift.canaryPercent, ...deployment.canaryPercent),
          within(
            "blueGreen.shift.canaryBakeTimeMinutes",
            shift.canaryBakeTimeMinutes,
            ...deployment.bakeTimeMinutes,
          ),
        ]
      : []),
  ];
}
