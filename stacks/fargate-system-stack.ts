import type { Environment } from "../settings/environment";
import { Cluster, type ClusterProps } from "../modules/cluster/cluster";
import { FargateCapacity } from "../modules/cluster/fargate-capacity";
import { createNetwork } from "../modules/network/create-network";
import type { Network } from "../modules/network/network";
import type { SecurityGroup } from "../modules/network/security-group";
import type { FargateCompatibility, TaskDefinition } from "../modules/service/task-definition";
import type { ServiceNetwork } from "../modules/service/service";
import type { CapacityProviders } from "../modules/service/service-capacity";
import { ContainerSystemStack, type TaskProps } from "./container-system-stack";

/** Settings of a cluster without instances. */
export interface FargateClusterSettings {
  readonly clusterName: string;
  readonly containerInsights: ClusterProps["containerInsights"];
  readonly capacity: {
    readonly architecture: "x86_64" | "arm64";
    readonly spotPercent: number;
  };
}

/** A cluster, and what its services say of their capacity. */
export interface FargateCluster {
  readonly cluster: Cluster;
  readonly capacity: CapacityProviders;
}

export interface FargateTaskProps extends Omit<TaskProps, "compatibility"> {
  readonly task: Pick<FargateCompatibility, "cpu" | "memoryMiB">;
  readonly architecture: "x86_64" | "arm64";
}

/** What systems on Fargate have in common: how their settings become modules. */
export abstract class FargateSystemStack extends ContainerSystemStack {
  protected readonly targetType = "ip";

  /** The system's own network, or else the environment's. */
  protected addNetwork(own: Environment["network"] | undefined): Network {
    return createNetwork(this, "network", own ?? this.environment.network);
  }

  protected addCluster(settings: FargateClusterSettings): FargateCluster {
    const cluster = new Cluster(this, "cluster", {
      name: this.named(settings.clusterName),
      containerInsights: settings.containerInsights,
    });
    const { spotPercent } = settings.capacity;
    const { capacity } = new FargateCapacity(this, "capacity", { cluster, spotPercent });
    return { cluster, capacity };
  }

  protected addFargateTask(
    id: string,
    { task, architecture, ...props }: FargateTaskProps,
  ): TaskDefinition {
    return this.addTask(id, {
      ...props,
      compatibility: { kind: "fargate", ...task, architecture },
    });
  }

  /** Where tasks get their addresses: private ones, in the workloads' subnets. */
  protected taskNetwork(network: Network, group: SecurityGroup): ServiceNetwork {
    return {
      subnetIds: network.workloadSubnetIds,
      securityGroupIds: [group.securityGroupId],
    };
  }
}
