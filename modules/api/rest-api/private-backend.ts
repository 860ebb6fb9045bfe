import { ApiGatewayVpcLink } from "@cdktf/provider-aws/lib/api-gateway-vpc-link";
import { Apigatewayv2VpcLink } from "@cdktf/provider-aws/lib/apigatewayv2-vpc-link";
import { Construct } from "constructs";
import type { Network } from "../../network/network";
import { SecurityGroup, port } from "../../network/security-group";
import type { HttpEntry } from "../../load-balancing/http-entry";
import {
  NetworkLoadBalancer,
  type NetworkLoadBalancerProps,
} from "../../load-balancing/network-load-balancer";

/** A backend in private subnets, and its VPC link. */
export interface PrivateBackend {
  /** Start of every URL, such as `http://<name of the balancer>`. */
  readonly url: string;
  readonly connectionId: string;
  /** ARN of the load balancer behind a VPC link v2. @default - the link's own target */
  readonly integrationTarget?: string;
}

/** API Gateway does not delete a link that an integration refers to, so the next link is created first. */
const REFERRED_TO = { lifecycle: { createBeforeDestroy: true } };

export interface BackendLinkProps {
  readonly name: string;
  readonly network: Network;
  /** The Application Load Balancer in front of the backend. */
  readonly entry: HttpEntry;
}

export interface NetworkLoadBalancerLinkProps extends BackendLinkProps {
  /** The load balancer between the API and the Application Load Balancer. */
  readonly networkLoadBalancer: Pick<
    NetworkLoadBalancerProps,
    "name" | "healthCheckPath" | "deletionProtection"
  >;
}

/**
 * A VPC link v1, which targets a Network Load Balancer.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/vpc-links-v1.html
 */
export class NetworkLoadBalancerLink extends Construct implements PrivateBackend {
  readonly url: string;
  readonly connectionId: string;

  constructor(scope: Construct, id: string, props: NetworkLoadBalancerLinkProps) {
    super(scope, id);
    const { name, network, entry } = props;
    const { arn, listener } = new NetworkLoadBalancer(this, "network-load-balancer", {
      ...props.networkLoadBalancer,
      network,
      target: entry,
    });
    this.url = entry.url;
    this.connectionId = new ApiGatewayVpcLink(this, "Default", {
      name,
      targetArns: [arn],
      dependsOn: [listener],
      ...REFERRED_TO,
    }).id;
  }
}

/**
 * A VPC link v2, which targets an Application Load Balancer. For a REST API it needs AWS provider 6.25, which
 * introduced `integration_target`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html
 */
export class DirectLink extends Construct implements PrivateBackend {
  readonly url: string;
  readonly connectionId: string;
  readonly securityGroup: SecurityGroup;
  readonly integrationTarget: string;

  constructor(scope: Construct, id: string, { name, network, entry }: BackendLinkProps) {
    super(scope, id);
    const { loadBalancer, listeners } = entry;
    this.url = entry.url;
    this.securityGroup = new SecurityGroup(this, "security-group", {
      vpcId: network.vpcId,
      namePrefix: `${name}-`,
      description: `VPC link ${name}`,
    });
    this.securityGroup.allowTo(
      "load-balancer",
      loadBalancer.securityGroup,
      port(listeners.port),
      "Requests of the API",
    );
    this.connectionId = new Apigatewayv2VpcLink(this, "Default", {
      name,
      securityGroupIds: [this.securityGroup.securityGroupId],
      subnetIds: [...network.workloadSubnetIds],
      ...REFERRED_TO,
    }).id;
    this.integrationTarget = loadBalancer.arn;
  }
}
