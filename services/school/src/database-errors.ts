import { RequestError } from "@services/kit/request-error";

/** The database refused the record, because another one has the same value where values are unique. */
export class DuplicateError extends Error {}

/** Nothing was changed: the same request may be sent again. */
export function unavailable(cause: unknown): RequestError {
  const message = "The database is away for the moment; nothing was changed. Try again.";
  return new RequestError(503, message, { retryAfterSeconds: 1, cause });
}

/** The connection was lost after the statement had been sent and before its answer came. */
export function outcomeUnknown(cause: unknown): RequestError {
  const message =
    "The database went away in the middle of the request: whether the record was stored is not known.";
  return new RequestError(504, message, { cause });
}

/**
 * Errors of the server after which it has changed nothing, and may well succeed later: deadlocks, and a database that
 * takes no writes for the time of a failover.
 * @see https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
 */
const undone = new Set([
  "ER_LOCK_DEADLOCK",
  "ER_LOCK_WAIT_TIMEOUT",
  "ER_OPTION_PREVENTS_STATEMENT",
  "ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION",
  "ER_READ_ONLY_MODE",
]);

/** Errors of the server that stand for the end of the connection: 1053, 1317, 3169 of MySQL, 1927 of MariaDB, 4031. */
const endings = new Set([1053, 1317, 1927, 3169, 4031]);

interface DriverError extends Error {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlState?: string;
  readonly fatal?: boolean;
}

export type FailureKind = "duplicate" | "undone" | "lost" | "other";

/** What became of a statement that failed. */
export function kindOf(error: unknown): FailureKind {
  const { code, errno, sqlState, fatal } = error as DriverError;
  if (code === "ER_DUP_ENTRY") return "duplicate";
  if (code !== undefined && undone.has(code)) return "undone";
  // What has a state was answered by the server; all else is of the connection.
  if (fatal === true || !sqlState || endings.has(errno ?? 0)) return "lost";
  return "other";
}

export function isPasswordRefused(error: unknown): boolean {
  return (error as DriverError).code === "ER_ACCESS_DENIED_ERROR";
}
