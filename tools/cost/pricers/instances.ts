import { burstBaselinePercent, isUnlimitedByDefault } from "../../../aws/compute/burstable-types";
import { architectureOf, instanceType } from "../../../aws/compute/instance-types";
import { priceSpan } from "../../../aws/compute/instance-choice";
import { HOURS_PER_MONTH, priceOf } from "../../../aws/prices";
import {
  hasPublicAddresses,
  instanceCounts,
  instanceTypesOf,
  launchTemplateOf,
  onDemandPercent,
} from "../capacity";
import { charge, type Item, type Pricer, type Pricing, typesInWords } from "../charge";
import { always, type ByLevel, byLevel, type Level } from "../levels";
import type { Block } from "../../synthesized/fields";
import { blocksOf, firstBlock, isTrue, textOf } from "../../synthesized/fields";
import type { TypesOfGroup } from "../../synthesized/instance-types";
import { numberIn, type Resource } from "../stack-view";

/**
 * Detailed monitoring (every minute instead of every five) is billed as this many custom metrics per instance.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html
 */
const DETAILED_METRICS = 7;

/** The root volume of Amazon's ECS-optimized images. */
const IMAGE_VOLUME_GB = 30;

/** Instances of an Auto Scaling group, with their volumes, metrics, addresses and surplus CPU credits. */
export const autoScalingGroup: Pricer = (group, pricing) => {
  const counts = instanceCounts(pricing.stack, group);
  const template = launchTemplateOf(pricing.stack, group)?.block ?? {};
  const chosen = instanceTypesOf(pricing.stack, group);
  const monitored = firstBlock(template, "monitoring");
  return [
    ...itemsOfTypes(group, pricing, template, { counts, ...chosen }),
    ...volumes(group, pricing, template, counts),
    ...warmPool(group, pricing, template, chosen),
    ...(monitored !== undefined && isTrue(monitored, "enabled")
      ? [detailedMetrics(group, pricing, counts)]
      : []),
    ...(hasPublicAddresses(pricing.stack, group) ? [publicAddresses(group, pricing, counts)] : []),
    ...spotRemark(group),
  ];
};

/**
 * The preferred type of a group. If AWS chooses, the cheapest type that meets the requirements, and at most the most
 * expensive one that AWS's price protection allows.
 */
function itemsOfTypes(
  group: Resource,
  pricing: Pricing,
  template: Block,
  { counts, types, requirements }: TypesOfGroup & { readonly counts: ByLevel },
): readonly Item[] {
  const credits = textOf(firstBlock(template, "credit_specification") ?? {}, "cpu_credits");
  if (requirements === undefined) {
    const [type] = types;
    return type === undefined
      ? [
          {
            resource: group.address,
            remark: "not counted: no instance type is named",
            lacksPrice: true,
          },
        ]
      : instanceItems(group, pricing, type, counts, credits);
  }
  const span = priceSpan(requirements, (type) => {
    const price = priceOf(pricing.prices, `ec2.${type}`);
    return typeof price === "number" ? price : undefined;
  });
  if (span === undefined) {
    const which = types.length === 0 ? "" : `: ${typesInWords(types)}`;
    const remark = `not counted: instances, of which no type that meets the requirements has a price${which}`;
    return [{ resource: group.address, remark, lacksPrice: true }];
  }
  const { cheapest, dearest } = span;
  const isMost = (level: Level) => level === "maximum";
  const at = (levels: (level: Level) => boolean) =>
    byLevel((level) => (levels(level) ? counts[level] : 0));
  return [
    ...(cheapest === dearest
      ? instanceItems(group, pricing, cheapest, counts, credits)
      : [
          ...instanceItems(
            group,
            pricing,
            cheapest,
            at((level) => !isMost(level)),
            credits,
          ),
          ...instanceItems(group, pricing, dearest, at(isMost), credits),
        ]),
    {
      resource: group.address,
      remark: `AWS chooses among ${types.length} instance types: counted as ${cheapest}, the cheapest with a known price, and at most as ${dearest}, the dearest within AWS's price protection`,
    },
  ];
}

/** Instances in a warm pool. Stopped ones only cost their volumes. */
function warmPool(
  group: Resource,
  pricing: Pricing,
  template: Block,
  { types: [type] }: TypesOfGroup,
): readonly Item[] {
  const pool = firstBlock(group.block, "warm_pool");
  if (pool === undefined || type === undefined) return [];
  const waiting = always(numberIn(pool, "min_size") ?? 0);
  const isRunning = textOf(pool, "pool_state") === "Running";
  const running = charge(pricing, group, {
    what: `warm pool (${type}, running)`,
    unit: "hours",
    price: `ec2.${type}`,
    quantity: hours(waiting),
  });
  return [...(isRunning ? [running] : []), ...volumes(group, pricing, template, waiting)];
}

