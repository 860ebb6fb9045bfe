import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import { regionOf } from "../aws-lookups";
import type { Network } from "./network";

export interface GatewayEndpointProps {
  readonly network: Pick<Network, "vpcId" | "privateRouteTableIds">;
  readonly service: "s3" | "dynamodb";
  /**
   * JSON of the endpoint's policy, such as one that names the only tables to be reached.
   * @default everything that the caller's own permissions allow
   */
  readonly policy?: string;
}

/**
 * A way from the private subnets to S3 or DynamoDB that needs no NAT gateway, and costs nothing.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export class GatewayEndpoint extends Construct {
  readonly resource: VpcEndpoint;

  constructor(scope: Construct, id: string, { network, service, policy }: GatewayEndpointProps) {
    super(scope, id);
    this.resource = new VpcEndpoint(this, "Default", {
      vpcId: network.vpcId,
      vpcEndpointType: "Gateway",
      serviceName: `com.amazonaws.${regionOf(this)}.${service}`,
      routeTableIds: [...network.privateRouteTableIds],
      policy,
      tags: { Name: service },
    });
  }
}
