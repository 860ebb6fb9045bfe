import { type GatewayRequest, headerOf } from "./http-message";

/** Values of `$context` by their name without the prefix, such as "identity.sourceIp". */
export type ContextVariables = Readonly<Record<string, string | number | undefined>>;

const REFERENCE = /\$\{context\.([A-Za-z0-9_.]+)\}|\$context\.([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)/g;

/** Replaces each `$context.x`; what has no value becomes "-", as in AWS's own log lines. */
export function substituteContext(template: string, variables: ContextVariables): string {
  return template.replace(REFERENCE, (_, braced?: string, plain?: string) =>
    String(variables[braced ?? plain ?? ""] ?? "-"),
  );
}

/** The moment in the common log format, such as 10/Oct/2000:13:55:36 +0000. */
function requestTime(at: number): string {
  const [, day, month, year, time] = new Date(at).toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}

/** What every kind of API knows of a request. */
export function requestVariables(request: GatewayRequest, api: string): ContextVariables {
  return {
    apiId: api,
    domainName: headerOf(request.headers, "host"),
    extendedRequestId: request.id,
    httpMethod: request.method,
    "identity.sourceIp": request.sourceIp,
    "identity.userAgent": headerOf(request.headers, "user-agent"),
    path: request.path,
    protocol: "HTTP/1.1",
    requestId: request.id,
    requestTime: requestTime(request.receivedAt),
  };
}
