import type { EcsServiceConfig } from "@cdktf/provider-aws/lib/ecs-service";
import type { ITerraformDependable } from "cdktf";
import { type PlatformVersion, smallestFargateSize } from "../../aws/compute/fargate";
import { proxyOf } from "../../aws/containers/service-connect";
import { type ContainerSize, taskSizeOf } from "../../aws/containers/task-containers";
import type { PortRange, SecurityGroup } from "../network/security-group";
import type { PlacementStrategy, ServiceNetwork } from "./service";
import type { TaskCompatibility } from "./task-definition/task-definition";

/**
 * Where the tasks of a cluster run. Services know nothing else of it, so that a service moves from one kind of capacity to
 * another without a change of its own.
 */
export interface TaskPlace {
  readonly cluster: { readonly name: string; readonly arn: string };
  /** What a service names. */
  readonly providers: CapacityProviders;
  /** How tasks are placed on instances. Empty if ECS decides, or if there are no instances. */
  readonly placement: readonly PlacementStrategy[];
  /** Where tasks get addresses of their own; undefined where they share their instance's. */
  readonly taskNetwork: ServiceNetwork | undefined;
  /** What a service must depend on, so that it is gone before the capacity and its way out are. */
  readonly ready: readonly ITerraformDependable[];
  /** @param size of the task; needed on Fargate, and without effect on instances */
  compatibility(size: TaskSize | undefined): TaskCompatibility;
}

/** Where tasks run, and how load balancers reach them. */
export interface Capacity extends TaskPlace {
  /** What a load balancer registers: instances and their ports, or the addresses of tasks. */
  readonly targetType: "instance" | "ip";
  /** The security group of the tasks, or of the instances whose addresses they share. */
  readonly securityGroup: SecurityGroup;
  /** The ports behind which a port of a container is found. */
  portsFor(containerPort: number): PortRange;
}

/** CPU and memory of a whole task, which its containers share. */
export interface TaskSize {
  /** CPU units, 1024 per vCPU. */
  readonly cpu: number;
  readonly memoryMiB: number;
  /** GiB for images and files on Fargate. @default 20 */
  readonly ephemeralStorageGiB?: number;
}

/** The smallest size on Fargate in which each container may have all that it is allowed; undefined if there is none. */
export function smallestTaskSize(
  containers: readonly ContainerSize[],
  connected: Parameters<typeof proxyOf>[0] = {},
): TaskSize | undefined {
  return smallestFargateSize(taskSizeOf(containers, proxyOf(connected)));
}

/** What the service's tasks run on. */
export type ServiceCapacity = CapacityProviders | LaunchType;

export interface CapacityProviders {
  readonly kind: "capacity-providers";
  readonly strategy: readonly CapacityProviderShare[];
  /** The association of the providers with the cluster. A service must depend on it, or neither can be destroyed. */
  readonly association: ITerraformDependable;
  /**
   * Whether other Spot shares redeploy the tasks. Without this, Terraform replaces the service.
   * @default false
   * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service#capacity_provider_strategy-1
   */
  readonly sharesMayChange?: boolean;
  /** Version of Fargate's platform. @default "LATEST" */
  readonly platformVersion?: PlatformVersion;
}

export interface CapacityProviderShare {
  readonly capacityProvider: string;
  /** Share of the tasks, relative to the other weights. @default 1 */
  readonly weight?: number;
  /** Tasks that go here before weights count; on one provider only. @default 0 */
  readonly base?: number;
}

export interface LaunchType {
  readonly kind: "launch-type";
  readonly launchType: "EC2" | "FARGATE";
}

export function capacityArguments(capacity: ServiceCapacity): Partial<EcsServiceConfig> {
  if (capacity.kind === "launch-type") return { launchType: capacity.launchType };
  return {
    capacityProviderStrategy: capacity.strategy.map(({ capacityProvider, weight, base }) => ({
      capacityProvider,
      weight: weight ?? 1,
      base: base ?? 0,
    })),
    ...(capacity.sharesMayChange ? { forceNewDeployment: true } : {}),
    platformVersion: capacity.platformVersion,
  };
}
