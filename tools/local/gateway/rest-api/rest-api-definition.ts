import type { Target } from "../forwarding";
import type { ThrottleSettings } from "../token-bucket";
import type { GatewayResponseType } from "./error-answer";

/** A REST API from the synthesized JSON. */
export interface RestApiDefinition {
  readonly address: string;
  readonly name: string;
  /** Media types that are treated as binary. All others are text. */
  readonly binaryMediaTypes: readonly string[];
  readonly methods: readonly RestMethod[];
  readonly stages: readonly RestStage[];
  readonly errors: Readonly<Partial<Record<GatewayResponseType, GatewayResponse>>>;
  readonly usagePlans: readonly UsagePlan[];
}

export interface RestMethod {
  /** Example: `/student/{student_id}`. */
  readonly path: string;
  /** Examples: GET, ANY. */
  readonly httpMethod: string;
  readonly authorization: RestAuthorization;
  readonly apiKeyRequired: boolean;
  readonly validation: RequestValidation;
  readonly integration?: RestIntegration;
}

export type RestAuthorization =
  | { readonly kind: "none" }
  | {
      readonly kind: "cognito";
      /** Name of the header with the token. */
      readonly header: string;
      readonly issuers: readonly string[];
      /** An access token must contain at least one of these. Without scopes, an ID token is required. */
      readonly scopes: readonly string[];
    }
  /** An authorization that cannot be emulated, such as IAM. It refuses every request. */
  | { readonly kind: "unavailable"; readonly type: string };

export interface RequestValidation {
  /** Example: `method.request.querystring.page`. Empty if parameters are not checked. */
  readonly requiredParameters: readonly string[];
  /** JSON schemas of bodies by content type. Empty if bodies are not checked. */
  readonly bodySchemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface RestIntegration {
  readonly target: Target;
  /** Scheme, host and path of the backend, with path parameters in braces. */
  readonly uri: string;
  /** The method to send, or "ANY" to use the client's. */
  readonly httpMethod: string;
  readonly timeoutMs: number;
  /** Example: `integration.request.path.id` -> `method.request.path.id`. */
  readonly requestParameters: Readonly<Record<string, string>>;
}

export interface RestStage {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  /** By path without the leading slash and method, such as `student/POST`. Either can be `*`. */
  readonly throttles: Readonly<Record<string, ThrottleSettings>>;
  readonly accessLogFormat?: string;
}

/** The API's custom response to a gateway error. */
export interface GatewayResponse {
  readonly statusCode?: number;
  readonly templates: Readonly<Record<string, string>>;
  /** Example: `gatewayresponse.header.x` -> `'static'`. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface UsagePlan {
  readonly name: string;
  readonly stageNames: readonly string[];
  readonly keys: readonly ApiKey[];
  readonly throttle?: ThrottleSettings;
  /** By path and method, such as `/student/POST`. */
  readonly methodThrottles: Readonly<Record<string, ThrottleSettings>>;
  readonly quota?: { readonly limit: number; readonly period: "DAY" | "WEEK" | "MONTH" };
}

export interface ApiKey {
  readonly name: string;
  readonly value: string;
  readonly enabled: boolean;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
export const LONGEST_REST_INTEGRATION_MS = 29_000;
