import { spawnSync } from "node:child_process";

export interface MysqlPrograms {
  readonly server: string;
  /** MariaDB's program that creates the first tables. MySQL's server creates them itself. */
  readonly installer: string | undefined;
}

/** Where Debian installs servers, which is not in every user's PATH. */
const searchPath = `${process.env.PATH ?? ""}:/usr/sbin:/usr/local/sbin:/usr/libexec`;

const howToInstall =
  "no MariaDB or MySQL server is installed. Debian and Ubuntu: apt-get install mariadb-server; macOS: brew install mariadb";

/** @returns the reason to skip tests that need a database. With CI set they are never skipped and fail instead. */
export function whyNoDatabase(): string | false {
  if (findPrograms() !== undefined || isOn(process.env.CI)) return false;
  console.log(`Tests with a real database are skipped: ${howToInstall}.`);
  return howToInstall;
}

/** @throws Error that names what to install */
export function requirePrograms(): MysqlPrograms {
  const programs = findPrograms();
  if (programs === undefined) throw new Error(`${howToInstall}.`);
  return programs;
}

function findPrograms(): MysqlPrograms | undefined {
  const mariadb = find("mariadbd");
  const installer = find("mariadb-install-db");
  if (mariadb !== undefined && installer !== undefined) return { server: mariadb, installer };
  const server = find("mysqld");
  return server === undefined ? undefined : { server, installer: undefined };
}

function find(program: string): string | undefined {
  const { status, stdout } = spawnSync("which", [program], {
    env: { ...process.env, PATH: searchPath },
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : undefined;
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !["", "0", "false"].includes(value.toLowerCase());
}
