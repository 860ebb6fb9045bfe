/** Hop-by-hop header fields (https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1). */
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

/** Header fields in their original order, as alternating names and values (Node's raw headers). */
export type RawHeaders = readonly string[];

export interface Hop {
  readonly clientAddress: string;
  readonly protocol: "http" | "https";
  readonly port: number;
  readonly traceId: string;
  /** Drops fields whose names contain characters other than letters, digits and hyphens. */
  readonly dropsInvalid: boolean;
  /**
   * The host for a request without one, which HTTP/1.0 allows. An Application Load Balancer uses its own DNS name.
   *
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#http-connections
   */
  readonly hostByDefault: string;
}

/**
 * The header fields for the target: those of the request without hop-by-hop fields, and those that the load balancer adds.
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

/** The header fields of a response that are forwarded to the client. */
export function headersForClient(raw: RawHeaders): string[] {
  return endToEnd(raw).flat();
}

function endToEnd(raw: RawHeaders): [string, string][] {
  const fields: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    fields.push([raw[at] ?? "", raw[at + 1] ?? ""]);
  }
  // Fields named in Connection are hop-by-hop, too.
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
