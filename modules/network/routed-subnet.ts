import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ZoneId, ZoneLayout } from "./subnet-layout";

/** A zone of a VPC of our own: its share of the addresses, and the zone of AWS that it stands for. */
export interface VpcZone extends ZoneLayout {
  /** Name such as `us-east-2a`. */
  readonly availabilityZone: string;
  /** Whether the name was given, and not looked up. */
  readonly pinned: boolean;
}

export interface RoutedSubnetProps {
  /** The `Name` tag. */
  readonly name: string;
  readonly vpcId: string;
  readonly zone: VpcZone;
  readonly cidr: string;
  readonly routeTableId: string;
  /** What must exist before anything is put into the subnet. */
  readonly dependsOn?: ITerraformDependable[];
}

/** A subnet and the route table that it follows. */
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
      // EC2.15. Load balancers and NAT gateways bring public addresses of their own; workloads have private subnets.
      mapPublicIpOnLaunch: false,
      tags: { Name: name },
      dependsOn,
      // What a look-up finds changes when AWS opens a zone or one fails: a subnet stays where it was made.
      ...(zone.pinned ? {} : { lifecycle: { ignoreChanges: ["availability_zone"] } }),
    });
    this.subnetId = this.resource.id;
    this.association = new RouteTableAssociation(this, "routes", {
      subnetId: this.subnetId,
      routeTableId: this.routeTableId,
    });
  }
}
