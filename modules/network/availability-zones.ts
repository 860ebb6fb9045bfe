import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { zoneCount as zoneCounts } from "../../aws/networking/network";
import { vpcLinkZoneIds } from "../../aws/regions";
import type { Check } from "../validation";
import { zoneIds } from "./subnets";

export interface ZoneChoice {
  /** Names of the zones, such as `us-east-2a`. @default - the first zones of the region */
  readonly availabilityZones?: readonly string[];
  /** Number of zones, 2 or 3. @default - the number of `availabilityZones`, or else 3 */
  readonly zoneCount?: number;
  /**
   * IDs of the zones to choose from, such as `use2-az1`. A zone has the same ID in every account, but not the same
   * name.
   * @default all of the region
   */
  readonly zoneIds?: readonly string[];
}

export function zoneCountOf({ availabilityZones, zoneCount }: ZoneChoice): number {
  return zoneCount ?? availabilityZones?.length ?? zoneIds.length;
}

/** A load balancer needs at least two zones. Every system supports up to three. */
export function zoneChecks(choice: ZoneChoice): readonly Check[] {
  const { availabilityZones: names, zoneCount } = choice;
  const count = zoneCountOf(choice);
  return [
    () =>
      count >= zoneCounts[0] && count <= zoneCounts[1]
        ? undefined
        : `\`${zoneCount === undefined ? "availabilityZones" : "zoneCount"}\` must be 2 or 3 zones, got ${count}.`,
    () =>
      names === undefined || zoneCount === undefined || names.length === zoneCount
        ? undefined
        : `\`zoneCount\` must be the number of \`availabilityZones\` (${names.length}), got ${zoneCount}. Leave it out.`,
    () =>
      names === undefined || new Set(names).size === names.length
        ? undefined
        : `\`availabilityZones\` must differ from each other, got ${names.join(", ")}.`,
  ];
}

/** Names of the chosen zones: the given ones, or those that Terraform finds in the region, sorted by name. */
export function zoneNames(scope: Construct, choice: ZoneChoice): readonly string[] {
  if (choice.availabilityZones !== undefined) return choice.availabilityZones;
  const count = zoneCountOf(choice);
  const found = new DataAwsAvailabilityZones(scope, "zones", {
    state: "available",
    // Excludes Local and Wavelength Zones, which have no default subnets and do not support Application Load Balancers.
    filter: [
      { name: "opt-in-status", values: ["opt-in-not-required"] },
      ...(choice.zoneIds ? [{ name: "zone-id", values: [...choice.zoneIds] }] : []),
    ],
    lifecycle: {
      postcondition: [
        {
          condition: `\${length(self.names) >= ${count}}`,
          errorMessage: `The region has fewer than ${count} availability zones for this account. Set zoneCount to 2.`,
        },
      ],
    },
  });
  return zoneIds.slice(0, count).map((_, index) => Fn.lookupNested(found.names, [index]) as string);
}

/** IDs of the zones in which API Gateway supports VPC links v2. Undefined if all zones do. */
export function zonesWithVpcLinks(region: string): readonly string[] | undefined {
  return vpcLinkZoneIds[region];
}
