import { type ContextVariables, requestVariables } from "../context-variables";
import type { ForwardResult } from "../forwarding";
import type { GatewayRequest } from "../http-message";
import type { HttpApiDefinition, HttpStage } from "./http-api-definition";

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
