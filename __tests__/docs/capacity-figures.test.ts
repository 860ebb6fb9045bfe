import { readFileSync } from "node:fs";
import { join } from "node:path";
import { burstBaselinePercent } from "../../aws/compute/burstable-types";
import { instanceType, knownInstanceTypes } from "../../aws/compute/instance-types";
import { instanceLifetimeDays, MANAGEMENT_FEE_PERCENT } from "../../aws/compute/managed-instances";
import { roomOn, tasksOn } from "../../aws/compute/placement";
import { HOURS_PER_MONTH, type PriceName, priceOf, priceTableFor } from "../../aws/prices";

const page = readFileSync(join(__dirname, "../../docs/explanation/capacity.md"), "utf8");
const prices = priceTableFor("us-east-1");

interface Load {
  readonly tasks: number;
  readonly vcpus: number;
  readonly gib: number;
  readonly burstable: boolean;
}

const loads: readonly Load[] = [
  { tasks: 2, vcpus: 0.25, gib: 0.5, burstable: true },
  { tasks: 2, vcpus: 0.25, gib: 0.5, burstable: false },
  { tasks: 10, vcpus: 0.5, gib: 1, burstable: false },
  { tasks: 50, vcpus: 1, gib: 2, burstable: false },
  { tasks: 50, vcpus: 1, gib: 8, burstable: false },
];

function number(name: PriceName): number {
  const price = priceOf(prices, name);
  if (typeof price !== "number") throw new Error(`${name} has no price`);
  return price;
}

/** The x86 type that costs least for so many tasks, on no fewer instances than zones ask for. */
function cheapest({ tasks, vcpus, gib, burstable }: Load, zones: number) {
  const task = { cpuUnits: vcpus * 1024, memoryMiB: gib * 1024, ownNetworkInterface: false };
  const [best] = knownInstanceTypes()
    .flatMap((type) => {
      const [room, price] = [roomOn(type), priceOf(prices, `ec2.${type}`)];
      const isOut = burstBaselinePercent(type) !== undefined && !burstable;
      if (room === undefined || typeof price !== "number" || isOut) return [];
      if (instanceType(type)?.architecture !== "x86_64" || tasksOn(room, task) < 1) return [];
      const count = Math.max(Math.ceil(tasks / tasksOn(room, task)), Math.min(tasks, zones));
      return [{ type, count, usd: count * price * HOURS_PER_MONTH }];
    })
    .sort((one, other) => one.usd - other.usd);
  return best!;
}

const money = (usd: number) => `$${Math.round(usd)}`;

function row(load: Load): string {
  const { tasks, vcpus, gib, burstable } = load;
  const [group, managed] = [cheapest(load, 2), cheapest(load, 3)];
  const fargate =
    tasks *
    HOURS_PER_MONTH *
    (vcpus * number("fargate.x86VcpuHour") + gib * number("fargate.x86GbHour"));
  return [
    `${tasks} of ${vcpus} vCPU, ${gib} GiB${burstable ? ", mostly idle" : ""}`,
    `${money(group.usd)} (${group.count} ${group.type})`,
    `${money(managed.usd * (1 + MANAGEMENT_FEE_PERCENT / 100))} (${managed.count} ${managed.type})`,
    money(fargate),
  ].join(" | ");
}

test.each(loads)("$tasks tasks of $vcpus vCPU and $gib GiB cost what the page says", (load) => {
  const cells = page
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim())
        .join(" | "),
    );
  expect(cells).toContain(row(load));
});

test("the page has the fee and the lifetime of the table of facts", () => {
  expect(page).toContain(`${MANAGEMENT_FEE_PERCENT} %`);
  expect(page).toContain(instanceLifetimeDays.join(" to "));
});
