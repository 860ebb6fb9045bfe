import type { EcsServiceConfig } from "@cdktf/provider-aws/lib/ecs-service";
import type { Check } from "../../validation";

/** Where ECS registers a service's tasks, so that clients find them without a load balancer. */
export interface ServiceRegistry {
  /** The service of Cloud Map. */
  readonly arn: string;
  /** Port that is registered with a task's address. */
  readonly port: number;
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRegistry.html */
export function registryArguments(
  registry: ServiceRegistry | undefined,
): Pick<EcsServiceConfig, "serviceRegistries"> {
  if (registry === undefined) return {};
  // The container's port can be named only in bridge mode. A task with its own address registers its port.
  return { serviceRegistries: { registryArn: registry.arn, port: registry.port } };
}

/** The props of a service that determine whether ECS accepts its registry. */
export interface Registered {
  readonly registry?: ServiceRegistry;
  readonly taskDefinition: {
    readonly networkMode: string;
    readonly containers: readonly { readonly ports?: readonly number[] }[];
  };
}

export function registryChecks({ registry, taskDefinition }: Registered): readonly Check[] {
  if (registry === undefined) return [];
  const ports = taskDefinition.containers.flatMap((container) => container.ports ?? []);
  return [
    () =>
      taskDefinition.networkMode === "awsvpc"
        ? undefined
        : "`registry` must be unset for tasks in bridge mode, whose ports change with each task.",
    () =>
      ports.includes(registry.port)
        ? undefined
        : `\`registry.port\` must be a port of the task (${ports.join(", ")}), got ${registry.port}.`,
  ];
}