/** A single instance, such as a bastion. */
export const instance: Pricer = (resource, pricing) => {
  const type = textOf(resource.block, "instance_type");
  if (type === undefined)
    return [
      {
        resource: resource.address,
        remark: "not counted: no instance type is named",
        lacksPrice: true,
      },
    ];
  const one = always(1);
  const volume = firstBlock(resource.block, "root_block_device") ?? {};
  const credits = firstBlock(resource.block, "credit_specification") ?? {};
  return [
    ...instanceItems(resource, pricing, type, one, textOf(credits, "cpu_credits")),
    volumeItem(resource, pricing, volume, one),
    ...(isTrue(resource.block, "monitoring") ? [detailedMetrics(resource, pricing, one)] : []),
    ...(isTrue(resource.block, "associate_public_ip_address")
      ? [publicAddresses(resource, pricing, one)]
      : []),
  ];
};

export function instanceItems(
  resource: Resource,
  pricing: Pricing,
  type: string,
  counts: ByLevel,
  creditMode: string | undefined,
): readonly Item[] {
  const running = charge(pricing, resource, {
    what: `instances (${type}, On-Demand)`,
    unit: "hours",
    price: `ec2.${type}`,
    quantity: hours(counts),
  });
  const baseline = burstBaselinePercent(type);
  const unlimited =
    creditMode === undefined ? isUnlimitedByDefault(type) : creditMode === "unlimited";
  if (baseline === undefined || !unlimited) return [running];
  const vcpus = instanceType(type)?.vcpus ?? 0;
  const surplusPerHour = byLevel(
    (level) => (vcpus * (1 - baseline / 100) * pricing.assumptions.burstPercent[level]) / 100,
  );
  const surplus = charge(pricing, resource, {
    what: "surplus CPU credits",
    unit: "vCPU-hours",
    price: architectureOf(type) === "arm64" ? "ec2Credits.arm64VcpuHour" : "ec2Credits.x86VcpuHour",
    quantity: byLevel((level) => hours(counts)[level] * surplusPerHour[level]),
  });
  return [running, surplus];
}

function volumes(
  resource: Resource,
  pricing: Pricing,
  template: Block,
  counts: ByLevel,
): readonly Item[] {
  const mappings = blocksOf(template, "block_device_mappings");
  const ebs = mappings
    .map((mapping) => firstBlock(mapping, "ebs"))
    .filter((volume) => volume !== undefined);
  const found: readonly Block[] = ebs.length === 0 ? [{}] : ebs;
  return found.map((volume) => volumeItem(resource, pricing, volume, counts));
}

function volumeItem(resource: Resource, pricing: Pricing, volume: Block, counts: ByLevel): Item {
  const type = textOf(volume, "volume_type") ?? "gp3";
  if (type !== "gp3" && type !== "gp2") {
    return { resource: resource.address, remark: `not counted: volumes of type ${type}` };
  }
  const size = numberIn(volume, "volume_size") ?? IMAGE_VOLUME_GB;
  return charge(pricing, resource, {
    what: `volumes (${type}, ${size} GB each)`,
    unit: "GB-months",
    price: `ebs.${type}GbMonth`,
    quantity: byLevel((level) => counts[level] * size),
  });
}

export function detailedMetrics(resource: Resource, pricing: Pricing, counts: ByLevel): Item {
  return charge(pricing, resource, {
    what: "detailed monitoring",
    unit: "metrics",
    price: "cloudwatchMetrics.metricMonth",
    quantity: byLevel((level) => counts[level] * DETAILED_METRICS),
  });
}

export function publicAddresses(resource: Resource, pricing: Pricing, counts: ByLevel): Item {
  return charge(pricing, resource, {
    what: "public IPv4 addresses",
    unit: "hours",
    price: "publicIpv4.hour",
    quantity: hours(counts),
  });
}

function spotRemark(group: Resource): readonly Item[] {
  const percent = onDemandPercent(group);
  if (percent === 100) return [];
  const remark = `${100 - percent} % Spot Instances: counted at the On-Demand price, because Spot prices change`;
  return [{ resource: group.address, remark }];
}

export function hours(counts: ByLevel): ByLevel {
  return byLevel((level) => counts[level] * HOURS_PER_MONTH);
}
