import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import type { PrivateSubnets, PublicSubnets, RoutedSubnet } from "./subnets";

export interface NatGatewaysProps {
  /** Prefix of the `Name` tags. */
  readonly name: string;
  /**
   * `per-zone`: a failed zone affects only its own internet access, and there are no charges for cross-zone traffic.
   * `single`: a third or half of the cost; the failure of zone a cuts every zone off.
   */
  readonly mode: "single" | "per-zone";
  readonly publicSubnets: PublicSubnets;
  readonly privateSubnets: PrivateSubnets;
}

/**
 * NAT gateways, and the default routes of the private subnets to them.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
export class NatGateways extends Construct {
  readonly gateways: readonly NatGateway[];
  /** Default routes of the private subnets, each to the gateway of its own zone if there is one. */
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: NatGatewaysProps) {
    super(scope, id);
    const { mode, publicSubnets, privateSubnets } = props;
    const homes = mode === "single" ? publicSubnets.subnets.slice(0, 1) : publicSubnets.subnets;
    this.gateways = homes.map((home) => this.createGateway(props, home));
    this.routes = privateSubnets.subnets.flatMap(({ zone, routeTableId }, index) => {
      const gateway = this.gateways[index] ?? this.gateways[0];
      return gateway ? [this.routeTo(gateway, zone, routeTableId)] : [];
    });
  }

  private createGateway({ name, publicSubnets }: NatGatewaysProps, home: RoutedSubnet): NatGateway {
    const tags = { Name: `${name}-nat-${home.zone}` };
    // Both require the VPC's internet gateway as long as they exist.
    const dependsOn = [publicSubnets.internetGateway];
    const address = new Eip(this, `${home.zone}-address`, { domain: "vpc", tags, dependsOn });
    return new NatGateway(this, home.zone, {
      allocationId: address.id,
      subnetId: home.subnetId,
      tags,
      dependsOn,
    });
  }

  private routeTo(gateway: NatGateway, zone: string, routeTableId: string): Route {
    return new Route(this, `${zone}-route`, {
      routeTableId,
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: gateway.id,
    });
  }
}
