import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { validate } from "../validation";
import { zoneChecks, zoneNames } from "./availability-zones";
import { ANYWHERE, type Network } from "./network";
import { zoneIds } from "./subnets";

export interface DefaultVpcProps {
  readonly kind: "default-vpc";
  /** Names of 2 or 3 zones, such as `us-east-2a`. @default the first zones of the region */
  readonly availabilityZones?: readonly string[];
  /** How many of the region's zones to use, 2 or 3. @default 3 */
  readonly zoneCount?: number;
}

/**
 * The account's default VPC and its default subnets. They are only looked up, and never changed or destroyed.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
 */
export class DefaultVpc extends Construct implements Network {
  readonly vpcId: string;
  readonly publicSubnetIds: readonly string[];
  readonly workloadSubnetIds: readonly string[];
  readonly workloadsArePublic = true;
  readonly privateRouteTableIds: readonly string[] = [];
  readonly egress: readonly ITerraformDependable[] = [];
  readonly httpsDestinations = [ANYWHERE];

  constructor(scope: Construct, id: string, props: DefaultVpcProps) {
    super(scope, id);
    validate(this, ...zoneChecks(props));
    this.vpcId = new DataAwsVpc(this, "Default", { default: true }).id;
    this.publicSubnetIds = this.lookUpSubnets(zoneNames(this, props));
    this.workloadSubnetIds = this.publicSubnetIds;
  }

  private lookUpSubnets(names: readonly string[]): readonly string[] {
    return zoneIds.flatMap((zone, index) => {
      const availabilityZone = names[index];
      if (availabilityZone === undefined) return [];
      const subnet = new DataAwsSubnet(this, zone, {
        vpcId: this.vpcId,
        availabilityZone,
        defaultForAz: true,
        lifecycle: { postcondition: [givesPublicAddresses] },
      });
      return [subnet.id];
    });
  }
}

/** Without public addresses, workloads here cannot reach anything, and instances cannot join their cluster. */
const givesPublicAddresses = {
  condition: "${self.map_public_ip_on_launch}",
  errorMessage:
    "The default subnet assigns no public addresses. Turn on its auto-assign public IPv4 address, or use a network of kind own or existing.",
};
