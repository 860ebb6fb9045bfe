import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { RoutedSubnet, type VpcZone } from "./routed-subnet";

export interface SubnetsProps {
  /** Start of the `Name` tags. */
  readonly name: string;
  readonly vpcId: string;
  readonly zones: readonly VpcZone[];
}

/** One subnet a zone whose way out is the VPC's internet gateway; for load balancers and NAT gateways. */
export class PublicSubnets extends Construct {
  readonly internetGateway: InternetGateway;
  readonly subnets: readonly RoutedSubnet[];
  /** The way from the subnets to the internet. */
  readonly routes: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: SubnetsProps) {
    super(scope, id);
    const { name, vpcId, zones } = props;
    this.internetGateway = new InternetGateway(this, "gateway", { vpcId, tags: { Name: name } });
    const routeTable = new RouteTable(this, "routes", { vpcId, tags: { Name: `${name}-public` } });
    const route = new Route(this, "internet", {
      routeTableId: routeTable.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: this.internetGateway.id,
    });
    this.subnets = zones.map(
      (zone) =>
        new RoutedSubnet(this, zone.zone, {
          name: `${name}-public-${zone.zone}`,
          vpcId,
          zone,
          cidr: zone.publicCidr,
          routeTableId: routeTable.id,
          // AWS refuses a public load balancer in a VPC without a gateway, and detaches no gateway while there is one:
          // whatever refers to the subnet comes after the gateway and goes before it.
          dependsOn: [this.internetGateway],
        }),
    );
    this.routes = [route, ...this.subnets.map(({ association }) => association)];
  }
}
