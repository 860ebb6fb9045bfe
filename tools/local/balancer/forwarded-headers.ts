/** Header fields of one connection only (https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1). */
export const HOP_BY_HOP: readonly string[] = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** Header fields as they came, name and value by turns: what Node calls raw headers. */
export type RawHeaders = readonly string[];

export interface Hop {
  readonly clientAddress: string;
  readonly protocol: "http" | "https";
  readonly port: number;
  readonly traceId: string;
  /** Leaves out fields whose name has other characters than letters, digits and hyphens. */
  readonly dropsInvalid: boolean;
  /**
   * The host of a request that names none, as HTTP/1.0 allows: an Application Load Balancer takes its own DNS name.
   *
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#http-connections
   */
  readonly hostByDefault: string;
}

/**
 * Header fields for the target: those of the request that are not of its connection, and those that the balancer adds.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html
 */
export function headersForTarget(raw: RawHeaders, hop: Hop): string[] {
  const kept = endToEnd(raw).filter(([name]) => !hop.dropsInvalid || /^[A-Za-z0-9-]+$/.test(name));
  const former = valuesOf(kept, "x-forwarded-for");
  const trace = valuesOf(kept, "x-amzn-trace-id")[0];
  const replaced = new Set([
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-forwarded-port",
    "x-amzn-trace-id",
  ]);
  return [
    ...kept.filter(([name]) => !replaced.has(name.toLowerCase())),
    ...(valuesOf(kept, "host").length === 0 ? [["Host", hop.hostByDefault]] : []),
    ["X-Forwarded-For", [...former, hop.clientAddress].join(", ")],
    ["X-Forwarded-Proto", hop.protocol],
    ["X-Forwarded-Port", String(hop.port)],
    [
      "X-Amzn-Trace-Id",
      trace === undefined ? `Root=${hop.traceId}` : `Self=${hop.traceId};${trace}`,
    ],
  ].flat();
}

/** Header fields of an answer that go on to the client. */
export function headersForClient(raw: RawHeaders): string[] {
  return endToEnd(raw).flat();
}

function endToEnd(raw: RawHeaders): [string, string][] {
  const fields: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    fields.push([raw[at] ?? "", raw[at + 1] ?? ""]);
  }
  // What the sender names in Connection is of the connection, too.
  const named = new Set(
    valuesOf(fields, "connection").flatMap((value) =>
      value.split(",").map((name) => name.trim().toLowerCase()),
    ),
  );
  return fields.filter(([name]) => {
    const lower = name.toLowerCase();
    return !HOP_BY_HOP.includes(lower) && !named.has(lower);
  });
}

function valuesOf(fields: readonly (readonly [string, string])[], wanted: string): string[] {
  return fields.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}
