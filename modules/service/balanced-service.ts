import { Construct } from "constructs";
import type { HttpEntry } from "../load-balancing/http-entry";
import { ListenerRule, type PathsProps } from "../load-balancing/listener-rule";
import { TargetGroup, type TargetGroupProps } from "../load-balancing/target-group";
import { ServiceAlarms, type ServiceAlarmsProps } from "../observability/service-alarms";
import { ContainerService, type ContainerServiceProps } from "./container-service";

/** Which requests of a load balancer a service gets. */
export type Route =
  | { readonly kind: "everything" }
  | ({ readonly kind: "paths" } & PathsProps)
  /** Those of a rule that forwards to the service's target group already. */
  | { readonly kind: "rule"; readonly rule: ListenerRule };

export interface BalancedServiceProps extends Omit<
  ContainerServiceProps,
  "loadBalancer" | "registry" | "scaling"
> {
  readonly entry: HttpEntry;
  readonly route: Route;
  readonly targets: Pick<
    TargetGroupProps,
    "healthCheck" | "protocolVersion" | "deregistrationDelaySeconds"
  >;
  /** @default one of its own, of `targets` */
  readonly targetGroup?: TargetGroup;
  readonly scaling?: Omit<NonNullable<ContainerServiceProps["scaling"]>, "requestCount">;
  /** @default none */
  readonly alarms?: Pick<ServiceAlarmsProps, "name" | "topicArn">;
}

/** A program in containers behind a load balancer. */
export class BalancedService extends Construct {
  readonly targetGroup: TargetGroup;
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
      loadBalancer: {
        containerName: container.name,
        containerPort: container.port,
        targetGroupArn: this.targetGroup.arn,
        listener:
          (route.kind === "rule" ? route.rule : this.rule)?.resource ?? entry.listeners.serving,
      },
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

  private addAlarms({ alarms, entry }: BalancedServiceProps): void {
    if (alarms === undefined) return;
    new ServiceAlarms(this, "alarms", {
      ...alarms,
      loadBalancerArnSuffix: entry.loadBalancer.arnSuffix,
      targetGroupArnSuffix: this.targetGroup.arnSuffix,
    });
  }
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
