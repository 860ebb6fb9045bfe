import { type ContextVariables, substituteContext } from "../context-variables";
import { answerWith, type GatewayAnswer, type GatewayRequest, headerOf } from "../http-message";
import type { GatewayResponse, RestApiDefinition } from "./rest-api-definition";

/** A gateway error, and the default response to it. */
interface Default {
  readonly status: number;
  readonly message: string;
  /** The value of the header x-amzn-ErrorType. */
  readonly errorType: string;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
export const GATEWAY_RESPONSES = {
  ACCESS_DENIED: {
    status: 403,
    message: "User is not authorized to access this resource",
    errorType: "AccessDeniedException",
  },
  API_CONFIGURATION_ERROR: {
    status: 500,
    message: "Internal server error",
    errorType: "InternalServerErrorException",
  },
  AUTHORIZER_CONFIGURATION_ERROR: {
    status: 500,
    message: "Internal server error",
    errorType: "AuthorizerConfigurationException",
  },
  BAD_REQUEST_BODY: {
    status: 400,
    message: "Invalid request body",
    errorType: "BadRequestException",
  },
  BAD_REQUEST_PARAMETERS: {
    status: 400,
    message: "Missing required request parameters",
    errorType: "BadRequestException",
  },
  INTEGRATION_FAILURE: {
    status: 504,
    message: "Network error communicating with endpoint",
    errorType: "InternalServerErrorException",
  },
  INTEGRATION_TIMEOUT: {
    status: 504,
    message: "Endpoint request timed out",
    errorType: "InternalServerErrorException",
  },
  INVALID_API_KEY: { status: 403, message: "Forbidden", errorType: "ForbiddenException" },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    message: "Missing Authentication Token",
    errorType: "MissingAuthenticationTokenException",
  },
  QUOTA_EXCEEDED: { status: 429, message: "Limit Exceeded", errorType: "LimitExceededException" },
  REQUEST_TOO_LARGE: {
    status: 413,
    message: "Request Too Long",
    errorType: "RequestEntityTooLargeException",
  },
  THROTTLED: {
    status: 429,
    message: "Too Many Requests",
    errorType: "TooManyRequestsException",
  },
  UNAUTHORIZED: { status: 401, message: "Unauthorized", errorType: "UnauthorizedException" },
} as const satisfies Record<string, Default>;

export type GatewayError = keyof typeof GATEWAY_RESPONSES;

/** The response types that an API can customize. */
export type GatewayResponseType = GatewayError | "DEFAULT_4XX" | "DEFAULT_5XX";

/** An error that the gateway returns in place of the backend's response. */
export interface Refusal {
  readonly kind: "refused";
  readonly error: GatewayError;
  /** @default - AWS's message for the error */
  readonly message?: string;
  /** Used by the access log and by templates. */
  readonly context?: ContextVariables;
}

export function refused(
  error: GatewayError,
  details: Omit<Refusal, "kind" | "error"> = {},
): Refusal {
  return { kind: "refused", error, ...details };
}

/** `$context.error` for templates and the access log. */
export function errorVariables({ error, message, context }: Refusal): ContextVariables {
  const text = message ?? GATEWAY_RESPONSES[error].message;
  return {
    "error.message": text,
    "error.messageString": JSON.stringify(text),
    "error.responseType": error,
    ...context,
  };
}

/**
 * Responds to an error with the API's custom response for that error or its class, or with AWS's default. Templates support
 * simple variables only, not Velocity.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
export function errorAnswer(
  definition: RestApiDefinition,
  refusal: Refusal,
  request: GatewayRequest,
  variables: ContextVariables,
): GatewayAnswer {
  const { status, errorType } = GATEWAY_RESPONSES[refusal.error];
  const own = definition.errors[refusal.error];
  const ofClass = definition.errors[classOf(status)];
  const context = { ...variables, ...errorVariables(refusal) };
  const [contentType, template] = templateFor(own ?? ofClass, request);
  return answerWith(
    own?.statusCode ?? ofClass?.statusCode ?? status,
    substituteContext(template, context),
    {
      "content-type": contentType,
      "x-amzn-errortype": errorType,
      ...ownHeaders(own ?? ofClass, request, context),
    },
  );
}

function classOf(status: number): GatewayResponseType {
  return status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
}

const DEFAULT_TEMPLATE = ["application/json", '{"message":$context.error.messageString}'] as const;

function templateFor(
  response: GatewayResponse | undefined,
  request: GatewayRequest,
): readonly [string, string] {
  const templates = response?.templates ?? {};
  const accepted = headerOf(request.headers, "accept")?.split(",")[0]?.trim() ?? "";
  return (
    Object.entries(templates).find(([contentType]) => contentType === accepted) ??
    Object.entries(templates)[0] ??
    DEFAULT_TEMPLATE
  );
}

function ownHeaders(
  response: GatewayResponse | undefined,
  request: GatewayRequest,
  context: ContextVariables,
): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [key, value] of Object.entries(response?.parameters ?? {})) {
    const name = /^gatewayresponse\.header\.(.+)$/.exec(key)?.[1];
    const text = headerValue(value, request, context);
    if (name !== undefined && text !== undefined) headers[name.toLowerCase()] = text;
  }
  return headers;
}

function headerValue(
  value: string,
  request: GatewayRequest,
  context: ContextVariables,
): string | undefined {
  const fixed = /^'(.*)'$/.exec(value)?.[1];
  if (fixed !== undefined) return fixed;
  const header = /^method\.request\.header\.(.+)$/.exec(value)?.[1];
  if (header !== undefined) return headerOf(request.headers, header);
  const query = /^method\.request\.querystring\.(.+)$/.exec(value)?.[1];
  if (query !== undefined) return new URLSearchParams(request.query).get(query) ?? undefined;
  const variable = /^context\.(.+)$/.exec(value)?.[1];
  const found = variable === undefined ? undefined : context[variable];
  return found === undefined ? undefined : String(found);
}
