import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { baseTasks, type PlatformVersion } from "../../aws/compute/fargate";
import type { Network } from "../network/network";
import { type Egress, SecurityGroup, port } from "../network/security-group";
import type { ServiceNetwork } from "../service/service";
import type { Capacity, CapacityProviders, TaskSize } from "../service/service-capacity";
import type { TaskCompatibility } from "../service/task-definition/task-definition";
import { validate, within } from "../validation";
import type { CapacityShare, Cluster } from "./cluster";
import type { Architecture } from "./launch-template";

export interface FargateCapacityProps {
  readonly cluster: Cluster;
  /** Tasks run in its workload subnets. */
  readonly network: Network;
  /** Start of the name of the tasks' security group. */
  readonly name: string;
  /** @default "x86_64" */
  readonly architecture?: Architecture;
  /**
   * Share of the tasks on Spot, percent: cheaper, and taken back at two minutes' notice.
   * @default 0
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
   */
  readonly spotPercent?: number;
  /**
   * Tasks of each service that are never on Spot.
   * @default 1, and 0 if all are Spot
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
   */
  readonly onDemandTasks?: number;
  /**
   * Version of the platform that tasks run on.
   * @default "LATEST"
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-linux-fargate.html
   */
  readonly platformVersion?: PlatformVersion;
  /** Outbound connections of tasks in addition to HTTPS, such as an external database. @default none */
  readonly egress?: readonly Egress[];
}

/**
 * Capacity of a cluster without instances: AWS's own two providers, and a security group for the tasks, each of which has
 * an address of its own. Nothing reaches a task until something is allowed to; tasks reach the APIs of AWS and image
 * registries.
 */
export class FargateCapacity extends Construct implements Capacity {
  readonly cluster: Cluster;
  readonly providers: CapacityProviders;
  readonly placement = [];
  readonly targetType = "ip";
  readonly securityGroup: SecurityGroup;
  readonly taskNetwork: ServiceNetwork;
  readonly ready: readonly ITerraformDependable[];
  readonly portsFor = port;
  private readonly architecture: Architecture;

  constructor(scope: Construct, id: string, props: FargateCapacityProps) {
    super(scope, id);
    const { cluster, network, name, architecture = "x86_64", spotPercent = 0 } = props;
    const { onDemandTasks = spotPercent < 100 ? 1 : 0, platformVersion } = props;
    validate(
      this,
      within("spotPercent", spotPercent, 0, 100),
      within("onDemandTasks", onDemandTasks, ...baseTasks),
    );
    this.cluster = cluster;
    this.architecture = architecture;
    this.providers = { ...associate(cluster, spotPercent, onDemandTasks), platformVersion };
    this.securityGroup = new SecurityGroup(this, "tasks", {
      vpcId: network.vpcId,
      namePrefix: `${name}-tasks-`,
      description: `Tasks of ${name}`,
    });
    const ways = [
      ...this.securityGroup.allowHttps(network),
      ...this.securityGroup.allowEgress(props.egress ?? []),
    ];
    this.taskNetwork = {
      subnetIds: network.workloadSubnetIds,
      securityGroupIds: [this.securityGroup.securityGroupId],
    };
    this.ready = [this.providers.association, ...ways, ...network.egress];
  }

  compatibility(size: TaskSize | undefined): TaskCompatibility {
    const { cpu, memoryMiB, ephemeralStorageGiB }: TaskSize = size ?? { cpu: 256, memoryMiB: 512 };
    const { architecture } = this;
    return { kind: "fargate", cpu, memoryMiB, ephemeralStorageGiB, architecture };
  }
}

function associate(
  cluster: Cluster,
  spotPercent: number,
  onDemandTasks: number,
): CapacityProviders {
  const shares: CapacityShare[] = [
    { provider: "FARGATE", weight: 100 - spotPercent, base: onDemandTasks },
    { provider: "FARGATE_SPOT", weight: spotPercent, base: 0 },
  ];
  return {
    kind: "capacity-providers",
    // Both are attached even without a share, because a cluster cannot release a provider that a service still uses.
    association: cluster.associateCapacityProviders(shares),
    strategy: shares
      .filter(({ weight, base }) => weight > 0 || (base ?? 0) > 0)
      .map(({ provider, ...share }) => ({ capacityProvider: provider, ...share })),
    sharesMayChange: true,
  };
}
