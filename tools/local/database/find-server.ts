import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** A MySQL-compatible server that is installed on this machine. */
export interface DatabaseServer {
  readonly kind: "mariadb" | "mysql";
  readonly program: string;
  /** MariaDB's program that makes the system tables; MySQL's server does that itself. */
  readonly installer?: string;
}

/** Distributions put servers where the PATH of a user does not look. */
const BESIDE_PATH = [
  "/usr/sbin",
  "/usr/local/sbin",
  "/usr/local/mysql/bin",
  "/opt/homebrew/bin",
  "/opt/homebrew/opt/mariadb/bin",
  "/usr/libexec",
];

export function findDatabaseServer(
  path: string = process.env.PATH ?? "",
  others: readonly string[] = BESIDE_PATH,
): DatabaseServer | undefined {
  const folders = [...path.split(delimiter).filter((folder) => folder !== ""), ...others];
  const find = (...names: readonly string[]): string | undefined =>
    names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);

  const mariadb = find("mariadbd");
  const installer = find("mariadb-install-db", "mysql_install_db");
  if (mariadb !== undefined && installer !== undefined) {
    return { kind: "mariadb", program: mariadb, installer };
  }
  const mysql = find("mysqld");
  return mysql === undefined ? undefined : { kind: "mysql", program: mysql };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
