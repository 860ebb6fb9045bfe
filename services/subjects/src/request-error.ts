interface Details extends ErrorOptions {
  /** After which time a client may try again. @default - nothing is said of it */
  readonly retryAfterSeconds?: number;
}

/** What went wrong with a request, in words for the client. The cause is for the log alone. */
export class RequestError extends Error {
  readonly statusCode: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(statusCode: number, message: string, { retryAfterSeconds, cause }: Details = {}) {
    super(message, { cause });
    this.name = "RequestError";
    this.statusCode = statusCode;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The error without what it may know of clients and their data: the statement, its values, the address. */
export function withoutData(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, code, errno } = error as NodeJS.ErrnoException;
  // A message of the server about a value, such as that of a duplicate, repeats the value.
  const message = "sqlState" in error ? code : error.message;
  return { name, code, errno, message, cause: error.cause && withoutData(error.cause) };
}
