import type { Connection } from "mysql2/promise";
import { createHmac } from "node:crypto";
import type { Migrations } from "./migrations";
import type { SchoolSettings } from "./settings";

export interface Account {
  readonly user: string;
  readonly password: string;
}

/**
 * The account that serves requests: DB_SERVICE_USER, which may do with the service's own tables what its requests need and
 * nothing else, or DB_USER where none is named. Its password follows from that of DB_USER, so that all tasks know it and
 * nobody has to keep it.
 */
export function serviceAccount(settings: SchoolSettings, masterPassword: string): Account {
  const user = settings.DB_SERVICE_USER;
  if (user === undefined) return { user: settings.DB_USER, password: masterPassword };
  const name = `${settings.DB_NAME}/${user}`;
  return { user, password: createHmac("sha256", masterPassword).update(name).digest("base64url") };
}

/** Makes the account, or renews its password, as DB_USER. */
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
