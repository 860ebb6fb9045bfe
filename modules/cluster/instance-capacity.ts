import type { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { instanceDefaults, managedScalingDefaults } from "../../aws/defaults";
import { gpusHaveImage, groupRequirementProblems } from "../../aws/compute/instance-groups";
import {
  type GroupRequirements,
  haveGpus,
  requirementsOf,
  typesOf,
} from "../../aws/compute/instance-requirements";
import { growsFromZero } from "../../aws/scaling/scaling";
import { raisesMaximum } from "../forecast";
import type { Network } from "../network/network";
import type { Egress, PortRange } from "../network/security-group";
import type { PlacementStrategy } from "../service/service";
import type { Capacity, CapacityProviders } from "../service/service-capacity";
import type { TaskCompatibility } from "../service/task-definition/task-definition";
import { type Check, obeys, validate } from "../validation";
import { AutoScalingGroup, type MaintenancePolicy, type WarmPool } from "./auto-scaling-group";
import { CapacityProvider } from "./capacity-provider";
import type { Cluster } from "./cluster";
import { InstanceRole } from "./instance-role";
import { InstanceSecurityGroup, type SshAccess } from "./instance-security-group";
import {
  type Architecture,
  type ImagePullBehavior,
  LaunchTemplate,
  userData,
} from "./launch-template";
import { applyClusterScaling, type ClusterScaling, predictiveOf } from "./scaling/cluster-scaling";

export interface InstanceCapacityProps {
  readonly cluster: Cluster;
  readonly network: Network;
  /** Name of the Auto Scaling group and of the capacity provider, and start of every generated name. */
  readonly name: string;
  /**
   * In the order of preference; several must be of one size.
   * @default ["t3.micro"]
   */
  readonly instanceTypes?: readonly string[];
  /**
   * By what AWS chooses the types, instead of `instanceTypes`.
   * @default none
   * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/create-mixed-instances-group-attribute-based-instance-type-selection.html
   */
  readonly instanceRequirements?: GroupRequirements;
  /** @default "x86_64" */
  readonly architecture?: Architecture;
  /** @default 1 */
  readonly minInstances?: number;
  /** @default 5 */
  readonly maxInstances?: number;
  /**
   * Share of Spot instances, percent.
   * @default 0
   */
  readonly spotPercent?: number;
  /**
   * What burstable instances do when their CPU credits are used up.
   * @default - AWS's own mode for the type
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html
   */
  readonly cpuCredits?: "standard" | "unlimited";
  /**
   * Size of the encrypted root volume, from 30, which the image needs.
   * @default 30
   */
  readonly rootVolumeGiB?: number;
  /**
   * A key pair and an open port 22.
   * @default - Session Manager only
   */
  readonly ssh?: SshAccess;
  /**
   * The one strategy that sizes the group.
   * @default { kind: "cpu-target" }
   */
  readonly scaling?: ClusterScaling;
  /**
   * After which a new instance counts in the averages, and in a refresh of instances.
   * @default 120
   * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-default-instance-warmup.html
   */
  readonly instanceWarmupSeconds?: number;
  /**
   * `once` saves the 10 to 20 seconds of a pull wherever an instance has run the image before, and presumes that a tag
   * never moves. `prefer-cached` would save no more and never clean the disk up.
   * @default "once"
   */
  readonly imagePullBehavior?: ImagePullBehavior;
  /**
   * How far a token of the instance's metadata service travels: 1 keeps it from containers in bridge mode, and with it
   * the instance's credentials.
   * @default 1
   */
  readonly metadataHopLimit?: 1 | 2;
  /**
   * Id of a machine image of ECS, so that instances change only when the id does.
   * @default AWS's newest at each apply
   */
  readonly imageId?: string;
  /**
   * SSM parameter that holds the id of an image of one's own.
   * @default that of AWS's newest
   */
  readonly imageParameter?: string;
  /** A script that each instance runs at its first start. @default none */
  readonly extraUserData?: string;
  /** @default none */
  readonly warmPool?: WarmPool;
  /** @default AWS ends an unhealthy instance before it starts another */
  readonly maintenance?: MaintenancePolicy;
  /** Outbound connections in addition to HTTPS and HTTP, such as an external database. @default none */
  readonly egress?: readonly Egress[];
  /**
   * How tasks are placed on the instances, in order of precedence.
   * @default ECS spreads them over the zones
   */
  readonly placement?: readonly PlacementStrategy[];
  /**
   * Tags of the group, its instances and their volumes, which a provider's default tags do not reach.
   * @default {}
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The ports of an instance from which a container in bridge mode gets one when its host port is 0: the kernel's
 * `net.ipv4.ip_local_port_range`, as Amazon Linux 2023 ships it.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
export const EPHEMERAL_PORTS: PortRange = { from: 32768, to: 60999 };

/** EC2 instances that run a cluster's tasks, scaled by one strategy and drained before termination. */
export class InstanceCapacity extends Construct implements Capacity {
  readonly cluster: Cluster;
  readonly providers: CapacityProviders;
  readonly placement: readonly PlacementStrategy[];
  readonly targetType = "instance";
  readonly taskNetwork = undefined;
  readonly securityGroup: InstanceSecurityGroup;
  readonly role: InstanceRole;
  readonly launchTemplate: LaunchTemplate;
  readonly group: AutoScalingGroup;
  readonly provider: CapacityProvider;
  readonly association: EcsClusterCapacityProviders;
  /**
   * What a service on these instances must depend on, so that it is gone before anything below it: the service, then
   * the cluster's association, the capacity provider, the group, and last the rights and ways of its instances.
   */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: InstanceCapacityProps) {
    super(scope, id);
    const settings = withDefaults(props);
    const { cluster, network, name, scaling, ssh } = settings;
    validate(
      this,
      obeys(growsFromZero, { kind: scaling.kind, minInstances: settings.minInstances }),
      ...groupChecks(settings),
    );
    this.cluster = cluster;
    this.placement = props.placement ?? [];
    this.securityGroup = new InstanceSecurityGroup(this, "security-group", {
      network,
      name,
      ssh,
      egress: props.egress,
    });
    this.role = new InstanceRole(this, "role", { name });
    this.launchTemplate = this.addLaunchTemplate(settings);
    this.group = this.addGroup(settings);
    this.provider = new CapacityProvider(this, "provider", {
      name,
      autoScalingGroupArn: this.group.arn,
      managedScaling: scaling.kind === "managed" ? scaling : undefined,
    });
    this.association = this.associate(cluster);
    this.ready = [this.association];
    this.providers = {
      kind: "capacity-providers",
      strategy: [{ capacityProvider: this.provider.name }],
      association: this.association,
    };
    applyClusterScaling(this, { name: this.group.name, clusterName: cluster.name }, scaling);
  }

  compatibility(): TaskCompatibility {
    return { kind: "ec2" };
  }

  portsFor(): PortRange {
    return EPHEMERAL_PORTS;
  }

  private addLaunchTemplate(settings: Settings): LaunchTemplate {
    return new LaunchTemplate(this, "launch-template", {
      ...settings,
      instanceType:
        settings.instanceRequirements === undefined ? (settings.instanceTypes[0] ?? "") : undefined,
      gpus: haveGpus(typesOf(settings)),
      instanceProfileArn: this.role.profile.arn,
      securityGroupId: this.securityGroup.securityGroupId,
      publicAddresses: settings.network.workloadsArePublic ? "by-subnet" : "never",
      userData: userData({
        clusterName: settings.cluster.name,
        imagePullBehavior: settings.imagePullBehavior,
        spot: settings.spotPercent > 0,
        warmPool: settings.warmPool !== undefined,
        gpus: haveGpus(typesOf(settings)),
        extra: settings.extraUserData,
      }),
      keyName: settings.ssh?.keyName,
    });
  }

  private addGroup(settings: Settings): AutoScalingGroup {
    const { network, scaling } = settings;
    return new AutoScalingGroup(this, "group", {
      ...settings,
      instanceRequirements: requirementsOf(settings),
      launchTemplate: this.launchTemplate,
      subnetIds: network.workloadSubnetIds,
      scaleInProtection: scaling.kind === "managed" && (scaling.terminationProtection ?? false),
      maximumIsRaised: raisesMaximum(predictiveOf(scaling) ?? {}),
      // An instance that loses its permissions or network access while tasks drain never reports that they stopped.
      dependsOn: [...this.role.policies, ...this.securityGroup.waysOut, ...network.egress],
    });
  }

  /**
   * A provider that is replaced keeps its name, so its association would not change and would block the replacement: the
   * cluster must release the old provider first. Only the ID distinguishes a replacement from an update.
   */
  private associate(cluster: Cluster): EcsClusterCapacityProviders {
    const { resource, name } = this.provider;
    const association = cluster.associateCapacityProviders([{ provider: name, weight: 1 }]);
    association.lifecycle = {
      replaceTriggeredBy: [`${resource.terraformResourceType}.${resource.friendlyUniqueId}.id`],
    };
    return association;
  }
}

function groupChecks({
  instanceTypes,
  instanceRequirements,
  architecture,
  ...settings
}: Settings): readonly Check[] {
  const { spotPercent, cpuCredits, imageId, imageParameter } = settings;
  const types = { instanceTypes, instanceRequirements, architecture };
  return [
    obeys((group) => groupRequirementProblems(group)[0], { ...types, spotPercent, cpuCredits }),
    obeys(gpusHaveImage, { ...types, imageId, imageParameter }),
  ];
}

type Settings = ReturnType<typeof withDefaults>;

function withDefaults(props: InstanceCapacityProps) {
  return {
    ...props,
    instanceTypes: props.instanceTypes ?? ["t3.micro"],
    architecture: props.architecture ?? instanceDefaults.architecture,
    minInstances: props.minInstances ?? 1,
    maxInstances: props.maxInstances ?? 5,
    spotPercent: props.spotPercent ?? instanceDefaults.spotPercent,
    rootVolumeGiB: props.rootVolumeGiB ?? instanceDefaults.rootVolumeGiB,
    scaling: props.scaling ?? ({ kind: "cpu-target" } as const),
    instanceWarmupSeconds:
      props.instanceWarmupSeconds ?? managedScalingDefaults.instanceWarmupSeconds,
    imagePullBehavior: props.imagePullBehavior ?? "once",
    metadataHopLimit: props.metadataHopLimit ?? 1,
    tags: props.tags ?? {},
  };
}
