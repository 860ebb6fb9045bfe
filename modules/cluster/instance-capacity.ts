import { TerraformResource, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Network } from "../network/network";
import { validate } from "../validation";
import { AutoScalingGroup } from "./auto-scaling-group";
import { CapacityProvider } from "./capacity-provider";
import type { Cluster } from "./cluster";
import { InstanceRole } from "./instance-role";
import { InstanceSecurityGroup, type SshAccess } from "./instance-security-group";
import { LaunchTemplate, type Architecture } from "./launch-template";
import { applyClusterScaling, type ClusterScaling } from "./scaling/cluster-scaling";
import { userData, type ImagePullBehavior } from "./user-data";

export interface InstanceCapacityProps {
  readonly cluster: Cluster;
  readonly network: Network;
  /** Name of the Auto Scaling group and of the capacity provider, and start of every generated name. */
  readonly name: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /**
   * In the order of preference; several must be of one size.
   * @default ["t3.micro"]
   */
  readonly instanceTypes?: readonly string[];
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
   * Tags of the group, its instances and their volumes, which a provider's default tags do not reach.
   * @default {}
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** EC2 instances that carry a cluster's tasks, scaled by one strategy and drained before they go. */
export class InstanceCapacity extends Construct {
  readonly securityGroup: InstanceSecurityGroup;
  readonly role: InstanceRole;
  readonly launchTemplate: LaunchTemplate;
  readonly group: AutoScalingGroup;
  readonly provider: CapacityProvider;
  /**
   * What a service on these instances must depend on, so that it is gone before anything below it: the service, then
   * the cluster's association, the capacity provider, the group, and last the rights and ways of its instances.
   */
  readonly ready: readonly ITerraformDependable[];
  /** What ties the capacity provider to the cluster: the first of these. */
  readonly association: ITerraformDependable;

  constructor(scope: Construct, id: string, props: InstanceCapacityProps) {
    super(scope, id);
    const scaling = props.scaling ?? { kind: "cpu-target" };
    validate(this, scalesFromItsMinimum(props.minInstances, scaling));
    this.securityGroup = new InstanceSecurityGroup(this, "security-group", {
      vpcId: props.network.vpcId,
      name: props.name,
      ssh: props.ssh,
    });
    this.role = new InstanceRole(this, "role", { name: props.name, partition: props.partition });
    this.launchTemplate = this.addLaunchTemplate(props);
    this.group = this.addGroup(props, scaling);
    this.provider = new CapacityProvider(this, "provider", {
      name: props.name,
      autoScalingGroupArn: this.group.arn,
      managedScaling: scaling.kind === "managed" ? scaling : undefined,
    });
    this.association = this.associate(props.cluster);
    this.ready = [this.association];
    applyClusterScaling(this, { name: this.group.name, clusterName: props.cluster.name }, scaling);
  }

  private addLaunchTemplate(props: InstanceCapacityProps): LaunchTemplate {
    return new LaunchTemplate(this, "launch-template", {
      name: props.name,
      instanceType: props.instanceTypes?.[0] ?? "t3.micro",
      architecture: props.architecture ?? "x86_64",
      rootVolumeGiB: props.rootVolumeGiB ?? 30,
      instanceProfileArn: this.role.profile.arn,
      securityGroupId: this.securityGroup.securityGroupId,
      publicAddresses: props.network.workloadsArePublic ? "by-subnet" : "never",
      metadataHopLimit: props.metadataHopLimit ?? 1,
      userData: userData({
        clusterName: props.cluster.name,
        imagePullBehavior: props.imagePullBehavior ?? "once",
        spot: (props.spotPercent ?? 0) > 0,
      }),
      keyName: props.ssh?.keyName,
      tags: props.tags ?? {},
    });
  }

  private addGroup(props: InstanceCapacityProps, scaling: ClusterScaling): AutoScalingGroup {
    return new AutoScalingGroup(this, "group", {
      name: props.name,
      launchTemplate: this.launchTemplate,
      subnetIds: props.network.workloadSubnetIds,
      minInstances: props.minInstances ?? 1,
      maxInstances: props.maxInstances ?? 5,
      instanceTypes: props.instanceTypes ?? ["t3.micro"],
      spotPercent: props.spotPercent ?? 0,
      instanceWarmupSeconds: props.instanceWarmupSeconds ?? 120,
      scaleInProtection: scaling.kind === "managed" && (scaling.terminationProtection ?? false),
      tags: props.tags ?? {},
      // An instance that loses its rights or its way out while tasks drain never reports that they ended.
      dependsOn: [
        ...this.role.policies,
        ...this.securityGroup.node.children.filter((child) =>
          TerraformResource.isTerraformResource(child),
        ),
        ...props.network.egress,
      ],
    });
  }

  /**
   * A provider that is made anew keeps its name, so that its association would not change, and yet is in its way: the
   * cluster must let the old one go first. Only the id tells such a replacement from a mere update.
   */
  private associate(cluster: Cluster): ITerraformDependable {
    const { resource, name } = this.provider;
    const association = cluster.associateCapacityProviders([{ provider: name, weight: 1 }]);
    association.lifecycle = {
      replaceTriggeredBy: [`${resource.terraformResourceType}.${resource.friendlyUniqueId}.id`],
    };
    return association;
  }
}

/** An empty group has no CPU to measure, so that only ECS, which counts waiting tasks, can start its first instance. */
function scalesFromItsMinimum(minInstances: number | undefined, scaling: ClusterScaling) {
  return () =>
    minInstances === 0 && scaling.kind !== "managed"
      ? `\`minInstances\` must be 1 or more with the scaling strategy "${scaling.kind}", got 0: an empty group reports no CPU and would stay empty. Use "managed" to scale from 0.`
      : undefined;
}
