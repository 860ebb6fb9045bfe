import { type CidrBlock, formatCidr, overlap, parseCidr, partOf } from "./cidr-block";

/** Names of a network's zones: parts of Terraform addresses, so that a zone keeps its subnets whatever AWS calls it. */
export const zoneIds = ["zone-a", "zone-b", "zone-c"] as const;
export type ZoneId = (typeof zoneIds)[number];

/** One zone's share of a VPC. */
export interface ZoneLayout {
  readonly zone: ZoneId;
  readonly publicCidr: string;
  readonly privateCidr: string;
}

/** A subnet is a 256th of its VPC: a /24 of a /16. */
const subnetBits = 8;
const firstPublicPart = 0;
const firstPrivatePart = 100;

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const largestVpc = 16;
/**
 * A load balancer wants subnets of /27 or larger, and so a VPC of /19 or larger.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 */
const smallestVpc = 27 - subnetBits;

/** What a container instance itself uses, so that no VPC can: Docker's bridge. */
const dockerBridge: CidrBlock = { address: 0xac110000, prefix: 16 };

/**
 * The subnets of a VPC over its first `zoneCount` zones: the VPC is cut into 256 equal parts; zone a, b and c get the
 * parts 0, 1 and 2 as public subnets and 100, 101 and 102 as private ones. 10.0.0.0/16 gives 10.0.0.0/24 and
 * 10.0.100.0/24 to zone a; 10.20.64.0/19 gives it 10.20.64.0/27 and 10.20.76.128/27.
 */
export function subnetLayout(vpcCidr: string, zoneCount: number): readonly ZoneLayout[] {
  const vpc = parseCidr(vpcCidr);
  if (vpc === undefined) throw new Error(`\`cidr\` ${wants}, got ${vpcCidr}.`);
  const part = (index: number) => formatCidr(partOf(vpc, subnetBits, index));
  return zoneIds.slice(0, zoneCount).map((zone, index) => ({
    zone,
    publicCidr: part(firstPublicPart + index),
    privateCidr: part(firstPrivatePart + index),
  }));
}

/** Why no VPC of this layout can have the block, or undefined when one can. */
export function vpcCidrProblem(cidr: string): string | undefined {
  const vpc = parseCidr(cidr);
  if (vpc === undefined || vpc.prefix < largestVpc) return `\`cidr\` ${wants}, got ${cidr}.`;
  if (vpc.prefix > smallestVpc) {
    return (
      `\`cidr\` ${wants}, got ${cidr}: a subnet is a 256th of the VPC, here a /${vpc.prefix + subnetBits}, ` +
      `and a load balancer needs /27 or larger.`
    );
  }
  if (overlap(vpc, dockerBridge)) {
    return (
      `\`cidr\` must not overlap ${formatCidr(dockerBridge)}, got ${cidr}: Docker's bridge on each container ` +
      `instance has that block, and its tasks could not reach the VPC.`
    );
  }
  return undefined;
}

const wants = `must be an IPv4 block from /${largestVpc} to /${smallestVpc} without host bits, such as 10.0.0.0/16`;
