import * as aws from "../../aws/databases";
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
      "must be 1 to 47 lower-case letters, digits and inner hyphens, and begin with a letter",
      (value) => value.length <= 47 && /^[a-z](-?[a-z0-9])*$/.test(value),
    ).default(defaults.identifier),
    databaseName: textOf(aws.mysqlDatabaseName).default(defaults.databaseName),
    /** @default "admin" */
    username: textOf(aws.mysqlUsername).default("admin"),
    /** @default 3306 */
    port: wholeNumber(...aws.mysql.port).default(3306),
    /** Major and minor version, or a patch of it; without one, RDS takes the newest. @default "8.4" */
    engineVersion: known({
      rule: 'must be a version of RDS for MySQL, as in "8.4" or "8.4.7"',
      isKnown: aws.isMysqlVersion,
      names: aws.mysqlMinorVersions,
    }).default("8.4"),
    /** @default "db.t4g.micro" */
    instanceClass: known({
      rule: 'must be an instance class of RDS for MySQL, as in "db.t4g.micro"',
      isKnown: (name) => aws.mysqlInstanceClasses().includes(name),
      names: aws.mysqlInstanceClasses,
    }).default("db.t4g.micro"),
    /** @default 20 */
    storageGiB: wholeNumber(...aws.mysql.storageGiB).default(20),
    /** To which storage grows by itself, at least a tenth above storageGiB. @default it does not */
    maxStorageGiB: wholeNumber(...aws.mysql.maxStorageGiB).optional(),
    /** Days of backups, to any second of which it can be set back. @default 7 */
    backupDays: wholeNumber(...aws.mysql.backupDays).default(7),
    /** Whether a copy in another zone takes over when this one fails. @default false */
    multiAz: flag().default(false),
    /** Whether a last snapshot and the automated backups stay when the database is destroyed. @default true */
    finalSnapshot: flag().default(true),
    /** Whether a change takes effect with its apply, and not in the next maintenance window. Some changes restart the database. @default true */
    applyImmediately: flag().default(true),
    /** When AWS makes the daily backup, in UTC, as in "02:00-02:30"; at least half an hour. @default AWS chooses */
    backupWindow: textOf(aws.backupWindow).optional(),
    /** When AWS maintains the instance, in UTC, as in "sun:03:00-sun:03:30"; at least half an hour. @default AWS chooses */
    maintenanceWindow: textOf(aws.maintenanceWindow).optional(),
    /** Whether engineVersion may go up to another release, as from 8.0 to 8.4. @default false */
    allowMajorVersionUpgrade: flag().default(false),
    /** Whether the machine reports every minute how it is. @default false */
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
