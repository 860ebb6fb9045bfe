import type { TerraformStack } from "cdktf";
import { MysqlDatabase, type MysqlDatabaseProps } from "../../../modules/data/mysql-database";
import { SecurityGroup } from "../../../modules/network/security-group";
import { synth } from "../../support/synth";

function database(
  props: Partial<MysqlDatabaseProps> = {},
  use?: (database: MysqlDatabase, stack: TerraformStack) => void,
) {
  return synth((stack) => {
    const made = new MysqlDatabase(stack, "database", {
      identifier: "shop",
      databaseName: "shop",
      logRetentionDays: 30,
      network: {
        vpcId: "vpc-1",
        publicSubnetIds: [],
        workloadSubnetIds: ["subnet-1", "subnet-2"],
        workloadsArePublic: false,
        privateRouteTableIds: [],
        egress: [],
        httpsDestinations: [{ cidr: "0.0.0.0/0" }],
      },
      ...props,
    });
    use?.(made, stack);
  });
}

const json = database();
const instance = json.resource("aws_db_instance");

test("lets RDS make the password, and gives it to nobody", () => {
  expect(instance["manage_master_user_password"]).toBe(true);
  expect(json.text).not.toContain('"password"');
});

test("is encrypted, private, backed up, and keeps itself up to date", () => {
  expect(instance).toMatchObject({
    storage_encrypted: true,
    publicly_accessible: false,
    backup_retention_period: 7,
    auto_minor_version_upgrade: true,
    copy_tags_to_snapshot: true,
    iam_database_authentication_enabled: true,
  });
});

test("is not lost by mistake unless that is asked for: a last snapshot stays", () => {
  expect(instance).toMatchObject({
    deletion_protection: true,
    skip_final_snapshot: false,
    final_snapshot_identifier: expect.stringMatching(/^shop-final-/) as string,
  });
  expect(
    database({ deletionProtection: false, finalSnapshot: false }).resource("aws_db_instance"),
  ).toMatchObject({
    deletion_protection: false,
    skip_final_snapshot: true,
  });
});

test.each([
  ["8.4", "mysql8.4"],
  ["8.4.7", "mysql8.4"],
  ["8.0", "mysql8.0"],
])("has parameters of version %s's family", (engineVersion, family) => {
  const group = database({ engineVersion }).resource("aws_db_parameter_group");
  expect(group).toMatchObject({ family, lifecycle: { create_before_destroy: true } });
  expect(group["parameter"]).toContainEqual({ name: "require_secure_transport", value: "1" });
});

test("keeps its logs for as long as told, in groups that RDS would make without an end", () => {
  expect(json.resources("aws_cloudwatch_log_group").map(({ name }) => name)).toEqual([
    "/aws/rds/instance/shop/error",
    "/aws/rds/instance/shop/slowquery",
  ]);
  for (const group of json.resources("aws_cloudwatch_log_group")) {
    expect(group["retention_in_days"]).toBe(30);
  }
  expect(instance["enabled_cloudwatch_logs_exports"]).toEqual(["error", "slowquery"]);
  expect(instance["depends_on"]).toHaveLength(2);
});

test("reports on its machine by a role of its own, when asked", () => {
  expect(json.resources("aws_iam_role")).toEqual([]);
  const monitored = database({ monitoringIntervalSeconds: 60 });
  const { monitoring_interval, monitoring_role_arn } = monitored.resource("aws_db_instance");
  expect(monitoring_interval).toBe(60);
  expect(monitored.referenced(monitoring_role_arn)).toBe(monitored.resource("aws_iam_role"));
  expect(monitored.resource("aws_iam_role_policy_attachment")["policy_arn"]).toMatch(
    /service-role\/AmazonRDSEnhancedMonitoringRole$/,
  );
});

test("admits those that it is told to, on its port, and nobody else", () => {
  const opened = database({ port: 13_306 }, (made, stack) => {
    const group = { vpcId: "vpc-1", namePrefix: "clients-", description: "Clients" };
    made.allowFrom("clients", new SecurityGroup(stack, "clients", group));
  });
  const rule = opened.resource("aws_vpc_security_group_ingress_rule");
  expect(rule).toMatchObject({ from_port: 13_306, to_port: 13_306 });
  expect(opened.referenced(rule["referenced_security_group_id"])["description"]).toBe("Clients");
});

test.each<[string, Partial<MysqlDatabaseProps>, string]>([
  ["a name in capitals", { identifier: "Shop" }, "`identifier` must be 1 to 63 lowercase letters"],
  [
    "less storage than there is",
    { storageGiB: 5 },
    "`storageGiB` must be from 20 to 65536, got 5.",
  ],
  [
    "a ceiling below its storage",
    { storageGiB: 50, maxStorageGiB: 40 },
    "`maxStorageGiB` must be at least a tenth above storageGiB (50), which is 55, got 40.",
  ],
  [
    "backups for longer than RDS keeps them",
    { backupDays: 36 },
    "`backupDays` must be from 0 to 35, got 36.",
  ],
  [
    "reports of an interval that there is not",
    { monitoringIntervalSeconds: 20 },
    "`monitoringIntervalSeconds` must be one of 0, 1, 5, 10, 15, 30, 60, got 20.",
  ],
])("refuses %s", (_, props, message) => {
  expect(() => database(props)).toThrow(message);
});
