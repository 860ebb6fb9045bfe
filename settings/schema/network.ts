import * as aws from "../../aws/network";
import * as z from "zod";
import { REGION } from "../../aws/names";
import { type Broken, broken, rule } from "../rules/rule";
import { choice, kindsOf, list, settings, text, textOf, textWithout, wholeNumber } from "./fields";
import { logRetentionDays } from "./service";

const zoneCount = () => wholeNumber(...aws.zoneCount);
const subnetIds = () =>
  list(textOf(aws.subnetId), "subnets, each in a zone of its own", ...aws.subnetsPerBalancer);

const defaultVpc = settings({
  kind: z.literal("default-vpc"),
  /** Two or three zones of the environment's region. @default the region's first */
  availabilityZones: list(
    text('must be an availability zone, as in "us-east-2a"', new RegExp(`^${REGION}[a-z]$`)),
    "availability zones",
    ...aws.zoneCount,
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
  vpcId: textOf(aws.vpcId),
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
  cidr: textWithout("must be an IPv4 block", aws.vpcCidrProblem).default("10.0.0.0/16"),
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
