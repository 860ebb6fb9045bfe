import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ListenerRule } from "../load-balancing/listener-rule";
import { TargetGroup } from "../load-balancing/target-group";
import type { BalancedServiceProps } from "../service/balanced-service";
import { ContainerService } from "../service/container-service";
import type { GuestServiceProps } from "../service/container-service-props";
import type { PreviewRouting } from "./preview-ground";
import type { SharedGround } from "./shared-ground";

export interface PreviewServiceProps extends Omit<
  GuestServiceProps,
  | "capacity"
  | "formerRevisions"
  | "loadBalancer"
  | "moreLoadBalancers"
  | "scaling"
  | "scheduledTasks"
> {
  /** Name of the preview; an expression. */
  readonly preview: string;
  readonly ground: SharedGround;
  readonly routing: PreviewRouting;
  /** Paths of the service, as its system has them. */
  readonly paths: readonly string[];
  readonly targets: BalancedServiceProps["targets"];
  /** The rule of a service whose paths come first. @default none */
  readonly after?: ITerraformDependable;
}

/** A copy of a service, on the cluster and the load balancer of its system, with a fixed number of tasks. */
export class PreviewService extends Construct {
  readonly rule: ListenerRule;

  constructor(scope: Construct, id: string, props: PreviewServiceProps) {
    super(scope, id);
    const { ground, container, preview, routing, paths, after } = props;
    const targetGroup = new TargetGroup(this, "target-group", {
      ...props.targets,
      vpcId: ground.vpcId,
      namePrefix: "http-",
      targetType: ground.targetType,
    });
    this.rule = new ListenerRule(this, "rule", {
      listener: ground.listener,
      paths,
      ...(routing.kind === "host"
        ? { host: `${preview}.${routing.domainName}` }
        : { removedPrefix: `/${preview}` }),
      targets: [{ targetGroup, weight: 100 }],
      dependsOn: after === undefined ? undefined : [after],
    });
    new ContainerService(this, "Default", {
      ...props,
      capacity: ground,
      formerRevisions: "deregistered",
      scaling: undefined,
      loadBalancer: {
        containerName: container.name,
        containerPort: container.port,
        targetGroupArn: targetGroup.arn,
        listener: this.rule.resource,
      },
    });
  }
}
