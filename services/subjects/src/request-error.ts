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

/** What is at the bottom of an error, without what it may know of clients: the statement, its values, an address. */
export function reasonOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: String(error) };
  if (error.cause !== undefined) return reasonOf(error.cause);
  const { name, code, errno, message } = error as NodeJS.ErrnoException;
  // A message of the server about a value, such as that of a duplicate, repeats the value.
  return "sqlState" in error ? { name, code, errno } : { name, code, errno, message };
}
