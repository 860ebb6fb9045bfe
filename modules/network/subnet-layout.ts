import { formatCidr, parseCidr, partOf } from "../../aws/network";

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

/**
 * The subnets of a VPC over its first `zoneCount` zones: the VPC is cut into 256 equal parts; zone a, b and c get the
 * parts 0, 1 and 2 as public subnets and 100, 101 and 102 as private ones. 10.0.0.0/16 gives 10.0.0.0/24 and
 * 10.0.100.0/24 to zone a; 10.20.64.0/19 gives it 10.20.64.0/27 and 10.20.76.128/27.
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
