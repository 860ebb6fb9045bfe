import { Apigatewayv2VpcLink } from "@cdktf/provider-aws/lib/apigatewayv2-vpc-link";
import { Construct } from "constructs";
import type { Network } from "../../network/network";
import type { HttpEntry } from "../../load-balancing/http-entry";
import { type ReachableTasks, SecurityGroup, port } from "../../network/security-group";
import { atLeast, validate } from "../../validation";

export interface VpcLinkProps {
  readonly name: string;
  readonly network: Network;
}

/**
 * Connects an HTTP API to a network: network interfaces in the workloads' subnets that only reach what `reach` and
 * `reachBalancer` allow.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
 */
export class VpcLink extends Construct {
  readonly resource: Apigatewayv2VpcLink;
  readonly securityGroup: SecurityGroup;
  readonly linkId: string;

  constructor(scope: Construct, id: string, { name, network }: VpcLinkProps) {
    super(scope, id);
    validate(this, atLeast("network's subnets", network.workloadSubnetIds, 2));
    this.securityGroup = new SecurityGroup(this, "security-group", {
      vpcId: network.vpcId,
      namePrefix: `${name.slice(0, 80)}-link-`,
      description: `Link of the API ${name} into its network`,
    });
    this.resource = new Apigatewayv2VpcLink(this, "Default", {
      name,
      securityGroupIds: [this.securityGroup.securityGroupId],
      subnetIds: [...network.workloadSubnetIds],
      // API Gateway does not delete a link that an integration refers to.
      lifecycle: { createBeforeDestroy: true },
    });
    this.linkId = this.resource.id;
  }

  /** Allows connections to a port of tasks. */
  reach(tasks: ReachableTasks, containerPort: number): void {
    this.securityGroup.reach(tasks, containerPort, "Requests of the HTTP API");
  }

  /** Allows connections to a load balancer. */
  reachBalancer({ loadBalancer, listeners }: HttpEntry): void {
    this.securityGroup.allowTo(
      "load-balancer",
      loadBalancer.securityGroup,
      port(listeners.port),
      "Requests of the HTTP API",
    );
  }
}
