import { type Controls, each } from "./control";

const instance = "aws_db_instance";

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html */
export const rds: Controls = {
  "RDS.2": each(instance, (database) => database["publicly_accessible"] === false),
  "RDS.3": each(instance, (database) => database["storage_encrypted"] === true),
  "RDS.5": each(instance, (database) => database["multi_az"] === true),
  "RDS.6": each(instance, (database) => (database["monitoring_interval"] ?? 0) > 0),
  "RDS.8": each(instance, (database) => database["deletion_protection"] === true),
  "RDS.9": each(instance, (database) =>
    ["audit", "error", "general", "slowquery"].every((log) =>
      database["enabled_cloudwatch_logs_exports"].includes(log),
    ),
  ),
  "RDS.10": each(instance, (database) => database["iam_database_authentication_enabled"] === true),
  "RDS.11": each(instance, (database) => database["backup_retention_period"] >= 7),
  "RDS.13": each(instance, (database) => database["auto_minor_version_upgrade"] === true),
  "RDS.17": each(instance, (database) => database["copy_tags_to_snapshot"] === true),
  "RDS.23": each(instance, (database) => database["port"] !== 3306),
};
