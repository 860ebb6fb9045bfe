import { broken, rule } from "../rules/rule";
import { flag, settings, text, wholeNumber } from "./fields";

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
    databaseName: text(
      "must be 1 to 64 letters, digits and underscores, and begin with a letter",
      /^[a-zA-Z]\w{0,63}$/,
    ).default(defaults.databaseName),
    /** @default "admin" */
    username: text(
      'must be 1 to 16 letters, digits and underscores, begin with a letter, and not be "rdsadmin"',
      /^(?!rdsadmin$)[a-zA-Z]\w{0,15}$/,
    ).default("admin"),
    /** @default 3306 */
    port: wholeNumber(1150, 65_535).default(3306),
    /** Major and minor version, or a patch of it; without one, RDS takes the newest. @default "8.4" */
    engineVersion: text(
      'must be a version of MySQL, as in "8.4" or "8.4.7"',
      /^(8|9)\.\d{1,2}(\.\d{1,3})?$/,
    ).default("8.4"),
    /** @default "db.t4g.micro" */
    instanceClass: text(
      'must be an instance class of RDS, as in "db.t4g.micro"',
      /^db\.[a-z][a-z0-9]{0,15}\.[a-z0-9]{1,15}$/,
    ).default("db.t4g.micro"),
    /** @default 20 */
    storageGiB: wholeNumber(20, 65_536).default(20),
    /** To which storage grows by itself, at least a tenth above storageGiB. @default it does not */
    maxStorageGiB: wholeNumber(22, 65_536).optional(),
    /** Days of backups, to any second of which it can be set back. @default 7 */
    backupDays: wholeNumber(0, 35).default(7),
    /** Whether a copy in another zone takes over when this one fails. @default false */
    multiAz: flag().default(false),
    /** Whether the machine reports every minute how it is. @default false */
    enhancedMonitoring: flag().default(false),
  }).check(growsByATenth);
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html */
const growsByATenth = rule<{ storageGiB: number; maxStorageGiB?: number }>(
  ["storageGiB", "maxStorageGiB"],
  ({ storageGiB, maxStorageGiB }) => {
    const least = Math.ceil(storageGiB * 1.1);
    return maxStorageGiB === undefined || maxStorageGiB >= least
      ? undefined
      : broken(
          "maxStorageGiB",
          `must be at least a tenth above storageGiB (${storageGiB}), which is ${least}`,
          maxStorageGiB,
          "Raise it, or leave it out.",
        );
  },
);
