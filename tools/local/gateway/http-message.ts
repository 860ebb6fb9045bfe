import { HOP_BY_HOP } from "../balancer/forwarded-headers";

/** Headers by their name in lower case; a header that came several times has several values. */
export type Headers = Readonly<Record<string, readonly string[]>>;

export interface GatewayRequest {
  /** The request's id, as the access log and the answer's headers have it. */
  readonly id: string;
  readonly method: string;
  /** The path as the client wrote it, percent-encoded, stage and all. */
  readonly path: string;
  /** The query string as the client wrote it, without the question mark. */
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

/** All values of a header in one, as HTTP joins them. */
export function joinedHeader(headers: Headers, name: string): string | undefined {
  return headers[name.toLowerCase()]?.join(",");
}

export function withoutHeaders(headers: Headers, names: readonly string[]): Headers {
  const dropped = new Set(names.map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}

/** A gateway's own answer in JSON. */
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
 * Headers that concern one connection only, so that nobody passes them on.
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
  /** The line for the access log of the request's stage, where that has one. */
  readonly accessLogLine?: string;
  /** Who behind the gateway answered; undefined where the gateway did by itself. */
  readonly answeredBy?: string;
}

/** An emulated API: HTTP or REST. */
export interface Api {
  readonly handle: (request: GatewayRequest) => Promise<Handled>;
}
