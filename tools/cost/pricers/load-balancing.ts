import { HOURS_PER_MONTH } from "../../../aws/prices";
import { charge, type Item, type Pricer, type Pricing } from "../charge";
import { always, byLevel, type ByLevel } from "../levels";
import { isTrue, textsOf, textOf } from "../../synthesized/fields";
import type { Resource } from "../stack-view";
import { connectionsPerMonth, processedGiB, requestsPerSecond, responseGiB } from "../traffic";
import { publicAddresses } from "./instances";

/**
 * The capacity of one capacity unit. The dimension with the highest use counts.
 * @see https://aws.amazon.com/elasticloadbalancing/pricing/
 */
const CAPACITY_UNIT = {
  application: { newConnections: 25, activeConnections: 3000, gibPerHour: 1, rules: 1000 },
  network: { newConnections: 800, activeConnections: 100_000, gibPerHour: 1, rules: Infinity },
} as const;

/** Number of rules per listener that are evaluated free of charge. */
const FREE_RULES = 10;

/** An Application or Network Load Balancer, with its capacity units, its addresses and its data transfer out of AWS. */
export const loadBalancer: Pricer = (resource, pricing) => {
  const kind = textOf(resource.block, "load_balancer_type") ?? "application";
  if (kind !== "application" && kind !== "network") {
    return [{ resource: resource.address, remark: `not counted: load balancers of type ${kind}` }];
  }
  const list = kind === "application" ? "applicationLoadBalancer" : "networkLoadBalancer";
  const subnets = textsOf(resource.block, "subnets");
  const items: Item[] = [
    charge(pricing, resource, {
      what: `${kind} load balancer`,
      unit: "hours",
      price: `${list}.hour`,
      quantity: always(HOURS_PER_MONTH),
    }),
    charge(pricing, resource, {
      what: "capacity units",
      unit: "unit-hours",
      price: `${list}.capacityUnitHour`,
      quantity: capacityUnitHours(resource, pricing, kind),
    }),
  ];
  if (!isTrue(resource.block, "internal")) {
    items.push(
      publicAddresses(resource, pricing, always(subnets.length)),
      internetTransfer(resource, pricing),
    );
  }
  return items;
};

/** Data transfer of responses out of AWS. */
export function internetTransfer(resource: Resource, pricing: Pricing): Item {
  return charge(pricing, resource, {
    what: "data transfer to the internet",
    unit: "GB",
    price: "dataTransfer.internetGb",
    quantity: responseGiB(pricing),
  });
}

function capacityUnitHours(
  resource: Resource,
  pricing: Pricing,
  kind: "application" | "network",
): ByLevel {
  const unit = CAPACITY_UNIT[kind];
  const perSecond = requestsPerSecond(pricing);
  const connections = connectionsPerMonth(pricing);
  const processed = processedGiB(pricing);
  const listeners = pricing.stack.referring("aws_lb_listener", resource);
  const rules = Math.max(
    0,
    ...listeners.map(
      (listener) => pricing.stack.referring("aws_lb_listener_rule", listener).length,
    ),
  );
  return byLevel((level) => {
    const newConnections = connections[level] / HOURS_PER_MONTH / 3600;
    const activeConnections = newConnections * pricing.assumptions.connectionSeconds[level];
    const evaluations = perSecond[level] * Math.max(0, rules - FREE_RULES);
    const units = Math.max(
      newConnections / unit.newConnections,
      activeConnections / unit.activeConnections,
      processed[level] / HOURS_PER_MONTH / unit.gibPerHour,
      evaluations / unit.rules,
    );
    return units * HOURS_PER_MONTH;
  });
}
