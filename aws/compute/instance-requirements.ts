import { requirementDefaults } from "../defaults";
import { burstBaselinePercent } from "./burstable-types";
import {
  type Architecture,
  type CpuManufacturer,
  cpuManufacturers,
  type InstanceGeneration,
  type InstanceType,
  instanceGenerations,
  instanceType,
  knownInstanceTypes,
  offersInstanceType,
} from "./instance-types";
import { notAbove, type Range, type Violation } from "../violation";

/*
 * By what ECS Managed Instances and Auto Scaling groups choose among instance types.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InstanceRequirementsRequest.html
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/create-mixed-instances-group-attribute-based-instance-type-selection.html (read 2026-11-29)
 */

/** vCPUs and MiB that an instance may be asked to have: those of the largest types. */
export const requiredVcpus: Range = [1, 896];
export const requiredMemoryMiB: Range = [512, 33_554_432];

/** GPUs of the types with the fewest and with the most. */
export const requiredGpus: Range = [1, 16];

/** Percent above the cheapest type at which Spot Instances are left out; 999999 is AWS's "no limit". */
export const spotMaxPricePercent: Range = [0, 999_999];

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InstanceRequirementsRequest.html */
export const MAX_TYPE_PATTERNS = 400;
export const typePattern = {
  rule: 'must be an instance type, which may have wildcards, as in "m7g.*"',
  pattern: /^[a-z0-9*][a-z0-9.*-]{0,29}$/,
};

/** What instances are chosen by. */
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
  /** Who makes the processors. @default all that make those of the architecture */
  readonly cpuManufacturers?: readonly CpuManufacturer[];
  /** @default current types only */
  readonly instanceGenerations?: readonly InstanceGeneration[];
  /** @default types without GPUs only */
  readonly minGpus?: number;
  /** @default any number from minGpus */
  readonly maxGpus?: number;
  /** Percent above the cheapest type at which Spot Instances are left out. @default AWS's 100 */
  readonly spotMaxPricePercent?: number;
}

/** Requirements of a group, whose architecture is a setting of its own. */
export type GroupRequirements = Omit<InstanceRequirements, "architecture">;

/** The types that a group names, or what they are chosen by. */
export interface GroupTypes {
  readonly instanceTypes: readonly string[];
  readonly instanceRequirements?: GroupRequirements;
  /** @default "x86_64" */
  readonly architecture?: Architecture;
}

export function requirementsOf({
  instanceRequirements,
  architecture = "x86_64",
}: Omit<GroupTypes, "instanceTypes">): InstanceRequirements | undefined {
  return instanceRequirements && { ...instanceRequirements, architecture };
}

/** All types that a group may start. */
export function typesOf(group: GroupTypes): readonly string[] {
  const requirements = requirementsOf(group);
  return requirements === undefined ? group.instanceTypes : matchingTypes(requirements);
}

/** Whether every instance has GPUs, so that it needs an image with their driver. */
export function haveGpus(types: readonly string[]): boolean {
  return types.length > 0 && types.every((type) => (instanceType(type)?.gpus ?? 0) > 0);
}

/** Who makes the processors of instances that meet the requirements. */
export function manufacturersOf({
  architecture,
  cpuManufacturers: chosen = cpuManufacturers,
}: Pick<InstanceRequirements, "architecture" | "cpuManufacturers">): readonly CpuManufacturer[] {
  const makes = (maker: CpuManufacturer) =>
    (maker === "amazon-web-services") === (architecture === "arm64");
  return chosen.filter(makes);
}

/** The types of the table that meet the requirements. Bare metal is out, as it is for AWS unless it is asked for. */
export function matchingTypes(requirements: InstanceRequirements): readonly string[] {
  const key = JSON.stringify(REQUIREMENT_FIELDS.map((field) => requirements[field] ?? null));
  const types = found.get(key) ?? search(requirements);
  found.set(key, types);
  return types;
}

/** The table has a thousand types, and several rules look through it for each system. */
const found = new Map<string, readonly string[]>();

/** The fields that say which instance types may be chosen. */
export const REQUIREMENT_FIELDS = [
  "architecture",
  "minVcpus",
  "maxVcpus",
  "minMemoryMiB",
  "maxMemoryMiB",
  "allowedInstanceTypes",
  "excludedInstanceTypes",
  "burstable",
  "cpuManufacturers",
  "instanceGenerations",
  "minGpus",
  "maxGpus",
] as const satisfies readonly (keyof InstanceRequirements)[];

/** Those fields alone, of what else an object has. */
export function onlyRequirements(object: InstanceRequirements): InstanceRequirements {
  return Object.fromEntries(
    REQUIREMENT_FIELDS.map((field) => [field, object[field]]),
  ) as unknown as InstanceRequirements;
}

function search(requirements: InstanceRequirements): readonly string[] {
  const makers = manufacturersOf(requirements);
  const allowed = requirements.allowedInstanceTypes?.map(matcher);
  const excluded = requirements.excludedInstanceTypes?.map(matcher) ?? [];
  return knownInstanceTypes().filter((type) => {
    const offer = instanceType(type);
    const isBurstable = burstBaselinePercent(type) !== undefined;
    return (
      offer?.architecture === requirements.architecture &&
      !type.includes("metal") &&
      makers.includes(offer.cpuManufacturer) &&
      (requirements.instanceGenerations ?? requirementDefaults.instanceGenerations).some(
        (generation) => generation === offer.generation,
      ) &&
      hasSize(offer, requirements) &&
      (requirements.burstable === "included" ||
        isBurstable === (requirements.burstable === "required")) &&
      (allowed?.some((matches) => matches(type)) ?? true) &&
      !excluded.some((matches) => matches(type))
    );
  });
}

