import type { ForwardResult } from "./forwarding";
import type { HttpApiDefinition, HttpStage } from "./http-api/http-api-definition";
import { type GatewayRequest, headerOf } from "./http-message";

/** Values of `$context` by name without the prefix, such as "identity.sourceIp". */
export type ContextVariables = Readonly<Record<string, string | number | undefined>>;

const REFERENCE = /\$\{context\.([A-Za-z0-9_.]+)\}|\$context\.([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)/g;

/** Replaces each `$context.x`. A variable without a value becomes "-", as in the logs of AWS. */
export function substituteContext(template: string, variables: ContextVariables): string {
  return template.replace(REFERENCE, (_, braced?: string, plain?: string) =>
    String(variables[braced ?? plain ?? ""] ?? "-"),
  );
}

/** The time in the Common Log Format, such as 10/Oct/2000:13:55:36 +0000. */
function requestTime(at: number): string {
  const [, day, month, year, time] = new Date(at).toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}

/** The variables that every kind of API has. */
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

/** The facts about a request to an API. */
export interface KnownOfRequest {
  readonly request: GatewayRequest;
  readonly stage: HttpStage;
  /** Variables that earlier steps have added. */
  readonly context: ContextVariables;
}

/**
 * The `$context` variables for mappings and the access log.
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

/** The access log variables for an integration's response or failure. */
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
