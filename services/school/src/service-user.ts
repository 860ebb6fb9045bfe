import type { Connection } from "mysql2/promise";
import { createHmac } from "node:crypto";
import type { Migrations } from "./migrations";
import type { SchoolSettings } from "./settings";

export interface Account {
  readonly user: string;
  readonly password: string;
}

/**
 * The account that serves requests: DB_SERVICE_USER, which has only the privileges on the service's tables that requests
 * need, or DB_USER if it is not set. Its password is derived from that of DB_USER, so that all tasks know it and it need
 * not be stored.
 */
export function serviceAccount(settings: SchoolSettings, masterPassword: string): Account {
  const user = settings.DB_SERVICE_USER;
  if (user === undefined) return { user: settings.DB_USER, password: masterPassword };
  const name = `${settings.DB_NAME}/${user}`;
  return { user, password: createHmac("sha256", masterPassword).update(name).digest("base64url") };
}

/** Creates the account as DB_USER, or updates its password. */
export async function grantAccount(
  connection: Connection,
  settings: SchoolSettings,
  { user, password }: Account,
  { rights }: Migrations,
): Promise<void> {
  if (user === settings.DB_USER) return;
  const account = `'${user}'@'%'`;
  const encryption = settings.DB_TLS ? " REQUIRE SSL" : "";
  await connection.query(`CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${password}'`);
  await connection.query(`ALTER USER ${account} IDENTIFIED BY '${password}'${encryption}`);
  for (const [table, verbs] of Object.entries(rights)) {
    await connection.query(`GRANT ${verbs.join(", ")} ON \`${table}\` TO ${account}`);
  }
}
