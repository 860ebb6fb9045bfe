import type { ForwardResult } from "./forwarding";
import type { HttpApiDefinition, HttpStage } from "./http-api/http-api-definition";
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

/** What is known of a request to an API. */
export interface KnownOfRequest {
  readonly request: GatewayRequest;
  readonly stage: HttpStage;
  /** What the steps so far have added. */
  readonly context: ContextVariables;
}

/**
 * The variables of `$context` for mappings and for the access log.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export function httpRequestVariables(
  { name }: HttpApiDefinition,
  { request, stage, context }: KnownOfRequest,
): ContextVariables {
  return {
    ...requestVariables(request, name),
    requestTimeEpoch: Math.floor(request.receivedAt / 1000),
    stage: stage.name,
    ...context,
  };
}

/** What the access log says of an integration's answer, or of why there was none. */
export function integrationVariables(result: ForwardResult, latencyMs: number): ContextVariables {
  const milliseconds = Math.round(latencyMs);
  const latency = { "integration.latency": milliseconds, integrationLatency: milliseconds };
  switch (result.kind) {
    case "answer":
      return { ...latency, "integration.status": result.status, integrationStatus: result.status };
    case "no-target":
      return { ...latency, integrationErrorMessage: "No target endpoints found for integration." };
    case "timeout":
      return { ...latency, integrationErrorMessage: "Integration request timed out." };
    case "failed":
      return { ...latency, integrationErrorMessage: result.reason };
  }
}
