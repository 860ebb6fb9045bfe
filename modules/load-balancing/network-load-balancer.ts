import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { Construct } from "constructs";
import { loadBalancerName } from "../../aws/networking/load-balancing";
import type { Network } from "../network/network";
import { SecurityGroup, port } from "../network/security-group";
import { madeAnewWith } from "../made-anew-with";
import { matches, validate } from "../validation";
import type { HttpEntry } from "./http-entry";

export interface NetworkLoadBalancerProps {
  /** At most 32 letters, digits and hyphens, unique in account and region. */
  readonly name: string;
  readonly network: Network;
  /** The Application Load Balancer that receives every connection, and its listener. */
  readonly target: Pick<HttpEntry, "loadBalancer" | "listeners">;
  /** Path of the health check. Any response, even an error, counts as healthy. */
  readonly healthCheckPath: string;
  /** Whether AWS refuses to delete it (ELB.6). @default true */
  readonly deletionProtection?: boolean;
}

/**
 * An internal Network Load Balancer that forwards every connection to an Application Load Balancer: the only target
 * that a VPC link v1 supports.
 *
 * Its target is the load balancer itself, because the load balancer's addresses change without notice.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html
 */
export class NetworkLoadBalancer extends Construct {
  readonly resource: Lb;
  readonly securityGroup: SecurityGroup;
  readonly arn: string;
  /** Resources that a VPC link must wait for, and that outlive it. */
  readonly listener: LbListener;

  constructor(scope: Construct, id: string, props: NetworkLoadBalancerProps) {
    super(scope, id);
    validate(this, matches("name", props.name, loadBalancerName));
    const { loadBalancer, listeners } = props.target;
    this.securityGroup = this.addSecurityGroup(props);
    this.securityGroup.allowTo(
      "target",
      loadBalancer.securityGroup,
      port(listeners.port),
      "Requests of the API and health checks",
    );
    this.resource = this.addBalancer(props);
    this.arn = this.resource.arn;
    this.listener = this.listen(this.addTarget(props), listeners.port);
  }

  private addSecurityGroup({ name, network }: NetworkLoadBalancerProps): SecurityGroup {
    return new SecurityGroup(this, "security-group", {
      vpcId: network.vpcId,
      namePrefix: `${name}-`,
      description: `Load balancer ${name}`,
    });
  }

  private addBalancer({ name, network, deletionProtection }: NetworkLoadBalancerProps): Lb {
    return new Lb(this, "Default", {
      name,
      loadBalancerType: "network",
      internal: true,
      subnets: [...network.workloadSubnetIds],
      securityGroups: [this.securityGroup.securityGroupId],
      // A VPC link connects through PrivateLink from addresses that no rule can name. Nothing else is allowed.
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "off",
      enableDeletionProtection: deletionProtection ?? true,
    });
  }

  private addTarget({ network, target, healthCheckPath }: NetworkLoadBalancerProps): LbTargetGroup {
    const { loadBalancer, listeners } = target;
    const group = new LbTargetGroup(this, "target-group", {
      vpcId: network.vpcId,
      namePrefix: "alb-",
      targetType: "alb",
      protocol: "TCP",
      port: listeners.port,
      healthCheck: {
        enabled: true,
        protocol: listeners.protocol.toUpperCase(),
        path: healthCheckPath,
        // The load balancer is healthy when it responds. It returns 404 for paths without a rule.
        matcher: "200-499",
      },
      lifecycle: {
        createBeforeDestroy: true,
        // AWS allows a target group on one load balancer only. A replacement load balancer for the next VPC link needs
        // another group.
        ...madeAnewWith(this.resource),
      },
    });
    new LbTargetGroupAttachment(this, "attachment", {
      targetGroupArn: group.arn,
      targetId: loadBalancer.arn,
      port: listeners.port,
      // AWS accepts a load balancer as a target only while it listens on the port.
      dependsOn: [listeners.serving],
    });
    return group;
  }

  private listen({ arn }: LbTargetGroup, number: number): LbListener {
    return new LbListener(this, "listener", {
      loadBalancerArn: this.arn,
      port: number,
      protocol: "TCP",
      defaultAction: [{ type: "forward", targetGroupArn: arn }],
      // The old link and its load balancer serve requests until the API has switched to the new ones.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
