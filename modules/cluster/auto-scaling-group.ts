import {
  AutoscalingGroup as AwsAutoScalingGroup,
  type AutoscalingGroupConfig,
} from "@cdktf/provider-aws/lib/autoscaling-group";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { instancesPerCluster } from "../../aws/containers/ecs";
import { maintenanceSpan, warmPoolHasOneType } from "../../aws/compute/instance-groups";
import type { InstanceRequirements } from "../../aws/compute/instance-requirements";
import { atLeast, obeys, ordered, validate, within } from "../validation";
import { requirementArguments } from "./instance-requirements";

export interface AutoScalingGroupProps {
  readonly name: string;
  readonly launchTemplate: { readonly id: string; readonly version: string };
  readonly subnetIds: readonly string[];
  readonly minInstances: number;
  readonly maxInstances: number;
  /** In the order of preference. */
  readonly instanceTypes: readonly string[];
  /** Chosen by AWS instead of from `instanceTypes`. @default none */
  readonly instanceRequirements?: InstanceRequirements;
  readonly spotPercent: number;
  /**
   * Instances that have started once and wait. The agent must be told (`ECS_WARM_POOLS_CHECK`).
   * @default none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-warm-pool.html
   */
  readonly warmPool?: WarmPool;
  /** @default AWS ends an unhealthy instance before it starts another */
  readonly maintenance?: MaintenancePolicy;
  readonly instanceWarmupSeconds: number;
  readonly scaleInProtection: boolean;
  /** Whether a forecast may raise the maximum. */
  readonly maximumIsRaised: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly dependsOn: readonly ITerraformDependable[];
}

export interface WarmPool {
  readonly minInstances: number;
  /** Stopped instances cost their volumes only. */
  readonly state: "stopped" | "running";
}

/** @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-instance-maintenance-policy.html */
export interface MaintenancePolicy {
  readonly minHealthyPercent: number;
  readonly maxHealthyPercent: number;
}

const FREE_METRICS = [
  "GroupMinSize",
  "GroupMaxSize",
  "GroupDesiredCapacity",
  "GroupInServiceInstances",
  "GroupPendingInstances",
  "GroupTerminatingInstances",
  "GroupTotalInstances",
];

/**
 * The instances of a cluster. It has no desired capacity: that belongs to the strategy that scales the group.
 *
 * Its health check is EC2's own. Control AutoScaling.1 asks for the load balancer's where one is attached to the group;
 * here none is: ECS registers tasks, not instances, and a task that fails its check must cost a task, not a node.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-groups.html
 */
export class AutoScalingGroup extends Construct {
  readonly resource: AwsAutoScalingGroup;
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: AutoScalingGroupProps) {
    super(scope, id);
    validate(
      this,
      within("minInstances", props.minInstances, ...instancesPerCluster),
      within("maxInstances", props.maxInstances, 1, instancesPerCluster[1]),
      ordered("minInstances", props.minInstances, "maxInstances", props.maxInstances),
      within("spotPercent", props.spotPercent, 0, 100),
      obeys(warmPoolHasOneType, {
        warmPool: props.warmPool,
        instanceTypes: props.instanceTypes,
        instanceRequirements: props.instanceRequirements,
        spotPercent: props.spotPercent,
      }),
      ...(props.maintenance === undefined ? [] : [obeys(maintenanceSpan, props.maintenance)]),
      atLeast("instanceTypes", props.instanceTypes, 1),
      atLeast("network.workloadSubnetIds", props.subnetIds, 2),
    );
    this.resource = new AwsAutoScalingGroup(this, "Default", {
      // In full, not a prefix: after an interrupted apply a second group under a generated name would go unnoticed,
      // and its instances would join the cluster.
      name: props.name,
      minSize: props.minInstances,
      maxSize: props.maxInstances,
      vpcZoneIdentifier: [...props.subnetIds],
      healthCheckType: "EC2",
      defaultInstanceWarmup: props.instanceWarmupSeconds,
      enabledMetrics: FREE_METRICS,
      protectFromScaleIn: props.scaleInProtection,
      // ECS leaves the life-cycle hook of managed draining behind when its capacity provider goes, and nobody answers
      // it: each instance would wait an hour, Terraform gives up after ten minutes. By then the services are gone and
      // there is nothing to drain. Forced deletion drops pending hooks and scale-in protection.
      // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html
      forceDelete: true,
      instanceRefresh: rollingRefresh(),
      ...launchOf(props),
      ...(props.warmPool && {
        warmPool: {
          minSize: props.warmPool.minInstances,
          poolState: props.warmPool.state === "running" ? "Running" : "Stopped",
        },
      }),
      ...(props.maintenance && {
        instanceMaintenancePolicy: {
          minHealthyPercentage: props.maintenance.minHealthyPercent,
          maxHealthyPercentage: props.maintenance.maxHealthyPercent,
        },
      }),
      tag: tagsOf(props.tags),
      // The next apply would undo a forecast's change in the middle of the peak for which it was made.
      ...(props.maximumIsRaised ? { lifecycle: { ignoreChanges: ["max_size"] } } : {}),
      dependsOn: [...props.dependsOn],
    });
    this.name = this.resource.name;
    this.arn = this.resource.arn;
  }
}

/**
 * A change of the launch template replaces the instances, each new one before an old one, and rolls back when that fails.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
 */
function rollingRefresh() {
  return {
    strategy: "Rolling",
    preferences: {
      minHealthyPercentage: 100,
      maxHealthyPercentage: 110,
      autoRollback: true,
      skipMatching: true,
      // The default leaves instances that are protected from scale-in on the old version for ever.
      scaleInProtectedInstances: "Refresh",
    },
  };
}

/** One type at the list price needs no policy; several types, requirements, or Spot, are a mixed group. */
function launchOf(props: AutoScalingGroupProps): Partial<AutoscalingGroupConfig> {
  const { id, version } = props.launchTemplate;
  const { instanceRequirements: requirements } = props;
  if (requirements === undefined && props.instanceTypes.length === 1 && props.spotPercent === 0) {
    return { launchTemplate: { id, version } };
  }
  return {
    // A replacement starts when Spot capacity is at risk, not only when it is taken.
    capacityRebalance: props.spotPercent > 0,
    mixedInstancesPolicy: {
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: id, version },
        // Without weights: managed scaling counts instances, so that all types must be of one size.
        override:
          requirements === undefined
            ? props.instanceTypes.map((instanceType) => ({ instanceType }))
            : [{ instanceRequirements: groupRequirements(requirements) }],
      },
      instancesDistribution: {
        onDemandBaseCapacity: 0,
        onDemandPercentageAboveBaseCapacity: 100 - props.spotPercent,
        // Requirements put types in no order.
        onDemandAllocationStrategy: requirements === undefined ? "prioritized" : "lowest-price",
        spotAllocationStrategy: "price-capacity-optimized",
      },
    },
  };
}

/** Without GPUs, no accelerators of another kind either, which AWS would choose from, too. */
function groupRequirements(requirements: InstanceRequirements) {
  return { acceleratorCount: { max: 0 }, ...requirementArguments(requirements) };
}

/**
 * Instances and volumes get the tags from the launch template. `AmazonECSManaged` is what ECS itself puts on the group
 * of a capacity provider; without it here, every apply would take it away, and ECS the right to manage the group.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/asg-capacity-providers.html
 */
function tagsOf(tags: Readonly<Record<string, string>>) {
  return [
    ...Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: false })),
    { key: "AmazonECSManaged", value: "", propagateAtLaunch: true },
  ];
}
