import type { Range } from "./violation";

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

/**
 * What AWS charges for the management of an instance, as a share of its On-Demand price: $0.037 an hour of a c6a.2xlarge,
 * which costs $0.306 in us-east-1. AWS's own calculator counts 12 % of every type. Read on 2026-09-20.
 * @see https://aws.amazon.com/ecs/pricing/
 * @see https://github.com/aws-samples on "ECS Managed Instances TCO Calculator"
 */
export const MANAGEMENT_FEE_PERCENT = 12;

/** Days after which ECS drains an instance, and after which it ends it. @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-patching.html */
export const instanceLifetimeDays: Range = [14, 21];
