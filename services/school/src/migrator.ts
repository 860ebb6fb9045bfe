import type { Connection } from "mysql2/promise";
import type { Migrations } from "./migrations";

/** Less than the time that a stopping program has to close its connections. */
const lockTimeoutSeconds = 5;

/** Updates the tables. Tasks that start together wait for each other. @returns the applied versions */
export async function migrate(
  connection: Connection,
  { owner, steps }: Migrations,
): Promise<readonly number[]> {
  // Lock names are global to the server and have at most 64 characters. Closing the connection releases the lock.
  const lock = "SHA1(CONCAT(DATABASE(), '.', ?))";
  const [rows] = await connection.execute(`SELECT GET_LOCK(${lock}, ?) AS taken`, [
    owner,
    lockTimeoutSeconds,
  ]);
  if (valueOf(rows, "taken") !== 1)
    throw new Error("another task holds the lock of the migrations");
  const applied = await applyMissing(connection, { owner, steps });
  await connection.execute(`SELECT RELEASE_LOCK(${lock})`, [owner]);
  return applied;
}

async function applyMissing(
  connection: Connection,
  { owner, steps }: Omit<Migrations, "rights">,
): Promise<readonly number[]> {
  await connection.query(
    `CREATE TABLE IF NOT EXISTS ${owner}_migration (
      version INT NOT NULL PRIMARY KEY,
      applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
    ) ENGINE = InnoDB`,
  );
  const [rows] = await connection.query(
    `SELECT COALESCE(MAX(version), 0) AS version FROM ${owner}_migration`,
  );
  const applied: number[] = [];
  for (const [index, statement] of steps.entries()) {
    const version = index + 1;
    if (version <= Number(valueOf(rows, "version"))) continue;
    await connection.query(statement);
    await connection.execute(`INSERT INTO ${owner}_migration (version) VALUES (?)`, [version]);
    applied.push(version);
  }
  return applied;
}

function valueOf(rows: unknown, column: string): unknown {
  return (rows as readonly Readonly<Record<string, unknown>>[])[0]?.[column];
}
