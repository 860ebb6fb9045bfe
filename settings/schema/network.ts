import * as z from "zod";
import { overlap, parseCidr } from "../rules/cidr";
import { type Broken, broken, rule } from "../rules/rule";
import { choice, kindsOf, list, settings, text, textWithout, wholeNumber } from "./fields";
import { logRetentionDays } from "./log-retention";
import { REGION } from "./patterns";

const zoneCount = () => wholeNumber(2, 3);
const subnetId = text(
  "must be a subnet id: subnet- and 8 or 17 hexadecimal digits",
  /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
);
const subnetIds = () => list(subnetId, "subnets, each in a zone of its own", 2, 6);

const defaultVpc = settings({
  kind: z.literal("default-vpc"),
  /** Two or three zones of the environment's region. @default the region's first */
  availabilityZones: list(
    text('must be an availability zone, as in "us-east-2a"', new RegExp(`^${REGION}[a-z]$`)),
    "availability zones",
    2,
    3,
  ).optional(),
  /** @default the number of availabilityZones, or else 3 */
  zoneCount: zoneCount().optional(),
}).check(
  rule<{ availabilityZones?: string[]; zoneCount?: number }>(
    ["availabilityZones", "zoneCount"],
    ({ availabilityZones: zones, zoneCount: count }) =>
      zones === undefined || count === undefined || zones.length === count
        ? undefined
        : broken(
            "zoneCount",
            `must be the number of availabilityZones (${zones.length})`,
            count,
            "Leave it out.",
          ),
  ),
);

const existing = settings({
  kind: z.literal("existing"),
  vpcId: text(
    "must be the id of a VPC: vpc- and 8 or 17 hexadecimal digits",
    /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/,
  ),
  /** Subnets with a route to an internet gateway, for the load balancer. */
  publicSubnetIds: subnetIds(),
  /** Subnets for tasks and instances, with a way out by NAT or endpoints. @default the public ones */
  privateSubnetIds: subnetIds().optional(),
}).check(
  rule<{ publicSubnetIds: string[]; privateSubnetIds?: string[] }>(
    ["publicSubnetIds", "privateSubnetIds"],
    ({ publicSubnetIds, privateSubnetIds = [] }) =>
      privateSubnetIds.flatMap((id, index): Broken[] =>
        publicSubnetIds.includes(id)
          ? [
              broken(
                ["privateSubnetIds", index],
                "must not be among publicSubnetIds",
                id,
                "A subnet is public or private, by its route table.",
              ),
            ]
          : [],
      ),
  ),
);

const own = settings({
  kind: z.literal("own"),
  /** Cut into 256 parts, some of which become subnets. @default "10.0.0.0/16" */
  cidr: textWithout("must be an IPv4 block", vpcCidrProblem).default("10.0.0.0/16"),
  zoneCount: zoneCount(),
  /** How private subnets reach out: not at all but for AWS endpoints, one gateway for all zones, or one in each. */
  nat: choice("none", "single", "per-zone"),
  /** @default no flow logs */
  flowLogsRetentionDays: logRetentionDays().optional(),
});

/** Where an environment's systems run. */
export const network = z.discriminatedUnion(
  "kind",
  [defaultVpc, existing, own],
  kindsOf('must be an object with kind "default-vpc", "existing" or "own"'),
);

/** Blocks that no VPC may have, or that do not work in one. */
const reserved: Readonly<Record<string, string>> = {
  "172.17.0.0/16":
    "Docker's bridge has it on every instance, whose tasks could then not reach the VPC",
  "0.0.0.0/8": "AWS refuses it",
  "127.0.0.0/8": "AWS refuses it",
  "169.254.0.0/16": "AWS refuses it",
  "224.0.0.0/3": "AWS refuses it",
};

/**
 * A load balancer wants subnets of /27 or larger, and a subnet is a 256th of its VPC.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 */
function vpcCidrProblem(value: string): string | undefined {
  const block = parseCidr(value);
  if (block === undefined || block.prefix < 16 || block.prefix > 19) {
    return 'must be an IPv4 block from /16 to /19 without host bits, as in "10.0.0.0/16"';
  }
  const clash = Object.entries(reserved).find(([other]) => overlaps(block, other));
  return clash === undefined ? undefined : `must not overlap ${clash[0]} (${clash[1]})`;
}

function overlaps(block: { address: number; prefix: number }, other: string): boolean {
  const parsed = parseCidr(other);
  return parsed !== undefined && overlap(block, parsed);
}
