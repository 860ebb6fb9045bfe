import * as aws from "../../aws/databases";
import { mysqlDefaults } from "../../aws/defaults";
import { ofAws, rule } from "../rules/rule";
import { flag, known, settings, text, textOf, wholeNumber } from "./fields";

export interface MysqlDatabaseDefaults {
  readonly identifier: string;
  readonly databaseName: string;
}

/**
 * A MySQL database of RDS.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
export function mysqlDatabase(defaults: MysqlDatabaseDefaults) {
  return settings({
    /** Name of the instance; at most 47 characters, to which the environment's nameSuffix is added. */
    identifier: text(
      "must be 1 to 47 lowercase letters, digits and inner hyphens, and begin with a letter",
      (value) => value.length <= 47 && /^[a-z](-?[a-z0-9])*$/.test(value),
    ).default(defaults.identifier),
    databaseName: textOf(aws.mysqlDatabaseName).default(defaults.databaseName),
    /** @default "admin" */
    username: textOf(aws.mysqlUsername).default(mysqlDefaults.username),
    /** @default 3306 */
    port: wholeNumber(...aws.mysql.port).default(mysqlDefaults.port),
    /** Major and minor version, with or without a patch version. Without one, RDS uses the newest. @default "8.4" */
    engineVersion: known({
      rule: 'must be a version of RDS for MySQL, as in "8.4" or "8.4.7"',
      isKnown: aws.isMysqlVersion,
      names: aws.mysqlMinorVersions,
    }).default(mysqlDefaults.engineVersion),
    /** @default "db.t4g.micro" */
    instanceClass: known({
      rule: 'must be an instance class of RDS for MySQL, as in "db.t4g.micro"',
      isKnown: (name) => aws.mysqlInstanceClasses().includes(name),
      names: aws.mysqlInstanceClasses,
    }).default(mysqlDefaults.instanceClass),
    /** @default 20 */
    storageGiB: wholeNumber(...aws.mysql.storageGiB).default(mysqlDefaults.storageGiB),
    /** Limit of storage autoscaling, at least 10 % above storageGiB. @default no autoscaling */
    maxStorageGiB: wholeNumber(...aws.mysql.maxStorageGiB).optional(),
    /** Days to keep automated backups, for point-in-time recovery. @default 7 */
    backupDays: wholeNumber(...aws.mysql.backupDays).default(mysqlDefaults.backupDays),
    /** Whether a standby in another zone takes over after a failure. @default false */
    multiAz: flag().default(false),
    /** Whether a final snapshot and the automated backups remain when the database is destroyed. @default true */
    finalSnapshot: flag().default(mysqlDefaults.finalSnapshot),
    /** Whether changes take effect at once instead of in the next maintenance window. Some changes restart the database. @default true */
    applyImmediately: flag().default(mysqlDefaults.applyImmediately),
    /** Daily backup window in UTC, as in "02:00-02:30", at least 30 minutes. @default AWS chooses */
    backupWindow: textOf(aws.backupWindow).optional(),
    /** Weekly maintenance window in UTC, as in "sun:03:00-sun:03:30", at least 30 minutes. @default AWS chooses */
    maintenanceWindow: textOf(aws.maintenanceWindow).optional(),
    /** Whether engineVersion may change to another major version, as from 8.0 to 8.4. @default false */
    allowMajorVersionUpgrade: flag().default(false),
    /** Whether enhanced monitoring is on, with one reading per minute. @default false */
    enhancedMonitoring: flag().default(false),
  }).check(growsByATenth, windowsApart);
}

const growsByATenth = rule<{ storageGiB: number; maxStorageGiB?: number }>(
  ["storageGiB", "maxStorageGiB"],
  ofAws(aws.growsByATenth),
);

const windowsApart = rule<{ backupWindow?: string; maintenanceWindow?: string }>(
  ["backupWindow", "maintenanceWindow"],
  ofAws(aws.windowsApart),
);
