import { burstBaselinePercent } from "./burstable-types";
import { type Architecture, instanceType, knownInstanceTypes } from "./instance-types";
import { roomOn, type TaskNeeds, tasksOn } from "./placement";
import { notAbove, type Range, type Violation } from "./violation";

/*
 * ECS Managed Instances: instances that ECS chooses, launches, patches and ends.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ManagedInstances.html
 */

/**
 * The provider's first versions with the arguments: of the capacity provider with its scale-in delay (6.25 are the
 * bindings here), and of Spot.
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md
 */
export const managedInstancesProvider = [6, 25, 0] as const;
export const managedSpotProvider = [6, 28, 0] as const;

/** Seconds for which an instance is idle before it is ended; -1 never ends one. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InfrastructureOptimization.html */
export const scaleInAfterSeconds: Range = [-1, 3600];

/** The volume for images, logs and the files of tasks. AWS's own default is 80. @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-storage.html */
export const managedStorageGiB: Range = [30, 16_384];

/** vCPUs and MiB that an instance may be asked to have: those of the largest types. */
export const managedVcpus: Range = [1, 896];
export const managedMemoryMiB: Range = [512, 33_554_432];

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InstanceRequirementsRequest.html */
export const MAX_TYPE_PATTERNS = 400;
export const typePattern = {
  rule: 'must be an instance type, which may have wildcards, as in "m7g.*"',
  pattern: /^[a-z0-9*][a-z0-9.*-]{0,29}$/,
};

/**
 * What AWS charges for the management of an instance, as a share of its On-Demand price: $0.037 an hour of a c6a.2xlarge,
 * which costs $0.306 in us-east-1. AWS's own calculator counts 12 % of every type. Read on 2026-09-20.
 * @see https://aws.amazon.com/ecs/pricing/
 * @see https://github.com/aws-samples on "ECS Managed Instances TCO Calculator"
 */
export const MANAGEMENT_FEE_PERCENT = 12;

/** Days after which ECS drains an instance, and after which it ends it. @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-patching.html */
export const instanceLifetimeDays: Range = [14, 21];

/** What ECS chooses instances by. */
export interface InstanceRequirements {
  readonly architecture: Architecture;
  readonly minVcpus: number;
  readonly maxVcpus?: number;
  readonly minMemoryMiB: number;
  readonly maxMemoryMiB?: number;
  /** Types or patterns of them. @default all */
  readonly allowedInstanceTypes?: readonly string[];
  /** @default none */
  readonly excludedInstanceTypes?: readonly string[];
  readonly burstable: "included" | "excluded" | "required";
}

/** Who makes the processors of an architecture. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InstanceRequirementsRequest.html */
export const cpuManufacturers: Readonly<Record<Architecture, readonly string[]>> = {
  x86_64: ["intel", "amd"],
  arm64: ["amazon-web-services"],
};

/** The types of the table that meet the requirements. Bare metal is out, as it is for AWS unless it is asked for. */
export function matchingTypes(requirements: InstanceRequirements): readonly string[] {
  return choice(requirements).types;
}

interface Choice {
  readonly types: readonly string[];
  readonly largest: { readonly cpuUnits: number; readonly memoryMiB: number };
}

/** The table has a thousand types, and several rules look through it for each system. */
const choices = new Map<string, Choice>();

function choice(requirements: InstanceRequirements): Choice {
  const key = JSON.stringify(REQUIREMENT_FIELDS.map((field) => requirements[field] ?? null));
  const known = choices.get(key);
  if (known !== undefined) return known;
  const types = search(requirements);
  const rooms = types.flatMap((type) => roomOn(type) ?? []);
  const largest = {
    cpuUnits: Math.max(0, ...rooms.map(({ cpuUnits }) => cpuUnits)),
    memoryMiB: Math.max(0, ...rooms.map(({ memoryMiB }) => memoryMiB)),
  };
  choices.set(key, { types, largest });
  return { types, largest };
}

/** The fields that say which instance types ECS may choose. */
export const REQUIREMENT_FIELDS = [
  "architecture",
  "minVcpus",
  "maxVcpus",
  "minMemoryMiB",
  "maxMemoryMiB",
  "allowedInstanceTypes",
  "excludedInstanceTypes",
  "burstable",
] as const satisfies readonly (keyof InstanceRequirements)[];

