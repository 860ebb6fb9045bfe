import {
  type GroupTypes,
  haveGpus,
  requirementProblems,
  requirementsOf,
  typesOf,
} from "./instance-requirements";
import { instanceType } from "./instance-types";
import type { Range, TextRule, Violation } from "../violation";

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
  if (warmPool === undefined) return undefined;
  if (instanceRequirements !== undefined) {
    return {
      field: "warmPool",
      rule: "must be left out with instanceRequirements, by which AWS chooses among several instance types, which it has no warm pools for",
      got: warmPool,
      fix: `Remove it, or replace instanceRequirements by one type in instanceTypes${spotPercent > 0 ? ", and set spotPercent to 0" : ""}.`,
    };
  }
  if (instanceTypes.length === 1 && spotPercent === 0) return undefined;
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
            rule: "must be left out while spotPercent is 0, because it applies to Spot Instances only",
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

/**
 * ECS attaches volumes of EBS to instances of the Nitro System only.
 * @param volume name of a volume of EBS, as messages show it
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-volumes.html
 */
export function ebsNeedsNitro(group: GroupTypes, volume: string): Violation[] {
  const { instanceTypes, instanceRequirements: chosen } = group;
  const why = `while ${volume} is of kind "ebs", which ECS attaches to no others`;
  const instead = 'or use a volume of kind "efs"';
  if (chosen === undefined) {
    return instanceTypes.flatMap((type, index) =>
      isXen(type)
        ? [
            {
              field: `instanceTypes.${index}`,
              rule: `must be a type of the Nitro System ${why}`,
              got: type,
              fix: `Choose a type such as t3.medium, ${instead}.`,
            },
          ]
        : [],
    );
  }
  const families = [...new Set(typesOf(group).filter(isXen).map(familyOf))].map(
    (family) => `${family}.*`,
  );
  if (families.length === 0) return [];
  const { allowedInstanceTypes: allowed, excludedInstanceTypes: excluded } = chosen;
  if (allowed !== undefined) {
    return [
      {
        field: "instanceRequirements.allowedInstanceTypes",
        rule: `must allow only types of the Nitro System, and so none of ${families.join(", ")}, ${why}`,
        got: allowed.join(", "),
        fix: `Name others, such as t3.*, ${instead}.`,
      },
    ];
  }
  return [
    {
      field: "instanceRequirements.excludedInstanceTypes",
      rule: `must exclude the types that are not of the Nitro System ${why}`,
      got: excluded?.join(", "),
      fix: `Set it to ${JSON.stringify([...(excluded ?? []), ...families]).replaceAll(",", ", ")}, ${instead}.`,
    },
  ];
}

function isXen(type: string): boolean {
  return instanceType(type)?.isNitro === false;
}

function familyOf(type: string): string {
  return type.slice(0, type.indexOf("."));
}
