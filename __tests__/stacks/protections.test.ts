import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

const { stacks } = synthEnvironments({ dev, prod });
const of = (environment: string) =>
  Object.entries(stacks).filter(([id]) => id.endsWith(`-${environment}`));

/** A resource that says of itself whether Terraform may destroy it with what is in it. */
const DESTROYS: readonly [type: string, argument: string, whenProtected: boolean][] = [
  ["aws_ecr_repository", "force_delete", false],
  ["aws_s3_bucket", "force_destroy", false],
  ["aws_db_instance", "deletion_protection", true],
  ["aws_db_instance", "delete_automated_backups", false],
  ["aws_db_instance", "skip_final_snapshot", false],
  ["aws_lb", "enable_deletion_protection", true],
  ["aws_dynamodb_table", "deletion_protection_enabled", true],
];

const found = (json: TerraformJson, type: string) =>
  // What is built from sources can be built again, and whoever runs a load test has its results.
  json.addressed(type).filter(([address]) => !/page|aws_s3_bucket\.results/.test(address));

describe.each(DESTROYS)("%s.%s", (type, argument, whenProtected) => {
  test("protects in prod what holds data or serves requests", () => {
    const resources = of("prod").flatMap(([id, json]) =>
      found(json, type).map(([address, one]) => [id, address, one[argument] ?? false]),
    );
    expect(resources).not.toEqual([]);
    for (const [id, address, value] of resources) {
      expect({ id, address, value }).toEqual({ id, address, value: whenProtected });
    }
  });
});

test.each(["aws_ecr_repository.force_delete", "aws_lb.enable_deletion_protection"])(
  "%s lets dev go without a second step",
  (name) => {
    const [type, argument] = name.split(".") as [string, string];
    const values = of("dev").flatMap(([, json]) =>
      json.resources(type).map((one) => one[argument] as boolean),
    );
    expect(values).not.toEqual([]);
    expect(new Set(values)).toEqual(new Set([argument === "force_delete"]));
  },
);

test("protects the bucket of prod's states", () => {
  const states = (environment: string) => {
    const { force_destroy, lifecycle } = stacks[`state-${environment}`]!.resource("aws_s3_bucket");
    return [force_destroy as boolean, lifecycle.prevent_destroy as boolean];
  };
  expect(states("prod")).toEqual([false, true]);
  expect(states("dev")).toEqual([true, false]);
});

test("keeps every log of an environment for as long as its settings say", () => {
  for (const [environment, days] of Object.entries({ dev: 7, prod: 365 })) {
    for (const [id, json] of of(environment)) {
      for (const [address, group] of json.addressed("aws_cloudwatch_log_group")) {
        if (address.includes("flow-logs")) continue;
        expect({ id, address, days: group["retention_in_days"] }).toEqual({ id, address, days });
      }
    }
  }
});

test("asks for a Terraform that locks in S3 itself", () => {
  for (const [, json] of Object.entries(stacks)) {
    expect(json.json["terraform"].required_version).toBe(">= 1.11");
  }
});
