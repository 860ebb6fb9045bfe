import * as aws from "../../aws/networking/network";
import * as z from "zod";
import { port as tcpPort } from "../../aws/containers/ecs";
import { REGION } from "../../aws/names";
import { securityGroupId } from "../../aws/containers/volumes";
import { type Broken, broken, rule } from "../rules/rule";
import {
  choice,
  ipv4Block,
  kindsOf,
  list,
  settings,
  text,
  textOf,
  textWithout,
  wholeNumber,
} from "./fields";
import { logRetentionDays } from "./service/service";

const zoneCount = () => wholeNumber(...aws.zoneCount);
const subnetIds = () =>
  list(textOf(aws.subnetId), "subnets, each in a zone of its own", ...aws.subnetsPerBalancer);

const defaultVpc = settings({
  kind: z.literal("default-vpc"),
  /** Two or three zones of the environment's region. @default the first zones of the region */
  availabilityZones: list(
    text('must be an availability zone, as in "us-east-2a"', new RegExp(`^${REGION}[a-z]$`)),
    "availability zones",
    ...aws.zoneCount,
  ).optional(),
  /**
   * Number of availability zones.
   * @default the number of availabilityZones, otherwise 3
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html
   */
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
  /** Id of the VPC. */
  vpcId: textOf(aws.vpcId),
  /** Subnets with a route to an internet gateway, for the load balancer. */
  publicSubnetIds: subnetIds(),
  /** Subnets for tasks and instances, with a route to NAT gateways or with endpoints. @default the public ones */
  privateSubnetIds: subnetIds().optional(),
  /** The only peers to which tasks and instances connect by HTTPS, and none by HTTP. @default anywhere */
  httpsEgress: settings({
    /** Security groups of the VPC's interface endpoints. @default none */
    securityGroupIds: list(textOf(securityGroupId), "groups", 0, 20).default([]),
    /** Prefix lists, such as that of S3, from which ECR's image layers come. @default none */
    prefixListIds: list(textOf(aws.prefixListId), "prefix lists", 0, 10).default([]),
  })
    .check(
      rule<{ securityGroupIds: string[]; prefixListIds: string[] }>(
        ["securityGroupIds", "prefixListIds"],
        ({ securityGroupIds: groups, prefixListIds: lists }) =>
          groups.length + lists.length > 0
            ? undefined
            : broken(
                "securityGroupIds",
                "must not be empty while prefixListIds is, because tasks that cannot reach AWS APIs cannot start",
                groups,
                "Name the group of the endpoints, or remove httpsEgress.",
              ),
      ),
    )
    .optional(),
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
                "A subnet is either public or private, depending on its route table.",
              ),
            ]
          : [],
      ),
  ),
);

const own = settings({
  kind: z.literal("own"),
  /** CIDR block of the VPC, which is divided into 256 parts for subnets. @default "10.0.0.0/16" */
  cidr: textWithout("must be an IPv4 block", aws.vpcCidrProblem).default("10.0.0.0/16"),
  /**
   * Number of availability zones.
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html
   */
  zoneCount: zoneCount(),
  /** Zone IDs to choose from, as in "use2-az1". @default the zones that offer the system's resources */
  zoneIds: list(textOf(aws.zoneId), "zone ids", 2, 6).optional(),
  /** How private subnets reach the internet: not at all (AWS endpoints only), through one NAT gateway, or through one per zone. */
  nat: choice("none", "single", "per-zone"),
  /**
   * Where tasks and instances connect to by HTTPS: "anywhere", or "endpoints", which are AWS services only. Endpoints cost
   * by the hour and zone. What else they need goes into endpointServices and the egress of the capacity.
   * @default "anywhere"
   */
  httpsEgress: choice("anywhere", "endpoints").default("anywhere"),
  /**
   * AWS services, in addition to those of the system, that have an endpoint, as in "sns". That of "dynamodb" is a gateway
   * endpoint, for nothing.
   * @default none
   */
  endpointServices: list(textOf(aws.endpointService), "services", 0, 40).default([]),
  /**
   * Whether the endpoints let through only requests of this account's roles for its own resources, and for what ECS needs of
   * AWS: docs/security.md. @default none: they let through everything that the caller's own permissions allow
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
   */
  endpointPolicies: settings({
    /** Other accounts whose resources the tasks use, such as that of an image registry. @default none */
    otherAccounts: list(
      text("must be an account's id: 12 digits in quotes", /^\d{12}$/),
      "accounts",
      0,
      20,
    ).default([]),
  }).optional(),
  /**
   * Days to keep flow logs.
   * @default no flow logs
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  flowLogsRetentionDays: logRetentionDays().optional(),
}).check(
  rule<{ zoneCount: number; zoneIds?: string[] }>(
    ["zoneCount", "zoneIds"],
    ({ zoneCount: count, zoneIds: ids }) =>
      ids === undefined || ids.length >= count
        ? undefined
        : broken(
            "zoneIds",
            `must name at least as many zones as zoneCount (${count})`,
            ids,
            "Add a zone, or lower zoneCount.",
          ),
  ),
);

/** Where an environment's systems run. */
export const network = z.discriminatedUnion(
  "kind",
  [defaultVpc, existing, own],
  kindsOf('must be an object with kind "default-vpc", "existing" or "own"'),
);

/** Outbound connections of a system's tasks. */
export function egress(ways: { port: number; toPort?: number; cidr: string }[] = []) {
  return list(
    settings({
      port: wholeNumber(...tcpPort),
      /** Last port of a range that starts with port. @default port */
      toPort: wholeNumber(...tcpPort).optional(),
      /** An IPv4 CIDR block. @default "0.0.0.0/0" */
      cidr: ipv4Block().default("0.0.0.0/0"),
    }).check(
      rule<{ port: number; toPort?: number }>(["port", "toPort"], ({ port, toPort = port }) =>
        toPort >= port
          ? undefined
          : broken("toPort", `must not be below port (${port})`, toPort, "Swap the two."),
      ),
    ),
    "ways out",
    0,
    20,
  ).default(ways);
}
