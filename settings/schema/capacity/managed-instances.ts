import * as z from "zod";
import {
  instanceDefaults,
  managedInstanceDefaults,
  requirementDefaults,
} from "../../../aws/defaults";
import * as requirements from "../../../aws/compute/instance-requirements";
import { cpuManufacturersOfX86, instanceGenerations } from "../../../aws/compute/instance-types";
import * as aws from "../../../aws/compute/managed-instances";
import { broken, ofAws, rule } from "../../rules/rule";
import { choice, flag, list, settings, textOf, wholeNumber } from "../fields";
import { egress } from "../network";

const ofGroup = 'Set kind to "instances" for a group that has it.';

/**
 * What only a group of instances has.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ManagedInstances.html
 */
const ofGroupsOnly = {
  instanceTypes: "must be removed: ECS chooses the types. Set allowedInstanceTypes.",
  minInstances:
    "must be removed: ECS launches instances for tasks that wait. Set serviceScaling.minTasks.",
  maxInstances:
    "must be removed: ECS launches as many instances as the tasks need. Set serviceScaling.maxTasks.",
  spotPercent:
    "must be removed: either all managed instances are Spot Instances, or none are. Set spot.",
  rootVolumeGiB: "must be removed: set the size of the tasks' volume instead, by storageGiB.",
  cpuCredits: `must be removed: ECS does not set it. Set burstable to "excluded", or kind to "instances".`,
  imageId: `must be removed: AWS maintains the image. ${ofGroup}`,
  imageParameter: `must be removed: AWS maintains the image. ${ofGroup}`,
  extraUserData: `must be removed: managed instances run no script. ${ofGroup}`,
  ssh: `must be removed: managed instances allow no SSH access. ${ofGroup}`,
  warmPool: `must be removed: managed instances have no warm pool. Raise scaleInAfterSeconds to keep idle ones. ${ofGroup}`,
  maintenance: `must be removed: ECS itself replaces the instances. ${ofGroup}`,
  scaling: "must be removed: ECS launches and terminates the instances. Set scaleInAfterSeconds.",
  placement: "must be removed: ECS spreads tasks over zones, and packs them within each.",
};

const base = settings(
  {
    kind: z.literal("managed-instances"),
    /** "arm64" is Graviton. @default "x86_64" */
    architecture: choice("x86_64", "arm64").default(instanceDefaults.architecture),
    ...requirementFields(),
    /** Spot Instances, which AWS can reclaim with two minutes' notice. Needs awsProviderVersion "~> 6.28". @default false */
    spot: flag().default(managedInstanceDefaults.spot),
    /**
     * Seconds for which an instance is idle before it is ended; -1 never ends one.
     * @default AWS decides
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InfrastructureOptimization.html
     */
    scaleInAfterSeconds: wholeNumber(...aws.scaleInAfterSeconds).optional(),
    /**
     * GiB of an instance's volume for images and files of tasks.
     * @default 80
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-storage.html
     */
    storageGiB: wholeNumber(...aws.managedStorageGiB).default(managedInstanceDefaults.storageGiB),
    /** Whether instances report their metrics every minute instead of every five, for a charge. @default false */
    detailedMonitoring: flag().default(managedInstanceDefaults.detailedMonitoring),
    /**
     * Outbound connections in addition to HTTPS, such as port 5432 of an external database. @default none
     */
    egress: egress(),
  },
  ofGroupsOnly,
);

/** By what AWS chooses instances, of Managed Instances or of a group. */
export function requirementFields() {
  return {
    /**
     * Number of vCPUs that an instance must have at least.
     * @default 1
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InstanceRequirementsRequest.html
     */
    minVcpus: wholeNumber(...requirements.requiredVcpus).default(requirementDefaults.minVcpus),
    /**
     * Number of vCPUs that an instance may have at most.
     * @default any number
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InstanceRequirementsRequest.html
     */
    maxVcpus: wholeNumber(...requirements.requiredVcpus).optional(),
    /**
     * MiB of memory that an instance must have at least.
     * @default 1024
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InstanceRequirementsRequest.html
     */
    minMemoryMiB: wholeNumber(...requirements.requiredMemoryMiB).default(
      requirementDefaults.minMemoryMiB,
    ),
    /**
     * MiB of memory that an instance may have at most.
     * @default any amount
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InstanceRequirementsRequest.html
     */
    maxMemoryMiB: wholeNumber(...requirements.requiredMemoryMiB).optional(),
    /**
     * Number of NVIDIA GPUs that an instance must have at least.
     * @default none has one
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AcceleratorCountRequest.html
     */
    minGpus: wholeNumber(...requirements.requiredGpus).optional(),
    /**
     * Number of NVIDIA GPUs that an instance may have at most.
     * @default any number from minGpus
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AcceleratorCountRequest.html
     */
    maxGpus: wholeNumber(...requirements.requiredGpus).optional(),
    /** The only instance types that AWS may choose; `*` is a wildcard, as in "m7g.*". @default all */
    allowedInstanceTypes: types().optional(),
    /** Instance types that AWS never chooses, instead of allowedInstanceTypes. @default none */
    excludedInstanceTypes: types().optional(),
    /** Whether AWS may choose burstable types (T3, T3a, T4g), must, or must not. @default "included" */
    burstable: choice("included", "excluded", "required").default(requirementDefaults.burstable),
    /** Who makes the processors of the architecture x86_64. @default both */
    cpuManufacturers: list(choice(...cpuManufacturersOfX86), "manufacturers", 1, 2).optional(),
    /** Generations of instance types, as AWS names them. @default current ones only */
    instanceGenerations: list(choice(...instanceGenerations), "generations", 1, 2).default([
      ...requirementDefaults.instanceGenerations,
    ]),
    /**
     * Percent above the price of the cheapest type at which AWS leaves out a type of Spot Instances; 999999 leaves out none.
     * @default AWS's 100
     * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRequirements.html
     */
    spotMaxPricePercent: wholeNumber(...requirements.spotMaxPricePercent).optional(),
  };
}

function types() {
  const { typePattern, MAX_TYPE_PATTERNS } = requirements;
  return list(textOf(typePattern), "instance types", 1, MAX_TYPE_PATTERNS);
}

const protectionOfSpot = rule<{ spot: boolean; spotMaxPricePercent?: number }>(
  ["spot", "spotMaxPricePercent"],
  ({ spot, spotMaxPricePercent }) =>
    spot || spotMaxPricePercent === undefined
      ? undefined
      : broken(
          "spotMaxPricePercent",
          "must be left out while spot is false, because it applies to Spot Instances only",
          spotMaxPricePercent,
          "Remove it, or set spot to true.",
        ),
);

/**
 * ECS Managed Instances: EC2 instances that ECS chooses, launches, patches, and ends when they are idle. Tasks have
 * addresses of their own, in private subnets.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ManagedInstances.html
 */
export function managedInstances() {
  return base.check(
    rule<z.output<typeof base>>(
      [...requirements.REQUIREMENT_FIELDS],
      ofAws(requirements.requirementProblems),
    ),
    protectionOfSpot,
  );
}
