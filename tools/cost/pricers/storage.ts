import { charge, type Pricer, type Pricing } from "../charge";
import { always, type ByLevel, byLevel } from "../levels";
import type { PriceName } from "../../../aws/prices";
import { blocksOf, firstBlock, textOf } from "../../synthesized/fields";
import { numberIn, type Resource } from "../stack-view";
import { requestsPerMonth } from "../traffic";

const BYTES_PER_GB = 1024 ** 3;
const DAYS_PER_MONTH = 730 / 24;

export const bucket: Pricer = (resource, pricing) => {
  const logs = balancerLogsGB(resource, pricing);
  return [
    charge(pricing, resource, {
      what: logs === undefined ? "objects" : "access logs of the load balancer",
      unit: "GB-months",
      price: "s3.gbMonth",
      quantity: logs ?? pricing.assumptions.bucketGB,
    }),
  ];
};

/** Average size of a load balancer's logs in their bucket, until a lifecycle rule deletes them. */
function balancerLogsGB(resource: Resource, pricing: Pricing): ByLevel | undefined {
  const { stack, assumptions } = pricing;
  const writes = stack
    .ofType("aws_lb")
    .some(({ block }) => stack.referenced(block.access_logs, "aws_s3_bucket") === resource);
  if (!writes) return undefined;
  const days = stack
    .referring("aws_s3_bucket_lifecycle_configuration", resource)
    .flatMap(({ block }) => blocksOf(block, "rule"))
    .map((rule) => numberIn(firstBlock(rule, "expiration") ?? {}, "days") ?? 0);
  const months = Math.max(0, ...days) / DAYS_PER_MONTH;
  const requests = requestsPerMonth(pricing);
  return byLevel(
    (level) =>
      (requests[level] * assumptions.balancerLogBytesPerRequest[level] * months) / BYTES_PER_GB,
  );
}

/** An EFS file system. Of its backups, the report counts one full copy. */
export const fileSystem: Pricer = (resource, pricing) => {
  const { fileSystemGB, fileSystemReadGB, fileSystemWrittenGB } = pricing.assumptions;
  const hasBackups = pricing.stack
    .referring("aws_efs_backup_policy", resource)
    .some(({ block }) => textOf(firstBlock(block, "backup_policy") ?? {}, "status") === "ENABLED");
  const line = (what: string, price: PriceName, quantity: ByLevel, unit = "GB-months") =>
    charge(pricing, resource, { what, unit, price, quantity });
  const mode = textOf(resource.block, "throughput_mode");
  return [
    line("files", "efs.gbMonth", fileSystemGB),
    ...(mode === "elastic"
      ? [
          line("files read", "efs.readGb", fileSystemReadGB, "GB"),
          line("files written", "efs.writtenGb", fileSystemWrittenGB, "GB"),
        ]
      : []),
    ...(mode === "provisioned"
      ? [{ resource: resource.address, remark: "not counted: provisioned throughput" }]
      : []),
    ...(hasBackups ? [line("backups of files", "efsBackups.gbMonth", fileSystemGB)] : []),
  ];
};

export const imageRepository: Pricer = (resource, pricing) => [
  charge(pricing, resource, {
    what: "images",
    unit: "GB-months",
    price: "ecr.gbMonth",
    quantity: pricing.assumptions.imagesGB,
  }),
];

export const key: Pricer = (resource, pricing) => [
  charge(pricing, resource, {
    what: "key",
    unit: "months",
    price: "kms.keyMonth",
    quantity: always(1),
  }),
];
