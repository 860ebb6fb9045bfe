import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { formatCidr, parseCidr, partOf } from "../../aws/networking/network";

/**
 * Names of a network's zones. They are part of Terraform addresses, so that a zone keeps its subnets whatever its AWS
 * name.
 */
export const zoneIds = ["zone-a", "zone-b", "zone-c"] as const;
export type ZoneId = (typeof zoneIds)[number];

/** One zone's share of a VPC. */
export interface ZoneLayout {
  readonly zone: ZoneId;
  readonly publicCidr: string;
  readonly privateCidr: string;
}

/** A subnet is 1/256 of its VPC: a /24 in a /16. */
const subnetBits = 8;
const firstPublicPart = 0;
const firstPrivatePart = 100;

/**
 * The subnets of a VPC in its first `zoneCount` zones. The VPC is divided into 256 equal parts: zones a, b and c get
 * parts 0, 1 and 2 as public subnets and parts 100, 101 and 102 as private ones. 10.0.0.0/16 gives zone a 10.0.0.0/24
 * and 10.0.100.0/24; 10.20.64.0/19 gives it 10.20.64.0/27 and 10.20.76.128/27.
 */
export function subnetLayout(vpcCidr: string, zoneCount: number): readonly ZoneLayout[] {
  const vpc = parseCidr(vpcCidr);
  if (vpc === undefined) throw new Error(`\`cidr\` must be an IPv4 block, got ${vpcCidr}.`);
  const part = (index: number) => formatCidr(partOf(vpc, subnetBits, index));
  return zoneIds.slice(0, zoneCount).map((zone, index) => ({
    zone,
    publicCidr: part(firstPublicPart + index),
    privateCidr: part(firstPrivatePart + index),
  }));
}

/** A zone of an own VPC: its part of the CIDR block and its Availability Zone. */
export interface VpcZone extends ZoneLayout {
  /** Name such as `us-east-2a`. */
  readonly availabilityZone: string;
  /** Whether the name was given rather than looked up. */
  readonly pinned: boolean;
}

export interface RoutedSubnetProps {
  /** The `Name` tag. */
  readonly name: string;
  readonly vpcId: string;
  readonly zone: VpcZone;
  readonly cidr: string;
  readonly routeTableId: string;
  /** Resources that must exist before the subnet is used. */
  readonly dependsOn?: ITerraformDependable[];
}

/** A subnet and its route table. */
export class RoutedSubnet extends Construct {
  readonly resource: Subnet;
  readonly zone: ZoneId;
  readonly cidr: string;
  readonly subnetId: string;
  readonly routeTableId: string;
  readonly association: RouteTableAssociation;

  constructor(scope: Construct, id: string, props: RoutedSubnetProps) {
    super(scope, id);
    const { name, vpcId, zone, dependsOn } = props;
    this.zone = zone.zone;
    this.cidr = props.cidr;
    this.routeTableId = props.routeTableId;
    this.resource = new Subnet(this, "Default", {
      vpcId,
      cidrBlock: this.cidr,
      availabilityZone: zone.availabilityZone,
      // EC2.15. Load balancers and NAT gateways have their own public addresses, and workloads have private subnets.
      mapPublicIpOnLaunch: false,
      tags: { Name: name },
      dependsOn,
      // The result of a lookup changes if AWS opens a zone or one fails. A subnet stays in its original zone.
      ...(zone.pinned ? {} : { lifecycle: { ignoreChanges: ["availability_zone"] } }),
    });
    this.subnetId = this.resource.id;
    this.association = new RouteTableAssociation(this, "routes", {
      subnetId: this.subnetId,
      routeTableId: this.routeTableId,
    });
  }
}

export interface SubnetsProps {
  /** Prefix of the `Name` tags. */
  readonly name: string;
  readonly vpcId: string;
  readonly zones: readonly VpcZone[];
}

/** One subnet per zone, routed to the VPC's internet gateway, for load balancers and NAT gateways. */
export class PublicSubnets extends Construct {
  readonly internetGateway: InternetGateway;
  readonly subnets: readonly RoutedSubnet[];
  /** The route from the subnets to the internet. */
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
          // AWS refuses a public load balancer in a VPC without an internet gateway, and does not detach the gateway
          // while there is one. So everything that refers to the subnet is created after the gateway and destroyed
          // before it.
          dependsOn: [this.internetGateway],
        }),
    );
    this.routes = [route, ...this.subnets.map(({ association }) => association)];
  }
}

/** One subnet per zone, each with its own route table, which is empty until a route is added. */
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
