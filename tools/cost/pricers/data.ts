import { burstBaselinePercent } from "../../../aws/compute/burstable-types";
import { instanceType } from "../../../aws/compute/instance-types";
import { HOURS_PER_MONTH } from "../../../aws/prices";
import { charge, type Item, type Pricer, type Pricing } from "../charge";
import { always, byLevel } from "../levels";
import { firstBlock, isTrue, textOf } from "../../synthesized/fields";
import { numberIn, type Resource } from "../stack-view";
import { requestsPerMonth } from "../traffic";

/**
 * An RDS database. In several zones it costs twice as much, because AWS runs a second instance with its own storage.
 */
export const database: Pricer = (resource, pricing) => {
  const engine = textOf(resource.block, "engine") ?? "";
  const type = textOf(resource.block, "instance_class") ?? "";
  if (engine !== "mysql")
    return [{ resource: resource.address, remark: `not counted: databases of engine ${engine}` }];
  const copies = isTrue(resource.block, "multi_az") ? 2 : 1;
  const zones = copies === 2 ? "in two zones" : "in one zone";
  const storageType = textOf(resource.block, "storage_type") ?? "gp2";
  const least = numberIn(resource.block, "allocated_storage") ?? 0;
  const most = Math.max(least, numberIn(resource.block, "max_allocated_storage") ?? 0);
  const storage = { minimum: least, typical: least, maximum: most };
  const items: Item[] = [
    charge(pricing, resource, {
      what: `database (${type}, ${zones})`,
      unit: "hours",
      price: `rdsMysql.${type}`,
      quantity: always(copies * HOURS_PER_MONTH),
    }),
    storageType === "gp2" || storageType === "gp3"
      ? charge(pricing, resource, {
          what: `storage (${storageType}, ${zones})`,
          unit: "GB-months",
          price: `rdsStorage.${storageType}GbMonth`,
          quantity: byLevel((level) => storage[level] * copies),
        })
      : {
          resource: resource.address,
          remark: `not counted: database storage of type ${storageType}`,
        },
    charge(pricing, resource, {
      what: "backups beyond the free ones",
      unit: "GB-months",
      price: "rdsStorage.backupGbMonth",
      quantity: byLevel((level) => storage[level] * pricing.assumptions.backupsBeyondFree[level]),
    }),
    ...surplusCredits(resource, pricing, type, copies),
  ];
  if (isTrue(resource.block, "manage_master_user_password")) {
    items.push(secretItem(resource, pricing, "secret of the password"));
  }
  if ((numberIn(resource.block, "monitoring_interval") ?? 0) > 0) {
    items.push({
      resource: resource.address,
      remark: "not counted: the log of enhanced monitoring",
    });
  }
  if (numberIn(resource.block, "iops") !== undefined) {
    items.push({ resource: resource.address, remark: "not counted: provisioned I/O operations" });
  }
  if ((numberIn(resource.block, "performance_insights_retention_period") ?? 7) > 7) {
    items.push({
      resource: resource.address,
      remark: "not counted: Performance Insights for more than 7 days",
    });
  }
  return items;
};

/** RDS runs T classes in unlimited mode. @see https://aws.amazon.com/rds/mysql/pricing/ */
function surplusCredits(
  resource: Resource,
  pricing: Pricing,
  type: string,
  copies: number,
): readonly Item[] {
  const baseline = burstBaselinePercent(type);
  if (baseline === undefined) return [];
  const vcpus = instanceType(type.replace(/^db\./, ""))?.vcpus ?? 0;
  return [
    charge(pricing, resource, {
      what: "surplus CPU credits",
      unit: "vCPU-hours",
      price: "rdsCredits.vcpuHour",
      quantity: byLevel(
        (level) =>
          (copies *
            HOURS_PER_MONTH *
            vcpus *
            (1 - baseline / 100) *
            pricing.assumptions.burstPercent[level]) /
          100,
      ),
    }),
  ];
}

export const table: Pricer = (resource, pricing) => {
  if (textOf(resource.block, "billing_mode") !== "PAY_PER_REQUEST") {
    return [
      { resource: resource.address, remark: "not counted: a table with provisioned capacity" },
    ];
  }
  const requests = requestsPerMonth(pricing);
  const tables = pricing.stack.ofType("aws_dynamodb_table").length;
  const { writePercent, tableGB } = pricing.assumptions;
  const recovery = firstBlock(resource.block, "point_in_time_recovery");
  const items = [
    charge(pricing, resource, {
      what: "reads",
      unit: "million",
      price: "dynamodb.millionReads",
      quantity: byLevel(
        (level) => (requests[level] * (1 - writePercent[level] / 100)) / tables / 1e6,
      ),
    }),
    charge(pricing, resource, {
      what: "writes",
      unit: "million",
      price: "dynamodb.millionWrites",
      quantity: byLevel((level) => (requests[level] * writePercent[level]) / 100 / tables / 1e6),
    }),
    charge(pricing, resource, {
      what: "storage",
      unit: "GB-months",
      price: "dynamodb.gbMonth",
      quantity: tableGB,
    }),
  ];
  if (recovery === undefined || !isTrue(recovery, "enabled")) return items;
  return [
    ...items,
    charge(pricing, resource, {
      what: "point-in-time recovery",
      unit: "GB-months",
      price: "dynamodb.pitrGbMonth",
      quantity: tableGB,
    }),
  ];
};

export const secret: Pricer = (resource, pricing) => [secretItem(resource, pricing, "secret")];

function secretItem(resource: Resource, pricing: Pricing, what: string): Item {
  return charge(pricing, resource, {
    what,
    unit: "months",
    price: "secretsManager.secretMonth",
    quantity: always(1),
  });
}
