import { HOP_BY_HOP } from "../balancer/forwarded-headers";

/** Headers by their name in lower case. A repeated header has several values. */
export type Headers = Readonly<Record<string, readonly string[]>>;

export interface GatewayRequest {
  /** The request ID, which is also in the access log and the response headers. */
  readonly id: string;
  readonly method: string;
  /** The percent-encoded path as the client sent it, including the stage. */
  readonly path: string;
  /** The query string as the client sent it, without the question mark. */
  readonly query: string;
  readonly headers: Headers;
  readonly body: Buffer;
  readonly sourceIp: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** The first value of a header, or undefined. */
export function headerOf(headers: Headers, name: string): string | undefined {
  return headers[name.toLowerCase()]?.[0];
}

/** All values of a header, joined with commas as in HTTP. */
export function joinedHeader(headers: Headers, name: string): string | undefined {
  return headers[name.toLowerCase()]?.join(",");
}

export function withoutHeaders(headers: Headers, names: readonly string[]): Headers {
  const dropped = new Set(names.map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}

/** A JSON response that the gateway sends itself. */
export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): GatewayAnswer {
  return answerWith(status, JSON.stringify(value), {
    "content-type": "application/json",
    ...headers,
  });
}

export function answerWith(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>>,
): GatewayAnswer {
  return {
    status,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]]),
    ),
    body: Buffer.from(body),
  };
}

/**
 * Hop-by-hop headers, which are not forwarded.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
 */
export function endToEndHeaders(headers: Headers): Headers {
  const named = (headers["connection"] ?? []).flatMap((value) =>
    value.split(",").map((name) => name.trim()),
  );
  return withoutHeaders(headers, [...HOP_BY_HOP, ...named]);
}

export interface Handled {
  readonly answer: GatewayAnswer;
  /** The line for the access log, if the request's stage has one. */
  readonly accessLogLine?: string;
  /** The target that answered, or undefined if the gateway answered itself. */
  readonly answeredBy?: string;
}

/** An emulated API: HTTP or REST. */
export interface Api {
  readonly handle: (request: GatewayRequest) => Promise<Handled>;
}
