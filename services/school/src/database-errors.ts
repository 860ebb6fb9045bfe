import { RequestError } from "@services/kit/request-error";

/** The database rejected the record because another one has the same unique value. */
export class DuplicateError extends Error {}

/** Nothing was changed, so the request can be repeated. */
export function unavailable(cause: unknown): RequestError {
  const message = "The database is not available at the moment. Nothing was changed. Try again.";
  return new RequestError(503, message, { retryAfterSeconds: 1, cause });
}

/** The connection was lost after the statement was sent and before the response arrived. */
export function outcomeUnknown(cause: unknown): RequestError {
  const message =
    "The connection to the database was lost during the request. It is not known whether the record was stored.";
  return new RequestError(504, message, { cause });
}

/**
 * Server errors after which nothing has changed and a retry may succeed: deadlocks, and a database that is read-only during
 * a failover.
 * @see https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
 */
const undone = new Set([
  "ER_LOCK_DEADLOCK",
  "ER_LOCK_WAIT_TIMEOUT",
  "ER_OPTION_PREVENTS_STATEMENT",
  "ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION",
  "ER_READ_ONLY_MODE",
]);

/** Server errors that end the connection: 1053, 1317 and 3169 of MySQL, 1927 of MariaDB, 4031. */
const endings = new Set([1053, 1317, 1927, 3169, 4031]);

interface DriverError extends Error {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlState?: string;
  readonly fatal?: boolean;
}

export type FailureKind = "duplicate" | "undone" | "lost" | "other";

/** The outcome of a failed statement. */
export function kindOf(error: unknown): FailureKind {
  const { code, errno, sqlState, fatal } = error as DriverError;
  if (code === "ER_DUP_ENTRY") return "duplicate";
  if (code !== undefined && undone.has(code)) return "undone";
  // An error with a SQL state comes from the server. All others come from the connection.
  if (fatal === true || !sqlState || endings.has(errno ?? 0)) return "lost";
  return "other";
}

export function isPasswordRefused(error: unknown): boolean {
  return (error as DriverError).code === "ER_ACCESS_DENIED_ERROR";
}
