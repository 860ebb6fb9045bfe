import type { Target } from "../forwarding";
import type { CorsRules } from "./cors";
import type { ThrottleSettings } from "../token-bucket";

/** An HTTP API from the synthesized JSON, defined by resources or by an OpenAPI document. */
export interface HttpApiDefinition {
  readonly address: string;
  readonly name: string;
  readonly routes: readonly HttpRoute[];
  readonly stages: readonly HttpStage[];
  readonly cors?: CorsRules;
}

export interface HttpRoute {
  /** Examples: `GET /pets/{id}`, `ANY /{proxy+}`, `$default`. */
  readonly key: string;
  readonly authorization: HttpAuthorization;
  /** Undefined for a route without an integration. */
  readonly integration?: HttpIntegration;
}

export type HttpAuthorization =
  | { readonly kind: "none" }
  | {
      readonly kind: "jwt";
      readonly authorizer: JwtAuthorizer;
      /** The token must contain at least one of these. Empty accepts any token. */
      readonly scopes: readonly string[];
    }
  /** An authorizer that cannot be emulated. It refuses every request. */
  | { readonly kind: "unavailable"; readonly type: string };

export interface JwtAuthorizer {
  readonly name: string;
  /** Examples: `$request.header.Authorization`. The first that is present is used. */
  readonly identitySources: readonly string[];
  readonly issuer: string;
  readonly audience: readonly string[];
}

export interface HttpIntegration {
  readonly target: Target;
  /** The method to send, or "ANY" to use the client's. */
  readonly method: string;
  readonly timeoutMs: number;
  /** Example: `overwrite:path` -> `$request.path`. */
  readonly requestParameters: Readonly<Record<string, string>>;
  /** Response mappings by status code. */
  readonly responseParameters: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface HttpStage {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Applies to routes without settings of their own. */
  readonly defaultThrottle?: ThrottleSettings;
  readonly routeThrottles: Readonly<Record<string, ThrottleSettings>>;
  readonly accessLogFormat?: string;
}

export const DEFAULT_STAGE = "$default";
export const DEFAULT_ROUTE = "$default";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export const LONGEST_HTTP_INTEGRATION_MS = 30_000;

/** Where a private integration leads: a Cloud Map service or the listener of a load balancer. */
export function integrationTarget(uri: string): Target {
  const isCloudMap =
    uri.startsWith("aws_service_discovery_service.") || uri.includes(":servicediscovery:");
  return { kind: isCloudMap ? "cloud-map-service" : "listener", arn: uri };
}