function search(requirements: InstanceRequirements): readonly string[] {
  const { maxVcpus = Infinity, maxMemoryMiB = Infinity } = requirements;
  const allowed = requirements.allowedInstanceTypes?.map(matcher);
  const excluded = requirements.excludedInstanceTypes?.map(matcher) ?? [];
  return knownInstanceTypes().filter((type) => {
    const offer = instanceType(type);
    const isBurstable = burstBaselinePercent(type) !== undefined;
    return (
      offer?.architecture === requirements.architecture &&
      !type.includes("metal") &&
      offer.vcpus >= requirements.minVcpus &&
      offer.vcpus <= maxVcpus &&
      offer.memoryMiB >= requirements.minMemoryMiB &&
      offer.memoryMiB <= maxMemoryMiB &&
      (requirements.burstable === "included" ||
        isBurstable === (requirements.burstable === "required")) &&
      (allowed?.some((matches) => matches(type)) ?? true) &&
      !excluded.some((matches) => matches(type))
    );
  });
}

function matcher(pattern: string): (type: string) => boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(".", "\\."));
  const expression = new RegExp(`^${parts.join(".*")}$`);
  return (type) => expression.test(type);
}

/** What is wrong with requirements in themselves. */
export function requirementProblems(requirements: InstanceRequirements): Violation[] {
  const { minVcpus, maxVcpus, minMemoryMiB, maxMemoryMiB, allowedInstanceTypes } = requirements;
  const reversed = [
    maxVcpus === undefined ? undefined : notAbove(["minVcpus", minVcpus], ["maxVcpus", maxVcpus]),
    maxMemoryMiB === undefined
      ? undefined
      : notAbove(["minMemoryMiB", minMemoryMiB], ["maxMemoryMiB", maxMemoryMiB]),
  ].filter((found) => found !== undefined);
  if (reversed.length > 0) return reversed;
  if (allowedInstanceTypes !== undefined && requirements.excludedInstanceTypes !== undefined) {
    return [
      {
        field: "excludedInstanceTypes",
        rule: "must not be set together with allowedInstanceTypes, because AWS takes one of them",
        got: requirements.excludedInstanceTypes.join(", "),
        fix: "Remove one of them.",
      },
    ];
  }
  if (matchingTypes(requirements).length > 0) return [];
  return [
    {
      field: allowedInstanceTypes === undefined ? "minVcpus" : "allowedInstanceTypes",
      rule: `must leave an instance type to choose: no ${requirements.architecture} type ${inWords(requirements)}`,
      got: allowedInstanceTypes?.join(", ") ?? minVcpus,
      fix: "Widen the requirements. `npm run facts` updates the table of what AWS offers.",
    },
  ];
}

function inWords({ minVcpus, maxVcpus, minMemoryMiB, maxMemoryMiB }: InstanceRequirements) {
  const vcpus = maxVcpus === undefined ? `${minVcpus} or more` : `${minVcpus} to ${maxVcpus}`;
  const memory =
    maxMemoryMiB === undefined ? `${minMemoryMiB} or more` : `${minMemoryMiB} to ${maxMemoryMiB}`;
  return `among them has ${vcpus} vCPUs and ${memory} MiB of memory`;
}

/** The largest room for tasks on any instance that meets the requirements; a task has to fit it. */
export function largestRoom(requirements: InstanceRequirements): Choice["largest"] {
  return choice(requirements).largest;
}

/**
 * The type that ECS most likely chooses: of those that fit the largest of the tasks, the one that costs least, because
 * it selects "the most cost-optimized" ones. Undefined if none with a known price fits.
 * @param priceOf price of a type an hour, or undefined where it is not known
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-instance-types.html
 */
export function likelyType(
  requirements: InstanceRequirements,
  tasks: readonly TaskNeeds[],
  priceOf: (type: string) => number | undefined,
): string | undefined {
  const [cheapest] = matchingTypes(requirements)
    .flatMap((type) => {
      const room = roomOn(type);
      const price = priceOf(type);
      const fits = room !== undefined && tasks.every((task) => tasksOn(room, task) > 0);
      return fits && price !== undefined ? [{ type, price }] : [];
    })
    .sort((one, other) => one.price - other.price || (one.type < other.type ? -1 : 1));
  return cheapest?.type;
}
