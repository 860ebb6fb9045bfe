import {
  type GroupTypes,
  haveGpus,
  requirementProblems,
  requirementsOf,
  typesOf,
} from "./instance-requirements";
import type { Range, TextRule, Violation } from "./violation";

/* Options of an Auto Scaling group, besides its size. */

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

/**
 * A warm pool launches instances directly from the launch template, which must therefore specify one On-Demand type.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-warm-pools.html
 */
export function warmPoolHasOneType({
  warmPool,
  instanceTypes,
  instanceRequirements,
  spotPercent,
}: {
  readonly warmPool?: object;
  readonly instanceTypes: readonly string[];
  readonly instanceRequirements?: object;
  readonly spotPercent: number;
}): Violation | undefined {
  const hasOneType = instanceRequirements === undefined && instanceTypes.length === 1;
  if (warmPool === undefined || (hasOneType && spotPercent === 0)) return undefined;
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

/**
 * User data is limited to 16 KiB. In base64, and with the agent's part, a script of this many characters fits.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 */
export const MAX_EXTRA_USER_DATA = 8000;

interface Group extends GroupTypes {
  readonly spotPercent: number;
  readonly cpuCredits?: string;
}

/** What a group that chooses its types by requirements cannot have. */
export function groupRequirementProblems(group: Group): Violation[] {
  const { instanceRequirements: chosen, spotPercent, cpuCredits } = group;
  const requirements = requirementsOf(group);
  if (chosen === undefined || requirements === undefined) return [];
  const within = (found: Violation) => ({ ...found, field: `instanceRequirements.${found.field}` });
  return [
    ...requirementProblems(requirements).map(within),
    ...(chosen.spotMaxPricePercent === undefined || spotPercent > 0
      ? []
      : [
          within({
            field: "spotMaxPricePercent",
            rule: "must be left out while spotPercent is 0, because it is about Spot Instances",
            got: chosen.spotMaxPricePercent,
            fix: "Remove it, or raise spotPercent.",
          }),
        ]),
    ...(cpuCredits === undefined || chosen.burstable === "required"
      ? []
      : [
          {
            field: "cpuCredits",
            rule: 'must be left out unless instanceRequirements.burstable is "required", because other types have no CPU credits',
            got: cpuCredits,
            fix: 'Remove it, or set burstable to "required".',
          },
        ]),
  ];
}

/** AWS publishes the image with the driver for x86_64 alone. @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-gpu.html */
export function gpusHaveImage({
  imageId,
  imageParameter,
  ...group
}: GroupTypes & {
  readonly imageId?: string;
  readonly imageParameter?: string;
}): Violation | undefined {
  const isOwn = imageId !== undefined || imageParameter !== undefined;
  return group.architecture === "arm64" && !isOwn && haveGpus(typesOf(group))
    ? {
        field: "architecture",
        rule: 'must be "x86_64" for instance types with GPUs, because AWS publishes no ECS-optimized image with their driver for arm64',
        got: group.architecture,
        fix: "Choose x86_64 types such as g6.xlarge, or set imageId to an image of your own.",
      }
    : undefined;
}
