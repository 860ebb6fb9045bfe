import type { Target } from "../forwarding";
import type { ThrottleSettings } from "../token-bucket";
import type { GatewayResponseType } from "./error-answer";

/** A REST API as the synthesized JSON describes it. */
export interface RestApiDefinition {
  readonly address: string;
  readonly name: string;
  /** Media types that are bytes to the gateway; all others are text. */
  readonly binaryMediaTypes: readonly string[];
  readonly methods: readonly RestMethod[];
  readonly stages: readonly RestStage[];
  readonly errors: Readonly<Partial<Record<GatewayResponseType, GatewayResponse>>>;
  readonly usagePlans: readonly UsagePlan[];
}

export interface RestMethod {
  /** Such as `/student/{student_id}`. */
  readonly path: string;
  /** Such as GET, or ANY. */
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
      /** Header of the token. */
      readonly header: string;
      readonly issuers: readonly string[];
      /** One of them must be in an access token; without any an id token is asked for. */
      readonly scopes: readonly string[];
    }
  /** Signatures of IAM, and what else needs more of AWS than there is on this machine: refuses every request. */
  | { readonly kind: "unavailable"; readonly type: string };

export interface RequestValidation {
  /** Such as `method.request.querystring.page`; empty where parameters are not checked. */
  readonly requiredParameters: readonly string[];
  /** JSON schemas of bodies by content type; empty where bodies are not checked. */
  readonly bodySchemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface RestIntegration {
  readonly target: Target;
  /** Scheme, host and path of the backend, with the path's parameters in braces. */
  readonly uri: string;
  /** The method to send, or "ANY" for the client's. */
  readonly httpMethod: string;
  readonly timeoutMs: number;
  /** Such as `integration.request.path.id` -> `method.request.path.id`. */
  readonly requestParameters: Readonly<Record<string, string>>;
}

export interface RestStage {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  /** By path and method without the first slash, such as `student/POST`, or `*` for either. */
  readonly throttles: Readonly<Record<string, ThrottleSettings>>;
  readonly accessLogFormat?: string;
}

/** The API's own words for an error of the gateway. */
export interface GatewayResponse {
  readonly statusCode?: number;
  readonly templates: Readonly<Record<string, string>>;
  /** Such as `gatewayresponse.header.x` -> `'static'`. */
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
