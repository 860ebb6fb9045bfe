import { offersMysqlClass } from "../../../aws/data/databases";
import {
  type GroupRequirements,
  type InstanceRequirements,
  requirementsInRegion,
  requirementsOf,
} from "../../../aws/compute/instance-requirements";
import { type Architecture, offersInstanceType } from "../../../aws/compute/instance-types";
import { offers, region as regionFacts } from "../../../aws/regions";
import { type Broken, broken, brokenBy, rule, systemRule } from "../rule";

interface InRegion {
  region: string;
}

/** What a system cannot do without, by the name that AWS gives it, and what lacks it in words. */
type Needs = Readonly<Record<string, string>>;

const EVERY_SYSTEM: Needs = { "ECS::Service": "ECS", "KMS::Key": "KMS" };
const HTTP_API: Needs = {
  ...EVERY_SYSTEM,
  "ApiGatewayV2::VpcLink": "VPC links V2",
  "DynamoDB::Table": "DynamoDB",
};

/** A system runs where AWS offers what it is made of. */
export function regionOffers(needs: Needs = EVERY_SYSTEM) {
  return systemRule<InRegion & { systems: unknown }, object>(
    { environment: ["region", "systems"], system: [] },
    (_, { region }): Broken | undefined => {
      const [missing] = Object.entries(needs).filter(([type]) => !offers(region, type));
      return missing === undefined
        ? undefined
        : notIn(region, [], missing[1], "Choose another region.");
    },
  );
}

function notIn(region: string, at: string | readonly string[], what: string, fix: string): Broken {
  const where = regionFacts(region)?.partition ?? "aws";
  return broken(at, `must be removed in ${region} (${where}), which has no ${what}`, region, fix);
}

/** The page stands behind CloudFront, and people sign in at a user pool; some partitions have neither. */
export const httpApiInRegion = [
  regionOffers(HTTP_API),
  systemRule<InRegion, { page: { kind: string } }>(
    { environment: ["region"], system: ["page.kind"] },
    ({ page: { kind } }, { region }) =>
      kind === "none" || offers(region, "CloudFront::Distribution")
        ? undefined
        : notIn(region, "page", "CloudFront", 'Set page to { kind: "none" }.'),
  ),
  systemRule<InRegion, { issuer?: object }>(
    { environment: ["region"], system: ["issuer"] },
    ({ issuer }, { region }) =>
      issuer !== undefined || offers(region, "Cognito::UserPool")
        ? undefined
        : notIn(region, "userPool", "user pools of Cognito", "Set issuer instead."),
  ),
];

/** Not every region has every class of database instances. */
export const databaseInRegion = systemRule<InRegion, { database: { instanceClass: string } }>(
  { environment: ["region"], system: ["database.instanceClass"] },
  ({ database: { instanceClass } }, { region }) =>
    offersMysqlClass(region, instanceClass)
      ? undefined
      : broken(
          "database.instanceClass",
          `must be a class that RDS for MySQL has in ${region}`,
          instanceClass,
          'Choose another, such as "db.t3.micro".',
        ),
);

interface OnInstances {
  capacity?: {
    kind?: string;
    instanceTypes?: string[];
    instanceRequirements?: GroupRequirements;
    architecture?: Architecture;
  };
  bastion?: { instanceType: string };
}

/** Nor every family of EC2's. */
const instancesOfSystem = systemRule<InRegion, OnInstances>(
  { environment: ["region"], system: ["capacity", "bastion.instanceType"] },
  ({ capacity = {}, bastion }, { region }) => {
    const without = requirementsWithoutType(capacity, region);
    if (without !== undefined) return without;
    const types = capacity.instanceRequirements === undefined ? (capacity.instanceTypes ?? []) : [];
    const index = types.findIndex((type) => !offersInstanceType(region, type));
    const [at, type] =
      index >= 0
        ? [["capacity", "instanceTypes", index], types[index]]
        : [["bastion", "instanceType"], bastion?.instanceType];
    return type === undefined || offersInstanceType(region, type)
      ? undefined
      : broken(
          at,
          `must be of a family that EC2 has in ${region}`,
          type,
          'Choose another, such as "t3.micro" or "t4g.micro".',
        );
  },
);

export const instancesInRegion = [
  instancesOfSystem("http-scale-out"),
  instancesOfSystem("daemon-api"),
  instancesOfSystem("talk-service"),
  instancesOfSystem("rest-api"),
  instancesOfSystem("http-api"),
  instancesOfSystem("worker"),
] as const;

function requirementsWithoutType(
  capacity: NonNullable<OnInstances["capacity"]>,
  region: string,
): Broken | undefined {
  const isManaged = capacity.kind === "managed-instances";
  const requirements = isManaged
    ? (capacity as unknown as InstanceRequirements)
    : requirementsOf(capacity);
  const found = requirements && requirementsInRegion(requirements, region);
  return found && brokenBy(found, isManaged ? "capacity." : "capacity.instanceRequirements.");
}

/** The zones of a default VPC. */
export const zonesInRegion = rule<{
  region: string;
  network: { kind: "default-vpc"; availabilityZones?: string[] } | { kind: "existing" | "own" };
}>(["region", "network.kind", "network.availabilityZones"], ({ region, network: given }) =>
  given.kind === "default-vpc"
    ? (given.availabilityZones ?? []).flatMap((zone, index): Broken[] =>
        zone.slice(0, -1) === region
          ? []
          : [
              broken(
                ["network", "availabilityZones", index],
                `must be a zone of region (${region})`,
                zone,
                "Change the zone or the region.",
              ),
            ],
      )
    : undefined,
);
