import { MANAGEMENT_FEE_PERCENT } from "../../aws/compute/managed-instances";
import { type Price, type PriceTable, priceOf, priceTableFor } from "../../aws/prices";
import type { Interval, Usage } from "./model/recorder";
import type { SimulatedSystem } from "./model/system";

export interface RunCost {
  /** USD for everything with a known price. */
  readonly usd: number;
  readonly parts: readonly { readonly what: string; readonly usd: number }[];
  /** What ran but has no price in the table. */
  readonly unknown: readonly string[];
  readonly table: PriceTable;
}

const SECONDS_AN_HOUR = 3600;
const MEBIBYTES_A_GIB = 1024;

/**
 * What a run costs: instances, surplus CPU credits, Fargate and the hours of load balancers. Traffic, storage, logs and
 * metrics are for `npm run cost`.
 */
export function costOf(
  system: SimulatedSystem,
  region: string,
  balancers: readonly ("application" | "network")[],
  usage: Usage,
  seconds: number,
): RunCost {
  const table = priceTableFor(region);
  const parts: { what: string; usd: number }[] = [];
  const unknown: string[] = [];
  const add = (what: string, price: Price | undefined, quantity: number): void => {
    if (quantity <= 0) return;
    if (typeof price === "number") parts.push({ what, usd: price * quantity });
    else unknown.push(what);
  };
  system.groups.forEach(({ instance, name, managedInstances }, index) => {
    const used = usage.instanceSeconds[index] ?? { onDemand: 0, spot: 0 };
    if (managedInstances !== undefined)
      add(
        `the management of ${name} by ECS (${MANAGEMENT_FEE_PERCENT} %)`,
        priceOf(table, `ec2.${instance.type}`),
        (((used.onDemand + used.spot) / SECONDS_AN_HOUR) * MANAGEMENT_FEE_PERCENT) / 100,
      );
    add(
      `instances of ${name} (${instance.type})`,
      priceOf(table, `ec2.${instance.type}`),
      used.onDemand / SECONDS_AN_HOUR,
    );
    add(`Spot Instances of ${name} (${instance.type})`, undefined, used.spot / SECONDS_AN_HOUR);
    const isArm = instance.type.startsWith("t4g.");
    add(
      `surplus CPU credits of ${name}`,
      priceOf(table, isArm ? "ec2Credits.arm64VcpuHour" : "ec2Credits.x86VcpuHour"),
      (usage.surplusCredits[index] ?? 0) / 60,
    );
  });
  system.services.forEach(({ task, name }, index) => {
    const { onDemand, spot } = usage.fargateSeconds[index] ?? { onDemand: 0, spot: 0 };
    const isArm = task.architecture === "arm64";
    const vcpu = priceOf(table, isArm ? "fargateArm64.vcpuHour" : "fargate.x86VcpuHour");
    const gb = priceOf(table, isArm ? "fargateArm64.gbHour" : "fargate.x86GbHour");
    const perHour =
      typeof vcpu === "number" && typeof gb === "number"
        ? (vcpu * task.cpuUnits) / 1024 + (gb * task.memoryMiB) / MEBIBYTES_A_GIB
        : undefined;
    add(`tasks of ${name} on Fargate`, perHour, onDemand / SECONDS_AN_HOUR);
    add(`tasks of ${name} on Fargate Spot`, undefined, spot / SECONDS_AN_HOUR);
  });
  for (const kind of balancers)
    add(
      `the ${kind} load balancer`,
      priceOf(
        table,
        kind === "network" ? "networkLoadBalancer.hour" : "applicationLoadBalancer.hour",
      ),
      seconds / SECONDS_AN_HOUR,
    );
  return { usd: parts.reduce((sum, { usd }) => sum + usd, 0), parts, unknown, table };
}

/** USD per hour of the largest number of instances at one time, if their price is known. */
export function peakUsdPerHour(
  system: SimulatedSystem,
  region: string,
  intervals: readonly Interval[],
): number {
  const table = priceTableFor(region);
  return system.groups.reduce((sum, { instance, spotPercent }, index) => {
    const price = priceOf(table, `ec2.${instance.type}`);
    const most = intervals.reduce((peak, { groups }) => {
      const { booting = 0, inService = 0 } = groups[index] ?? {};
      return Math.max(peak, booting + inService);
    }, 0);
    return (
      sum + (typeof price === "number" ? price * Math.round(most) * (1 - spotPercent / 100) : 0)
    );
  }, 0);
}
