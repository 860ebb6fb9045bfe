import type { Range } from "../violation";

/*
 * ECS Managed Instances: instances that ECS selects, launches, patches and terminates.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ManagedInstances.html
 */

/**
 * The first provider versions with these arguments: the capacity provider with its scale-in delay (the bindings here
 * are 6.25), and Spot.
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md
 */
export const managedInstancesProvider = [6, 25, 0] as const;
export const managedSpotProvider = [6, 28, 0] as const;

/**
 * Seconds that an instance is idle before it is terminated. -1 disables this.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InfrastructureOptimization.html
 */
export const scaleInAfterSeconds: Range = [-1, 3600];

/**
 * The volume for images, logs and task files. AWS's default is 80.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-storage.html
 */
export const managedStorageGiB: Range = [30, 16_384];

/**
 * AWS's fee for managing an instance, as a share of its On-Demand price: $0.037 per hour for a c6a.2xlarge, which costs
 * $0.306 in us-east-1. AWS's own calculator uses 12 % for every type. Read on 2026-09-20.
 * @see https://aws.amazon.com/ecs/pricing/
 * @see https://github.com/aws-samples on "ECS Managed Instances TCO Calculator"
 */
export const MANAGEMENT_FEE_PERCENT = 12;

/**
 * Days after which ECS drains an instance, and after which it terminates it.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-patching.html
 */
export const instanceLifetimeDays: Range = [14, 21];
