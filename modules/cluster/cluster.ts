import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { Construct } from "constructs";
import { clusterDefaults } from "../../aws/defaults";

/** `enabled` collects metrics of clusters and services. `enhanced` adds those of each task and container. */
export type ContainerInsights = "enhanced" | "enabled" | "disabled";

export interface ClusterProps {
  readonly name: string;
  /**
   * @default "enhanced"
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html
   */
  readonly containerInsights?: ContainerInsights;
}

/** One item of the default strategy of a cluster, for tasks without their own capacity provider strategy. */
export interface CapacityShare {
  /** Name of a capacity provider: a group of instances, or `FARGATE`, or `FARGATE_SPOT`. */
  readonly provider: string;
  /** Share of the tasks, relative to the weights of the others, 0-1000. */
  readonly weight: number;
  /**
   * Number of tasks that this provider gets before weights apply.
   * @default 0
   */
  readonly base?: number;
}

/** An ECS cluster, which connects services with the capacity that runs them. */
export class Cluster extends Construct {
  readonly resource: EcsCluster;
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    this.resource = new EcsCluster(this, "Default", {
      name: props.name,
      setting: [
        {
          name: "containerInsights",
          value: props.containerInsights ?? clusterDefaults.containerInsights,
        },
      ],
    });
    this.name = this.resource.name;
    this.arn = this.resource.arn;
  }

  /**
   * Attaches capacity providers. Call it once per cluster, because the association contains the whole list.
   *
   * Services must depend on the result. A provider can only be deleted after its association, and the association only after
   * the services that use it.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutClusterCapacityProviders.html
   */
  associateCapacityProviders(shares: readonly CapacityShare[]): EcsClusterCapacityProviders {
    return new EcsClusterCapacityProviders(this, "capacity-providers", {
      clusterName: this.name,
      capacityProviders: shares.map(({ provider }) => provider),
      defaultCapacityProviderStrategy: shares.map(({ provider, weight, base }) => ({
        capacityProvider: provider,
        weight,
        base,
      })),
    });
  }
}
