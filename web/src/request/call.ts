/** A request of the page and its result. */
export interface Call {
  readonly method: "GET" | "PUT";
  readonly url: string;
  /** The body of a PUT. */
  readonly item?: string;
  /** Whether the request had a token. */
  readonly isSigned: boolean;
  /** Time of the request, in milliseconds since 1970. */
  readonly sentAt: number;
  /** Time until the response was complete or the request failed. */
  readonly durationMs: number;
  /** Undefined if there was no response. */
  readonly answer?: Answer;
}

export interface Answer {
  readonly status: number;
  readonly statusText: string;
  /** As received. */
  readonly body: string;
}

export interface Request {
  readonly method: "GET" | "PUT";
  readonly url: string;
  readonly item?: string;
  readonly token?: string;
}

/** Longer than the timeout of the gateway. */
const timeoutMs = 35_000;

/** Sends a request and waits for the complete response. A failed request also returns a call. */
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

/** The path after the API's address, in readable form. */
export function pathOf({ url }: Pick<Call, "url">): string {
  return decodeURI(new URL(url).pathname);
}
