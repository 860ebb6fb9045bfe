import { ApiGatewayVpcLink } from "@cdktf/provider-aws/lib/api-gateway-vpc-link";
import { Apigatewayv2VpcLink } from "@cdktf/provider-aws/lib/apigatewayv2-vpc-link";
import { Construct } from "constructs";
import type { Network } from "../../network/network";
import { SecurityGroup, port } from "../../network/security-group";
import type { ApplicationLoadBalancer } from "../../load-balancing/load-balancer";

/** A backend in private subnets, and the link that leads there. */
export interface PrivateBackend {
  /** Start of every URL, as in `http://<name of the balancer>`. */
  readonly url: string;
  readonly connectionId: string;
  /** ARN of the balancer behind a link of the newer kind. @default the link's own target */
  readonly integrationTarget?: string;
}

export interface NetworkLoadBalancerLinkProps {
  readonly name: string;
  readonly networkLoadBalancerArn: string;
}

/**
 * A link of the older kind, which leads to a Network Load Balancer.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/vpc-links-v1.html
 */
export class NetworkLoadBalancerLink extends Construct {
  readonly connectionId: string;

  constructor(scope: Construct, id: string, props: NetworkLoadBalancerLinkProps) {
    super(scope, id);
    this.connectionId = new ApiGatewayVpcLink(this, "Default", {
      name: props.name,
      targetArns: [props.networkLoadBalancerArn],
    }).id;
  }
}

export interface DirectLinkProps {
  readonly name: string;
  readonly network: Network;
  readonly loadBalancer: ApplicationLoadBalancer;
  /** Port of the balancer's listener. */
  readonly port: number;
}

/**
 * A link of the newer kind, which leads straight to an Application Load Balancer. For a REST API it needs the AWS
 * provider 6.25, which has the integration's `integration_target`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html
 */
export class DirectLink extends Construct {
  readonly connectionId: string;
  readonly securityGroup: SecurityGroup;
  readonly integrationTarget: string;

  constructor(
    scope: Construct,
    id: string,
    { name, network, loadBalancer, port: to }: DirectLinkProps,
  ) {
    super(scope, id);
    this.securityGroup = new SecurityGroup(this, "security-group", {
      vpcId: network.vpcId,
      namePrefix: `${name}-`,
      description: `VPC link ${name}`,
    });
    this.securityGroup.allowTo(
      "load-balancer",
      loadBalancer.securityGroup,
      port(to),
      "Requests of the API",
    );
    this.connectionId = new Apigatewayv2VpcLink(this, "Default", {
      name,
      securityGroupIds: [this.securityGroup.securityGroupId],
      subnetIds: [...network.workloadSubnetIds],
    }).id;
    this.integrationTarget = loadBalancer.arn;
  }
}
