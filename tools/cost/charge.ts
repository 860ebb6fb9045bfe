import {
  chargeFor,
  type InstancePriceName,
  priceOf,
  type PriceName,
  type PriceTable,
} from "../../aws/prices";
import type { Assumptions } from "./assumptions";
import { always, type ByLevel, byLevel } from "./levels";
import type { Resource, StackView } from "./stack-view";

/** One line of a bill: a number of units in a month. */
export interface Charge {
  /** Address of the resource that causes it. */
  readonly resource: string;
  readonly what: string;
  readonly unit: string;
  readonly quantity: ByLevel;
  readonly usd: ByLevel;
}

/** A note about a resource's cost, usually that something is not included in the sum. */
export interface Remark {
  readonly resource: string;
  readonly remark: string;
  /** Whether the resource costs more than the sum has, because the table lacks a price. @default false */
  readonly lacksPrice?: boolean;
}

export type Item = Charge | Remark;

/** What a pricer can use. */
export interface Pricing {
  readonly stack: StackView;
  readonly prices: PriceTable;
  readonly assumptions: Assumptions;
  readonly shared: SharedUnits;
}

/**
 * Units that the environment's resources have used so far of each price with shared tiers. For example, the first three
 * dashboards of an account are free, not the first three of each stack.
 */
export class SharedUnits {
  private readonly units = new Map<PriceName | InstancePriceName, ByLevel>();

  /** @returns the units before these */
  add(price: PriceName | InstancePriceName, quantity: ByLevel): ByLevel {
    const before = this.units.get(price) ?? always(0);
    this.units.set(
      price,
      byLevel((level) => before[level] + quantity[level]),
    );
    return before;
  }
}

/** Calculates the cost of a resource. Returns nothing for a free resource. */
export type Pricer = (resource: Resource, pricing: Pricing) => readonly Item[];

export function isCharge(item: Item): item is Charge {
  return "usd" in item;
}

/** Some instance types, as remarks name them: `g6.xlarge, g6.2xlarge, g6.4xlarge and 20 more` */
export function typesInWords(types: readonly string[]): string {
  const more = types.length - NAMED_TYPES;
  return `${types.slice(0, NAMED_TYPES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const NAMED_TYPES = 3;

/** A line of the bill, or a remark if the table lacks the price. */
export function charge(
  { prices, shared }: Pricing,
  resource: Resource,
  line: {
    readonly what: string;
    readonly unit: string;
    readonly price: PriceName | InstancePriceName;
    readonly quantity: ByLevel;
    /** Whether the price's tiers count the units of the whole environment. @default - only the units of this line */
    readonly sharesSteps?: boolean;
  },
): Item {
  const price = priceOf(prices, line.price);
  if (price === undefined) {
    return {
      resource: resource.address,
      remark: `not counted: ${line.what}, which has no price \`${line.price}\``,
      lacksPrice: true,
    };
  }
  const before = line.sharesSteps ? shared.add(line.price, line.quantity) : always(0);
  return {
    resource: resource.address,
    what: line.what,
    unit: line.unit,
    quantity: line.quantity,
    usd: byLevel(
      (level) =>
        chargeFor(price, before[level] + line.quantity[level]) - chargeFor(price, before[level]),
    ),
  };
}
