import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { Construct } from "constructs";
import type { SubnetsProps } from "./public-subnets";
import { RoutedSubnet, type VpcZone } from "./routed-subnet";

/** One subnet a zone, each with a route table of its own, which leads nowhere until something adds a route. */
export class PrivateSubnets extends Construct {
  readonly subnets: readonly RoutedSubnet[];

  constructor(scope: Construct, id: string, props: SubnetsProps) {
    super(scope, id);
    this.subnets = props.zones.map((zone) => this.createSubnet(props, zone));
  }

  private createSubnet({ name, vpcId }: SubnetsProps, zone: VpcZone): RoutedSubnet {
    const tags = { Name: `${name}-private-${zone.zone}` };
    return new RoutedSubnet(this, zone.zone, {
      name: tags.Name,
      vpcId,
      zone,
      cidr: zone.privateCidr,
      routeTableId: new RouteTable(this, `${zone.zone}-routes`, { vpcId, tags }).id,
    });
  }
}
