import { Token } from "cdktf";
import * as aws from "../../aws/data/databases";
import { mysqlDefaults } from "../../aws/defaults";
import { type Check, matches, obeys, within } from "../validation";

export interface MysqlDatabaseSettings {
  /** Name of the instance, unique in account and region, in lower case. */
  readonly identifier: string;
  /** Name of its database. */
  readonly databaseName: string;
  /** @default "admin" */
  readonly username?: string;
  /** @default 3306 */
  readonly port?: number;
  /** Major and minor version. RDS uses the latest patch. @default "8.4" */
  readonly engineVersion?: string;
  /** @default "db.t4g.micro" */
  readonly instanceClass?: string;
  /** At least 20. @default 20 */
  readonly storageGiB?: number;
  /** Maximum size for storage autoscaling. @default - no autoscaling */
  readonly maxStorageGiB?: number;
  /** Days to keep backups, 0 to 35. The database can be restored to any second in this period. @default 7 */
  readonly backupDays?: number;
  /** Whether a standby in another zone takes over after a failure. @default false */
  readonly multiAz?: boolean;
  /** Seconds between data points of enhanced monitoring: 1, 5, 10, 15, 30 or 60, or 0 for none. @default 0 */
  readonly monitoringIntervalSeconds?: number;
  /** Whether AWS refuses to delete it. @default true */
  readonly deletionProtection?: boolean;
  /** Whether a final snapshot and the automated backups are kept when it is destroyed. @default true */
  readonly finalSnapshot?: boolean;
  /** Whether changes take effect immediately instead of in the next maintenance window. @default true */
  readonly applyImmediately?: boolean;
  /** When AWS makes the daily backup, in UTC, such as `02:00-02:30`. @default - AWS chooses */
  readonly backupWindow?: string;
  /** When AWS maintains the instance, in UTC, such as `sun:03:00-sun:03:30`. @default - AWS chooses */
  readonly maintenanceWindow?: string;
  /** Whether `engineVersion` may move to another major or minor version, such as from 8.0 to 8.4. @default false */
  readonly allowMajorVersionUpgrade?: boolean;
}

export function withMysqlDefaults(settings: MysqlDatabaseSettings) {
  return {
    username: settings.username ?? mysqlDefaults.username,
    port: settings.port ?? mysqlDefaults.port,
    engineVersion: settings.engineVersion ?? mysqlDefaults.engineVersion,
    instanceClass: settings.instanceClass ?? mysqlDefaults.instanceClass,
    storageGiB: settings.storageGiB ?? mysqlDefaults.storageGiB,
    backupDays: settings.backupDays ?? mysqlDefaults.backupDays,
    multiAz: settings.multiAz ?? false,
    monitoringIntervalSeconds: settings.monitoringIntervalSeconds ?? 0,
    deletionProtection: settings.deletionProtection ?? true,
    finalSnapshot: settings.finalSnapshot ?? mysqlDefaults.finalSnapshot,
    applyImmediately: settings.applyImmediately ?? mysqlDefaults.applyImmediately,
    allowMajorVersionUpgrade: settings.allowMajorVersionUpgrade ?? false,
  };
}

export function mysqlChecks(
  settings: MysqlDatabaseSettings & ReturnType<typeof withMysqlDefaults>,
): readonly Check[] {
  const {
    storageGiB,
    maxStorageGiB,
    engineVersion,
    monitoringIntervalSeconds: interval,
  } = settings;
  return [
    within("storageGiB", storageGiB, ...aws.mysql.storageGiB),
    within("maxStorageGiB", maxStorageGiB, ...aws.mysql.maxStorageGiB),
    within("backupDays", settings.backupDays, ...aws.mysql.backupDays),
    within("port", settings.port, ...aws.mysql.port),
    obeys(aws.growsByATenth, { storageGiB, maxStorageGiB }),
    matches("identifier", settings.identifier, aws.mysqlIdentifier),
    matches("databaseName", settings.databaseName, aws.mysqlDatabaseName),
    matches("username", settings.username, aws.mysqlUsername),
    () =>
      Token.isUnresolved(engineVersion) || aws.isMysqlVersion(engineVersion)
        ? undefined
        : `\`engineVersion\` must be a version of RDS for MySQL (${aws.mysqlMinorVersions().join(", ")}, or a patch of one), got ${engineVersion}.`,
    () =>
      aws.monitoringIntervalSeconds.includes(interval)
        ? undefined
        : `\`monitoringIntervalSeconds\` must be one of ${aws.monitoringIntervalSeconds.join(", ")}, got ${interval}.`,
  ];
}
