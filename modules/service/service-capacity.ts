import type { EcsServiceConfig } from "@cdktf/provider-aws/lib/ecs-service";
import type { ITerraformDependable } from "cdktf";

/** What the service's tasks run on. */
export type ServiceCapacity = CapacityProviders | LaunchType;

export interface CapacityProviders {
  readonly kind: "capacity-providers";
  readonly strategy: readonly CapacityProviderShare[];
  /** What ties the providers to the cluster: a service must exist only while it does, or neither can be destroyed. */
  readonly association: ITerraformDependable;
  /**
   * Whether other shares roll the tasks out anew, and not the service: without this, Terraform destroys it first.
   * @default false
   * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service#capacity_provider_strategy-1
   */
  readonly sharesMayChange?: boolean;
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
  };
}
