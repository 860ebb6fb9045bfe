import type { Target } from "../forwarding";
import type { CorsRules } from "./cors";
import type { ThrottleSettings } from "../token-bucket";

/** An HTTP API as the synthesized JSON describes it, whether by resources or by an OpenAPI document. */
export interface HttpApiDefinition {
  readonly address: string;
  readonly name: string;
  readonly routes: readonly HttpRoute[];
  readonly stages: readonly HttpStage[];
  readonly cors?: CorsRules;
}

export interface HttpRoute {
  /** Such as `GET /pets/{id}`, `ANY /{proxy+}` or `$default`. */
  readonly key: string;
  readonly authorization: HttpAuthorization;
  /** Undefined for a route that leads nowhere yet. */
  readonly integration?: HttpIntegration;
}

export type HttpAuthorization =
  | { readonly kind: "none" }
  | {
      readonly kind: "jwt";
      readonly authorizer: JwtAuthorizer;
      /** One of them must be in the token, unless there are none. */
      readonly scopes: readonly string[];
    }
  /** A kind that needs more of AWS than there is on this machine: refuses every request. */
  | { readonly kind: "unavailable"; readonly type: string };

export interface JwtAuthorizer {
  readonly name: string;
  /** Such as `$request.header.Authorization`, tried in turn. */
  readonly identitySources: readonly string[];
  readonly issuer: string;
  readonly audience: readonly string[];
}

export interface HttpIntegration {
  readonly target: Target;
  /** The method to send, or "ANY" for the client's. */
  readonly method: string;
  readonly timeoutMs: number;
  /** Such as `overwrite:path` -> `$request.path`. */
  readonly requestParameters: Readonly<Record<string, string>>;
  /** Mappings of the answer by the status they are for. */
  readonly responseParameters: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface HttpStage {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  /** For routes that have none of their own. */
  readonly defaultThrottle?: ThrottleSettings;
  readonly routeThrottles: Readonly<Record<string, ThrottleSettings>>;
  readonly accessLogFormat?: string;
}

export const DEFAULT_STAGE = "$default";
export const DEFAULT_ROUTE = "$default";

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export const LONGEST_HTTP_INTEGRATION_MS = 30_000;

/** A private integration of an HTTP API names a Cloud Map service or a load balancer's listener. */
export function integrationTarget(uri: string): Target {
  const isCloudMap =
    uri.startsWith("aws_service_discovery_service.") || uri.includes(":servicediscovery:");
  return { kind: isCloudMap ? "cloud-map-service" : "listener", arn: uri };
}
