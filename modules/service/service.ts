import {
  EcsService,
  type EcsServiceConfig,
  type EcsServiceVolumeConfiguration,
} from "@cdktf/provider-aws/lib/ecs-service";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { deploymentDefaults } from "../../aws/defaults";
import { validate } from "../validation";
import {
  advancedConfiguration,
  type BlueGreen,
  blueGreenArguments,
  minutesToShift,
} from "./blue-green/blue-green";
import { capacityArguments, type ServiceCapacity } from "./service-capacity";
import { serviceChecks } from "./service-checks";
import { connectArguments, type ConnectedService } from "./connections/service-connect";
import { registryArguments, type ServiceRegistry } from "./connections/service-registry";
import type { TaskDefinition } from "./task-definition/task-definition";

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html */
export type PlacementStrategy =
  | { readonly type: "binpack"; readonly field: "cpu" | "memory" }
  | { readonly type: "spread"; readonly field: "attribute:ecs.availability-zone" | "instanceId" };

export interface ServiceLoadBalancer {
  readonly containerName: string;
  readonly containerPort: number;
  readonly targetGroupArn: string;
  /** The listener or rule that forwards to the target group. ECS rejects a group that no load balancer uses. */
  readonly listener: ITerraformDependable;
}

/** Subnets of tasks with their own address. */
export interface ServiceNetwork {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** Only for Fargate in public subnets without NAT, which could not pull its image otherwise. @default false */
  readonly assignPublicIp?: boolean;
}

export interface ServiceProps {
  readonly name: string;
  readonly clusterArn: string;
  readonly clusterName: string;
  readonly taskDefinition: TaskDefinition;
  readonly capacity: ServiceCapacity;
  /** @default "REPLICA" */
  readonly schedulingStrategy?: "REPLICA" | "DAEMON";
  /** Tasks of a REPLICA service. With scaling strategies, only the initial number. @default 1 */
  readonly desiredCount?: number;
  /** On EC2, in order of precedence. @default - ECS spreads tasks across zones */
  readonly placementStrategies?: readonly PlacementStrategy[];
  /** Percent of the desired tasks that keep running during a deployment. @default - AWS's: 100, or 0 for DAEMON */
  readonly minimumHealthyPercent?: number;
  /** Percent of the desired tasks that may run during a deployment. @default - AWS's: 200 */
  readonly maximumPercent?: number;
  /** Whether a deployment whose tasks keep failing is stopped and rolled back. @default true for REPLICA without `blueGreen` */
  readonly circuitBreaker?: boolean;
  /** Alarms that roll a deployment back. @default none */
  readonly rollbackAlarmNames?: readonly string[];
  /** Whether ECS moves tasks to balance the zones. @default - true if the other settings allow it */
  readonly availabilityZoneRebalancing?: boolean;
  /** @default none */
  readonly loadBalancer?: ServiceLoadBalancer;
  /** Other target groups, for other ports of the tasks; at most 4. @default none */
  readonly moreLoadBalancers?: readonly ServiceLoadBalancer[];
  /** Service discovery without a load balancer, for tasks with their own address. @default none */
  readonly registry?: ServiceRegistry;
  /** Service Connect, by which it calls others and is called by its name. @default none */
  readonly connect?: ConnectedService;
  /** Blue/green deployments by ECS. @default rolling updates */
  readonly blueGreen?: BlueGreen;
  /** Seconds after a task's start during which ECS ignores the load balancer's health checks. @default 0 */
  readonly healthCheckGracePeriodSeconds?: number;
  /** For tasks with their own address. @default none */
  readonly network?: ServiceNetwork;
  /** Whether an apply waits for the deployment to end, and fails when ECS rolled it back. @default false */
  readonly waitForSteadyState?: boolean;
  /** Volume of EBS that ECS attaches to each task, as its task definition names it. @default none */
  readonly disk?: EcsServiceVolumeConfiguration;
  /** What else must exist before the first task, such as the routes for pulling its image. @default none */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * An ECS service.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
 */
export class Service extends Construct {
  readonly resource: EcsService;
  readonly name: string;
  readonly clusterName: string;
  readonly schedulingStrategy: "REPLICA" | "DAEMON";
  readonly desiredCount: number | undefined;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    this.clusterName = props.clusterName;
    this.schedulingStrategy = props.schedulingStrategy ?? "REPLICA";
    const replica = this.schedulingStrategy === "REPLICA";
    this.desiredCount = replica ? (props.desiredCount ?? 1) : undefined;
    validate(this, ...serviceChecks(props));
    this.resource = new EcsService(this, "Default", {
      name: props.name,
      cluster: props.clusterArn,
      taskDefinition: props.taskDefinition.arn,
      schedulingStrategy: this.schedulingStrategy,
      desiredCount: this.desiredCount,
      ...capacityArguments(props.capacity),
      orderedPlacementStrategy: placementArguments(props.placementStrategies),
      deploymentMinimumHealthyPercent: props.minimumHealthyPercent,
      deploymentMaximumPercent: props.maximumPercent,
      ...(replica && (props.circuitBreaker ?? props.blueGreen === undefined)
        ? { deploymentCircuitBreaker: { enable: true, rollback: true } }
        : {}),
      ...blueGreenArguments(props.blueGreen),
      alarms: rollbackOn(props.rollbackAlarmNames),
      availabilityZoneRebalancing: rebalances(props) ? "ENABLED" : "DISABLED",
      ...loadBalancerArguments(props),
      ...networkArguments(props.network),
      ...registryArguments(props.registry),
      ...connectArguments(props.connect),
      volumeConfiguration: props.disk,
      enableExecuteCommand: props.taskDefinition.enableExecuteCommand,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: props.waitForSteadyState ?? false,
      ...(props.waitForSteadyState
        ? { lifecycle: runsTheRelease(props.taskDefinition), ...timeToDeploy(props.blueGreen) }
        : {}),
      dependsOn: dependencies(props),
    });
    this.name = this.resource.name;
  }

