/** A request of the page, and what came of it. */
export interface Call {
  readonly method: "GET" | "PUT";
  readonly url: string;
  /** What is sent with a PUT. */
  readonly item?: string;
  /** Whether a token went with it. */
  readonly isSigned: boolean;
  /** When it was sent, in milliseconds since 1970. */
  readonly sentAt: number;
  /** Until the whole answer was there, or until it failed. */
  readonly durationMs: number;
  /** Undefined when there was no answer. */
  readonly answer?: Answer;
}

export interface Answer {
  readonly status: number;
  readonly statusText: string;
  /** As it came. */
  readonly body: string;
}

export interface Request {
  readonly method: "GET" | "PUT";
  readonly url: string;
  readonly item?: string;
  readonly token?: string;
}

/** Longer than the gateway waits for its service. */
const timeoutMs = 35_000;

/** Sends it and waits for the whole answer; a request without one is a call as well. */
export async function send({ method, url, item, token }: Request): Promise<Call> {
  const headers = new Headers();
  if (item !== undefined) headers.set("content-type", "application/json");
  if (token !== undefined) headers.set("authorization", token);
  const call = {
    method,
    url,
    ...(item !== undefined && { item }),
    isSigned: token !== undefined,
    sentAt: Date.now(),
  };
  const before = performance.now();
  const answer = await fetch(url, {
    method,
    headers,
    ...(item !== undefined && { body: item }),
    cache: "no-store",
    credentials: "omit",
    signal: AbortSignal.timeout(timeoutMs),
  })
    .then(async (response) => ({
      status: response.status,
      statusText: response.statusText,
      body: await response.text(),
    }))
    .catch(() => undefined);
  const durationMs = Math.round(performance.now() - before);
  return { ...call, durationMs, ...(answer !== undefined && { answer }) };
}

/** What follows the API's address, as a reader wants it. */
export function pathOf({ url }: Pick<Call, "url">): string {
  return decodeURI(new URL(url).pathname);
}
