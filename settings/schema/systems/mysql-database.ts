import * as aws from "../../../aws/data/databases";
import { mysqlDefaults } from "../../../aws/defaults";
import { ofAws, rule } from "../../rules/rule";
import { flag, known, settings, text, textOf, wholeNumber } from "../fields";

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
    /**
     * Name of the instance; at most 47 characters, to which the environment's nameSuffix is added.
     * @default - the system's own, on its page
     */
    identifier: text(
      "must be 1 to 47 lowercase letters, digits and inner hyphens, and begin with a letter",
      (value) => value.length <= 47 && /^[a-z](-?[a-z0-9])*$/.test(value),
    ).default(defaults.identifier),
    /**
     * Name of the database in the instance.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
     */
    databaseName: textOf(aws.mysqlDatabaseName).default(defaults.databaseName),
    /**
     * Name of the master user.
     * @default "admin"
     * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
     */
    username: textOf(aws.mysqlUsername).default(mysqlDefaults.username),
    /**
     * Port that the database listens on.
     * @default 3306
     * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
     */
    port: wholeNumber(...aws.mysql.port).default(mysqlDefaults.port),
    /** Major and minor version, with or without a patch version. Without one, RDS uses the newest. @default "8.4" */
    engineVersion: known({
      rule: 'must be a version of RDS for MySQL, as in "8.4" or "8.4.7"',
      isKnown: aws.isMysqlVersion,
      names: aws.mysqlMinorVersions,
    }).default(mysqlDefaults.engineVersion),
    /**
     * Instance class of the database, such as db.t4g.micro.
     * @default "db.t4g.micro"
     * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.html
     */
    instanceClass: known({
      rule: 'must be an instance class of RDS for MySQL, as in "db.t4g.micro"',
      isKnown: (name) => aws.mysqlInstanceClasses().includes(name),
      names: aws.mysqlInstanceClasses,
    }).default(mysqlDefaults.instanceClass),
    /**
     * GiB of storage.
     * @default 20
     * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
     */
    storageGiB: wholeNumber(...aws.mysql.storageGiB).default(mysqlDefaults.storageGiB),
    /**
     * GiB up to which storage grows by itself, at least 10 % above storageGiB.
     * @default no autoscaling
     * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
     */
    maxStorageGiB: wholeNumber(...aws.mysql.maxStorageGiB).optional(),
    /**
     * Days to keep automated backups, for point-in-time recovery.
     * @default 7
     * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
     */
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