  /** Lets alarms that exist only after the service's own resources roll its deployments back. */
  rollBackOn(alarmNames: readonly string[]): void {
    const alarms = rollbackOn(alarmNames);
    if (alarms !== undefined) this.resource.putAlarms(alarms);
  }

  /** Leaves the number of tasks to the autoscaler: Terraform sets the initial number and ignores later changes. */
  leaveDesiredCountToAutoscaler(): void {
    this.resource.lifecycle = { ...this.resource.lifecycle, ignoreChanges: ["desired_count"] };
  }

  /** Leaves the task definition to releases by something else: Terraform sets the first one and ignores later changes. */
  leaveTaskDefinitionToReleases(): void {
    const { ignoreChanges = [], ...lifecycle } = this.resource.lifecycle ?? {};
    // What an apply would check is which task definition the service runs.
    this.resource.lifecycle = {
      ...lifecycle,
      postcondition: undefined,
      ignoreChanges: [...(ignoreChanges === "all" ? [] : ignoreChanges), "task_definition"],
    };
  }
}

/** After a rollback the service is steady, too, and the deployment would look successful. */
function runsTheRelease({ resource }: TaskDefinition) {
  const { terraformResourceType: type, friendlyUniqueId: name } = resource;
  return {
    postcondition: [
      {
        condition: `\${self.task_definition == ${type}.${name}.arn}`,
        errorMessage:
          "ECS rolled the deployment back: the service runs its former task definition. See the service's events for the reason, and deploy a release that starts.",
      },
    ],
  };
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html */
function rollbackOn(alarmNames: readonly string[] = []): EcsServiceConfig["alarms"] {
  return alarmNames.length === 0
    ? undefined
    : { alarmNames: [...alarmNames], enable: true, rollback: true };
}

/** The provider waits for 20 minutes, which a slow shift exceeds: the apply would fail while the deployment goes on. */
function timeToDeploy(blueGreen: BlueGreen | undefined): Pick<EcsServiceConfig, "timeouts"> {
  if (blueGreen === undefined) return {};
  const limit = `${PROVIDER_WAIT_MINUTES + minutesToShift(blueGreen)}m`;
  return { timeouts: { create: limit, update: limit } };
}

const PROVIDER_WAIT_MINUTES = 20;

function placementArguments(strategies: readonly PlacementStrategy[] = []) {
  return strategies.length === 0 ? undefined : strategies.map((strategy) => ({ ...strategy }));
}

/** Always set explicitly, because the defaults of AWS and the provider have changed between versions. */
function rebalances(props: ServiceProps): boolean {
  const first = props.placementStrategies?.[0];
  return (
    props.availabilityZoneRebalancing ??
    (props.schedulingStrategy !== "DAEMON" &&
      (props.maximumPercent ?? deploymentDefaults.maximumPercent) > 100 &&
      (first === undefined || first.field === "attribute:ecs.availability-zone"))
  );
}

function loadBalancerArguments(props: ServiceProps): Partial<EcsServiceConfig> {
  if (props.loadBalancer === undefined) return {};
  const { containerName, containerPort, targetGroupArn } = props.loadBalancer;
  return {
    loadBalancer: [
      {
        containerName,
        containerPort,
        targetGroupArn,
        ...advancedConfiguration(props.blueGreen),
      },
      ...(props.moreLoadBalancers ?? []).map(
        ({ containerName, containerPort, targetGroupArn }) => ({
          containerName,
          containerPort,
          targetGroupArn,
        }),
      ),
    ],
    healthCheckGracePeriodSeconds: props.healthCheckGracePeriodSeconds,
  };
}

function networkArguments(network: ServiceNetwork | undefined): Partial<EcsServiceConfig> {
  if (network === undefined) return {};
  return {
    networkConfiguration: {
      subnets: [...network.subnetIds],
      securityGroups: [...network.securityGroupIds],
      assignPublicIp: network.assignPublicIp ?? false,
    },
  };
}

/**
 * Terraform destroys in the opposite order: the service goes while its listener, its capacity and its roles' policies are
 * still there, and so drains.
 */
function dependencies(props: ServiceProps): ITerraformDependable[] {
  const { capacity, loadBalancer, moreLoadBalancers = [] } = props;
  const dependencies = [
    ...(loadBalancer === undefined ? [] : [loadBalancer.listener]),
    ...moreLoadBalancers.map(({ listener }) => listener),
    ...(capacity.kind === "capacity-providers" ? [capacity.association] : []),
    ...props.taskDefinition.policies,
    ...(props.blueGreen?.rolePolicies ?? []),
    ...(props.connect?.dependsOn ?? []),
    ...(props.dependsOn ?? []),
  ];
  return [...new Set(dependencies)];
}