function hasSize({ vcpus, memoryMiB, gpus }: InstanceType, needed: InstanceRequirements): boolean {
  const { maxVcpus = Infinity, maxMemoryMiB = Infinity, minGpus = 0 } = needed;
  const { maxGpus = minGpus === 0 ? 0 : Infinity } = needed;
  return (
    vcpus >= needed.minVcpus &&
    vcpus <= maxVcpus &&
    memoryMiB >= needed.minMemoryMiB &&
    memoryMiB <= maxMemoryMiB &&
    gpus >= minGpus &&
    gpus <= maxGpus
  );
}

function matcher(pattern: string): (type: string) => boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(".", "\\."));
  const expression = new RegExp(`^${parts.join(".*")}$`);
  return (type) => expression.test(type);
}

/** What is wrong with requirements in themselves. */
export function requirementProblems(requirements: InstanceRequirements): Violation[] {
  const { minVcpus, maxVcpus, minMemoryMiB, maxMemoryMiB, allowedInstanceTypes } = requirements;
  const { architecture, minGpus, maxGpus } = requirements;
  const reversed = [
    maxVcpus === undefined ? undefined : notAbove(["minVcpus", minVcpus], ["maxVcpus", maxVcpus]),
    maxMemoryMiB === undefined
      ? undefined
      : notAbove(["minMemoryMiB", minMemoryMiB], ["maxMemoryMiB", maxMemoryMiB]),
    maxGpus === undefined || minGpus === undefined
      ? undefined
      : notAbove(["minGpus", minGpus], ["maxGpus", maxGpus]),
  ].filter((found) => found !== undefined);
  if (reversed.length > 0) return reversed;
  if (maxGpus !== undefined && minGpus === undefined) {
    return [
      {
        field: "maxGpus",
        rule: "must be left out without minGpus, because types with GPUs are left out then",
        got: maxGpus,
        fix: "Set minGpus, or remove it.",
      },
    ];
  }
  const foreign = requirements.cpuManufacturers?.filter(
    (maker) => !manufacturersOf(requirements).includes(maker),
  );
  if (foreign !== undefined && foreign.length > 0) {
    return [
      {
        field: "cpuManufacturers",
        rule: `must be makers of ${architecture} processors (${manufacturersOf({ architecture }).join(", ")})`,
        got: foreign.join(", "),
        fix: "Remove it, or change architecture.",
      },
    ];
  }
  if (allowedInstanceTypes !== undefined && requirements.excludedInstanceTypes !== undefined) {
    return [
      {
        field: "excludedInstanceTypes",
        rule: "must not be set together with allowedInstanceTypes, because AWS accepts only one of them",
        got: requirements.excludedInstanceTypes.join(", "),
        fix: "Remove one of them.",
      },
    ];
  }
  if (matchingTypes(requirements).length > 0) return [];
  return [
    tooNarrow(
      requirements,
      `must leave an instance type to choose: no ${architecture} type ${inWords(requirements)}`,
    ),
  ];
}

/** The field to blame where no type is left, and what would leave one. */
function tooNarrow(
  requirements: InstanceRequirements,
  rule: string,
  isOffered: (type: string) => boolean = () => true,
): Violation {
  const leaves = (change: Partial<InstanceRequirements>) =>
    matchingTypes({ ...requirements, ...change }).some(isOffered);
  const field = blamed(requirements, leaves);
  const got = requirements[field];
  const others = [
    ...(leaves({ instanceGenerations })
      ? ['set instanceGenerations to ["current", "previous"]']
      : []),
    ...(requirements.architecture === "arm64" && leaves({ architecture: "x86_64" })
      ? ['set architecture to "x86_64"']
      : []),
  ];
  return {
    field,
    rule,
    got: Array.isArray(got) ? got.join(", ") : got,
    fix: `${["Widen the requirements", ...others].join(", or ")}. \`npm run facts\` updates the table of what AWS offers.`,
  };
}

/** The first field that is set and leaves a type without its value, or else the first that is set. */
function blamed(
  requirements: InstanceRequirements,
  leaves: (change: Partial<InstanceRequirements>) => boolean,
): keyof InstanceRequirements {
  const unset: Partial<InstanceRequirements> = requirementDefaults;
  const set = REQUIREMENT_FIELDS.filter(
    (field) => field !== "architecture" && String(requirements[field]) !== String(unset[field]),
  );
  return set.find((field) => leaves({ [field]: unset[field] })) ?? set[0] ?? "minVcpus";
}

function inWords(requirements: InstanceRequirements) {
  const { minVcpus, maxVcpus, minMemoryMiB, maxMemoryMiB, minGpus, maxGpus } = requirements;
  const span = (min: number, max: number | undefined) =>
    max === undefined ? `${min} or more` : `${min} to ${max}`;
  const gpus = minGpus === undefined ? "" : ` and ${span(minGpus, maxGpus)} GPUs`;
  return `among them has ${span(minVcpus, maxVcpus)} vCPUs and ${span(minMemoryMiB, maxMemoryMiB)} MiB of memory${gpus}`;
}

/** What is wrong with requirements in a region; nothing where they are wrong in themselves. */
export function requirementsInRegion(
  requirements: InstanceRequirements,
  region: string,
): Violation | undefined {
  if (requirementProblems(requirements).length > 0) return undefined;
  const types = matchingTypes(requirements);
  const isOffered = (type: string) => offersInstanceType(region, type);
  if (types.some(isOffered)) return undefined;
  return tooNarrow(
    requirements,
    `must leave an instance type that EC2 has in ${region}, which lacks all ${requirements.architecture} types that are left (${types.slice(0, 3).join(", ")}${types.length > 3 ? " …" : ""})`,
    isOffered,
  );
}
