import * as z from "zod";
import { instanceDefaults, managedInstanceDefaults } from "../../aws/defaults";
import * as aws from "../../aws/managed-instances";
import { ofAws, rule } from "../rules/rule";
import { choice, flag, list, settings, textOf, wholeNumber } from "./fields";
import { egress } from "./network";

const base = settings({
  kind: z.literal("managed-instances"),
  /** "arm64" is Graviton. @default "x86_64" */
  architecture: choice("x86_64", "arm64").default(instanceDefaults.architecture),
  /** vCPUs that an instance must have at least. @default 1 */
  minVcpus: wholeNumber(...aws.managedVcpus).default(managedInstanceDefaults.minVcpus),
  /** @default any number */
  maxVcpus: wholeNumber(...aws.managedVcpus).optional(),
  /** MiB of memory that an instance must have at least. @default 1024 */
  minMemoryMiB: wholeNumber(...aws.managedMemoryMiB).default(managedInstanceDefaults.minMemoryMiB),
  /** @default any amount */
  maxMemoryMiB: wholeNumber(...aws.managedMemoryMiB).optional(),
  /** The only instance types that ECS may choose; `*` is a wildcard, as in "m7g.*". @default all */
  allowedInstanceTypes: types().optional(),
  /** Instance types that ECS never chooses, instead of allowedInstanceTypes. @default none */
  excludedInstanceTypes: types().optional(),
  /** Whether ECS may choose burstable types (T3, T3a, T4g), must, or must not. @default "included" */
  burstable: choice("included", "excluded", "required").default(managedInstanceDefaults.burstable),
  /** Spot Instances, which AWS can reclaim with two minutes' notice. Needs awsProviderVersion "~> 6.28". @default false */
  spot: flag().default(managedInstanceDefaults.spot),
  /** Seconds for which an instance is idle before it is ended; -1 never ends one. @default AWS decides */
  scaleInAfterSeconds: wholeNumber(...aws.scaleInAfterSeconds).optional(),
  /** Size of the volume for images and files of tasks. @default 80 */
  storageGiB: wholeNumber(...aws.managedStorageGiB).default(managedInstanceDefaults.storageGiB),
  /** Whether instances report their metrics every minute instead of every five, for a charge. @default false */
  detailedMonitoring: flag().default(managedInstanceDefaults.detailedMonitoring),
  /**
   * Outbound connections in addition to HTTPS, such as port 5432 of an external database. @default none
   */
  egress: egress(),
});

function types() {
  return list(textOf(aws.typePattern), "instance types", 1, aws.MAX_TYPE_PATTERNS);
}

/**
 * ECS Managed Instances: EC2 instances that ECS chooses, launches, patches, and ends when they are idle. Tasks have
 * addresses of their own, in private subnets.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ManagedInstances.html
 */
export function managedInstances() {
  return base.check(
    rule<z.output<typeof base>>(
      [
        "architecture",
        "minVcpus",
        "maxVcpus",
        "minMemoryMiB",
        "maxMemoryMiB",
        "allowedInstanceTypes",
        "excludedInstanceTypes",
        "burstable",
      ],
      ofAws(aws.requirementProblems),
    ),
  );
}
