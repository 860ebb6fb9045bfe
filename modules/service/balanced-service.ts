import { Construct } from "constructs";
import { alarmDefaults } from "../../aws/defaults";
import type { HttpEntry } from "../load-balancing/http-entry";
import { ListenerRule, type PathsProps } from "../load-balancing/listener-rule";
import { TargetGroup, type TargetGroupProps } from "../load-balancing/target-group";
import { ServiceAlarms, type ServiceAlarmsProps } from "../observability/service-alarms";
import type { ServiceLoadBalancer } from "./service";
import type { Capacity } from "./service-capacity";
import { ContainerService } from "./container-service";
import type { ContainerServiceProps } from "./container-service-props";

/** Which requests of a load balancer a service gets. */
export type Route =
  | { readonly kind: "everything" }
  | ({ readonly kind: "paths" } & PathsProps)
  /** Those of a rule that forwards to the service's target group already. */
  | { readonly kind: "rule"; readonly rule: ListenerRule };

export interface BalancedServiceProps extends Omit<
  ContainerServiceProps,
  "loadBalancer" | "moreLoadBalancers" | "registry" | "scaling"
> {
  readonly capacity: Capacity;
  readonly entry: HttpEntry;
  readonly route: Route;
  readonly targets: Pick<
    TargetGroupProps,
    "healthCheck" | "protocolVersion" | "deregistrationDelaySeconds" | "stickiness"
  >;
  /** Other ports of the tasks, with requests and a health check of their own. @default none */
  readonly moreTargets?: readonly MoreTarget[];
  /** @default one of its own, of `targets` */
  readonly targetGroup?: TargetGroup;
  readonly scaling?: Omit<NonNullable<ContainerServiceProps["scaling"]>, "requestCount">;
  /** @default none */
  readonly alarms?: Pick<ServiceAlarmsProps, "name" | "topicArn" | "serverErrorPercent">;
  /** When its alarms roll a deployment back. @default no such alarms */
  readonly rollback?: Rollback;
}

/** A port of a service's tasks beside the one that its route leads to. */
export interface MoreTarget extends PathsProps {
  /** Unique among those of the service. */
  readonly name: string;
  readonly containerName: string;
  readonly port: number;
  readonly targets: BalancedServiceProps["targets"];
}

/** When alarms on a service's target group roll a deployment back. */
export interface Rollback extends Pick<
  ServiceAlarmsProps,
  "serverErrorPercent" | "latencyMilliseconds"
> {
  /** Start of the alarms' names, unique in account and region. */
  readonly alarmName: string;
  /** Minutes of trouble. ECS derives the bake time of a rolling update from them. @default 2 */
  readonly evaluationMinutes?: number;
}

/** A program in containers behind a load balancer. */
export class BalancedService extends Construct {
  readonly targetGroup: TargetGroup;
  /** Those of `moreTargets`, by name. */
  readonly moreTargetGroups = new Map<string, TargetGroup>();
  /** Undefined if the service gets every request, or if another construct owns the rule. */
  readonly rule: ListenerRule | undefined;
  readonly containers: ContainerService;
  /** Outputs of a stack with one service. */
  readonly outputs: Readonly<Record<"service_name" | "repository_url", string>>;

  constructor(scope: Construct, id: string, props: BalancedServiceProps) {
    super(scope, id);
    const { entry, capacity, container, route } = props;
    entry.loadBalancer.reach(capacity, container.port);
    this.targetGroup = props.targetGroup ?? addTargetGroup(this, "target-group", props);
    this.rule = this.addRule(props);
    this.containers = new ContainerService(this, "Default", {
      ...props,
      rollbackAlarmNames: [
        ...addRollbackAlarms(this, "rollback-alarms", props, this.targetGroup),
        ...(props.rollbackAlarmNames ?? []),
      ],
      loadBalancer: {
        containerName: container.name,
        containerPort: container.port,
        targetGroupArn: this.targetGroup.arn,
        listener:
          (route.kind === "rule" ? route.rule : this.rule)?.resource ?? entry.listeners.serving,
      },
      moreLoadBalancers: (props.moreTargets ?? []).map((target) => this.addTarget(target, props)),
      scaling: props.scaling && {
        ...props.scaling,
        requestCount: {
          loadBalancerArnSuffix: entry.loadBalancer.arnSuffix,
          targetGroupArnSuffix: this.targetGroup.arnSuffix,
        },
      },
    });
    this.outputs = {
      service_name: this.containers.service.name,
      repository_url: this.containers.image.repositoryUrl,
    };
    this.addAlarms(props);
  }

  private addRule({ entry, route }: BalancedServiceProps): ListenerRule | undefined {
    switch (route.kind) {
      case "everything":
        entry.listeners.forwardEverything(this.targetGroup);
        return undefined;
      case "paths":
        return new ListenerRule(this, "rule", {
          ...route,
          listener: entry.listeners.serving,
          targets: [{ targetGroup: this.targetGroup, weight: 100 }],
        });
      case "rule":
        return undefined;
    }
  }

  /** A target group and a rule for another port of the tasks. */
  private addTarget(
    { name, containerName, port, targets, ...route }: MoreTarget,
    { entry, capacity }: BalancedServiceProps,
  ): ServiceLoadBalancer {
    entry.loadBalancer.reach(capacity, port);
    const targetGroup = addTargetGroup(this, `${name}-target-group`, { entry, capacity, targets });
    this.moreTargetGroups.set(name, targetGroup);
    const { resource: listener } = new ListenerRule(this, `${name}-rule`, {
      ...route,
      listener: entry.listeners.serving,
      targets: [{ targetGroup, weight: 100 }],
    });
    return { containerName, containerPort: port, targetGroupArn: targetGroup.arn, listener };
  }

  private addAlarms({ alarms, entry }: BalancedServiceProps): void {
    if (alarms === undefined) return;
    new ServiceAlarms(this, "alarms", {
      ...alarms,
      loadBalancerArnSuffix: entry.loadBalancer.arnSuffix,
      targetGroupArnSuffix: this.targetGroup.arnSuffix,
    });
  }
}

/** @returns the names of alarms that roll a service's deployments back; none without `rollback` */
export function addRollbackAlarms(
  scope: Construct,
  id: string,
  {
    rollback,
    entry,
    healthCheckGracePeriodSeconds = 0,
  }: Pick<BalancedServiceProps, "rollback" | "entry" | "healthCheckGracePeriodSeconds">,
  targetGroup: TargetGroup,
): readonly string[] {
  if (rollback === undefined) return [];
  const { alarmName, evaluationMinutes = alarmDefaults.deploymentMinutes, ...limits } = rollback;
  // ECS forgives new tasks their failed checks during the grace period. The balancer counts them all the same.
  const graceMinutes = Math.ceil(healthCheckGracePeriodSeconds / 60);
  return new ServiceAlarms(scope, id, {
    ...limits,
    name: `${alarmName}-deployment`,
    evaluationMinutes,
    unhealthyMinutes: evaluationMinutes + graceMinutes,
    loadBalancerArnSuffix: entry.loadBalancer.arnSuffix,
    targetGroupArnSuffix: targetGroup.arnSuffix,
  }).names;
}

/** The target group of a service, which can be one of several. */
export function addTargetGroup(
  scope: Construct,
  id: string,
  { entry, capacity, targets }: Pick<BalancedServiceProps, "entry" | "capacity" | "targets">,
): TargetGroup {
  return new TargetGroup(scope, id, {
    ...targets,
    vpcId: entry.loadBalancer.vpcId,
    namePrefix: "http-",
    targetType: capacity.targetType,
  });
}
