import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { managedInstanceDefaults } from "../../aws/defaults";
import { capacityProviderName } from "../../aws/containers/ecs";
import {
  type InstanceRequirements,
  onlyRequirements,
  requirementProblems,
} from "../../aws/compute/instance-requirements";
import { managedStorageGiB, scaleInAfterSeconds } from "../../aws/compute/managed-instances";
import type { Network } from "../network/network";
import { type Egress, port, SecurityGroup } from "../network/security-group";
import type { ServiceNetwork } from "../service/service";
import type { Capacity, CapacityProviders, TaskSize } from "../service/service-capacity";
import type { TaskCompatibility } from "../service/task-definition/task-definition";
import { matches, obeys, validate, within } from "../validation";
import type { Cluster } from "./cluster";
import { requirementArguments } from "./instance-requirements";
import { ManagedInstanceRoles } from "./managed-instance-roles";
import { namePrefix } from "./name-prefix";

export interface ManagedInstanceCapacityProps extends InstanceRequirements {
  readonly cluster: Cluster;
  /** Instances and tasks run in its workload subnets. One subnet packs them; several spread them first. */
  readonly network: Network;
  /** Name of the capacity provider, and start of every generated name. */
  readonly name: string;
  /** Spot Instances. Needs AWS provider 6.28. @default false */
  readonly spot?: boolean;
  /**
   * Seconds for which an instance is idle before it is ended; -1 never ends one.
   * @default AWS decides
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InfrastructureOptimization.html
   */
  readonly scaleInAfterSeconds?: number;
  /** @default 80 */
  readonly storageGiB?: number;
  /** Metrics of the instances every minute. @default false: every five minutes */
  readonly detailedMonitoring?: boolean;
  /** Outbound connections in addition to HTTPS, such as an external database. @default none */
  readonly egress?: readonly Egress[];
  /** Tags of the capacity provider, which its instances get from it. @default {} */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * EC2 instances that ECS chooses, launches for tasks that wait, patches, and ends when they are idle. Each task has an
 * address of its own, which a load balancer registers. Nothing reaches a task until something is allowed to; instances
 * and tasks reach the APIs of AWS and image registries.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ManagedInstances.html
 */
export class ManagedInstanceCapacity extends Construct implements Capacity {
  readonly cluster: Cluster;
  readonly providers: CapacityProviders;
  /** Managed instances take no placement strategy: ECS spreads over zones, and packs within them. */
  readonly placement = [];
  readonly targetType = "ip";
  /** Of the tasks. */
  readonly securityGroup: SecurityGroup;
  readonly instanceSecurityGroup: SecurityGroup;
  readonly taskNetwork: ServiceNetwork;
  readonly roles: ManagedInstanceRoles;
  readonly provider: EcsCapacityProvider;
  readonly ready: readonly ITerraformDependable[];
  readonly portsFor = port;
  private readonly architecture: InstanceRequirements["architecture"];

  constructor(scope: Construct, id: string, props: ManagedInstanceCapacityProps) {
    super(scope, id);
    const { cluster, network, name, egress = [] } = props;
    validate(
      this,
      matches("name", name, capacityProviderName),
      within("scaleInAfterSeconds", props.scaleInAfterSeconds, ...scaleInAfterSeconds),
      within("storageGiB", props.storageGiB, ...managedStorageGiB),
      obeys((requirements) => requirementProblems(requirements)[0], onlyRequirements(props)),
    );
    this.cluster = cluster;
    this.architecture = props.architecture;
    this.securityGroup = this.addSecurityGroup("tasks", props, {
      namePrefix: `${name}-tasks-`,
      description: `Tasks of ${name}`,
    });
    this.instanceSecurityGroup = this.addSecurityGroup("instances", props, {
      namePrefix: namePrefix(name, "node", 255),
      description: `Managed instances of ${name}`,
    });
    const ways = [this.securityGroup, this.instanceSecurityGroup].flatMap((group) => [
      ...group.allowHttps(network),
      ...group.allowEgress(egress),
    ]);
    this.taskNetwork = {
      subnetIds: network.workloadSubnetIds,
      securityGroupIds: [this.securityGroup.securityGroupId],
    };
    this.roles = new ManagedInstanceRoles(this, "roles", { name });
    // Whatever an instance needs while its last task drains goes after the instances.
    this.provider = this.addProvider(props, [...this.roles.policies, ...ways, ...network.egress]);
    const association = cluster.associateCapacityProviders([
      { provider: this.provider.name, weight: 1 },
    ]);
    const { terraformResourceType: type, friendlyUniqueId: resource } = this.provider;
    // A provider that is replaced keeps its name: the cluster must release the old one first.
    association.lifecycle = { replaceTriggeredBy: [`${type}.${resource}.id`] };
    this.ready = [association, ...ways, ...network.egress];
    this.providers = {
      kind: "capacity-providers",
      strategy: [{ capacityProvider: this.provider.name }],
      association,
    };
  }

  compatibility(size: TaskSize | undefined): TaskCompatibility {
    return { kind: "managed-instances", size, architecture: this.architecture };
  }

  private addSecurityGroup(
    id: string,
    { network }: ManagedInstanceCapacityProps,
    names: { readonly namePrefix: string; readonly description: string },
  ): SecurityGroup {
    return new SecurityGroup(this, `${id}-security-group`, { vpcId: network.vpcId, ...names });
  }

  private addProvider(
    props: ManagedInstanceCapacityProps,
    dependsOn: ITerraformDependable[],
  ): EcsCapacityProvider {
    const { cluster, network, scaleInAfterSeconds: scaleInAfter } = props;
    const provider = new EcsCapacityProvider(this, "managed-provider", {
      name: props.name,
      cluster: cluster.name,
      managedInstancesProvider: {
        infrastructureRoleArn: this.roles.infrastructure.arn,
        propagateTags: "CAPACITY_PROVIDER",
        ...(scaleInAfter === undefined ? {} : { infrastructureOptimization: { scaleInAfter } }),
        instanceLaunchTemplate: {
          ec2InstanceProfileArn: this.roles.profile.arn,
          monitoring: props.detailedMonitoring === true ? "DETAILED" : "BASIC",
          networkConfiguration: {
            subnets: [...network.workloadSubnetIds],
            securityGroups: [this.instanceSecurityGroup.securityGroupId],
          },
          storageConfiguration: {
            storageSizeGib: props.storageGiB ?? managedInstanceDefaults.storageGiB,
          },
          instanceRequirements: requirementArguments(props),
        },
      },
      tags: { ...props.tags },
      dependsOn,
    });
    if (props.spot === true) {
      // The bindings are those of provider 6.25, which does not know the argument: with those of 6.28, set it above.
      provider.addOverride(
        "managed_instances_provider.instance_launch_template.capacity_option_type",
        "SPOT",
      );
    }
    return provider;
  }
}
