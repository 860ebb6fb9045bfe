import type { Range, TextRule, Violation } from "./violation";

/* What an Auto Scaling group may have beside its size. */

/** @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-instance-maintenance-policy.html */
export const maintenance = {
  minHealthyPercent: [0, 100],
  maxHealthyPercent: [100, 200],
} as const satisfies Record<string, Range>;

/** Percentage points between the two bounds of a maintenance policy. */
const MAX_MAINTENANCE_SPAN = 100;

export function maintenanceSpan({
  minHealthyPercent,
  maxHealthyPercent,
}: {
  readonly minHealthyPercent: number;
  readonly maxHealthyPercent: number;
}): Violation | undefined {
  return maxHealthyPercent - minHealthyPercent <= MAX_MAINTENANCE_SPAN
    ? undefined
    : {
        field: "maxHealthyPercent",
        rule: `must be at most ${MAX_MAINTENANCE_SPAN} above minHealthyPercent (${minHealthyPercent})`,
        got: maxHealthyPercent,
        fix: "Lower it, or raise minHealthyPercent.",
      };
}

/** A warm pool starts instances of the launch template itself, so that it must name one type, on demand. @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-warm-pools.html */
export function warmPoolHasOneType({
  warmPool,
  instanceTypes,
  spotPercent,
}: {
  readonly warmPool?: object;
  readonly instanceTypes: readonly string[];
  readonly spotPercent: number;
}): Violation | undefined {
  if (warmPool === undefined || (instanceTypes.length === 1 && spotPercent === 0)) return undefined;
  return {
    field: "warmPool",
    rule: "must be left out with several instance types or Spot Instances, which AWS has no warm pools for",
    got: warmPool,
    fix: "Remove it, or choose one instance type with spotPercent 0.",
  };
}

/** @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
export const parameterName: TextRule = {
  rule: 'must be the name of an SSM parameter, as in "/images/ecs-node"',
  pattern: /^(\/[\w.-]{1,100}){1,10}$/,
};

/** User data has 16 KiB in all; in base 64, and with what the agent needs, a script of this many characters fits. @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html */
export const MAX_EXTRA_USER_DATA = 8000;
