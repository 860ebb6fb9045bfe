import { reasonOf } from "@services/kit/request-error";
import type { FastifyBaseLogger } from "fastify";
import type { PoolConnection } from "mysql2/promise";
import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "./database";
import { unavailable } from "./database-errors";
import type { Migrations } from "./migrations";

/** Short of what a stopping program has left to end its connections. */
const lockTimeoutSeconds = 5;
const migrationTimeoutMs = 120_000;
const firstPauseMs = 200;
const longestPauseMs = 3_000;

/** Brings the service's tables up to date in the background, however late the database comes. */
export class Migrator {
  private readonly database: Database;
  private readonly migrations: Migrations;
  private readonly log: FastifyBaseLogger;
  private readonly stopping = new AbortController();
  private isDone = false;

  constructor(database: Database, migrations: Migrations, log: FastifyBaseLogger) {
    this.database = database;
    this.migrations = migrations;
    this.log = log;
  }

  /** @throws RequestError 503 as long as the tables are not there */
  requireTables(): void {
    if (!this.isDone) throw unavailable(new Error("the tables are not up to date yet"));
  }

  /** Tries until it is done, or {@link stop} is called. */
  async run(): Promise<void> {
    const { signal } = this.stopping;
    for (
      let pauseMs = firstPauseMs;
      !signal.aborted;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    ) {
      try {
        const applied = await this.database.withConnection(
          (connection) => migrate(connection, this.migrations),
          migrationTimeoutMs,
        );
        this.isDone = true;
        this.log.info({ applied }, "tables are up to date");
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.log.warn({ reason: reasonOf(error) }, "tables can't be brought up to date yet");
      }
      // Tasks that start together don't come back together.
      await delay(pauseMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(
        () => undefined,
      );
    }
  }

  stop(): void {
    this.stopping.abort();
  }
}

/** @returns the versions that this call applied */
async function migrate(
  connection: PoolConnection,
  { owner, steps }: Migrations,
): Promise<readonly number[]> {
  // Names of locks are those of the whole server, and of 64 characters at most. The end of the connection frees it.
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
  connection: PoolConnection,
  { owner, steps }: Migrations,
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
