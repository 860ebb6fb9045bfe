import { type GatewayAnswer, type GatewayRequest, headerOf, type Headers } from "../http-message";

export interface CorsRules {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAgeSeconds?: number;
}

/** Whether the gateway answers a preflight itself when no route matches. */
export function isPreflight(request: GatewayRequest): boolean {
  return (
    request.method === "OPTIONS" &&
    headerOf(request.headers, "origin") !== undefined &&
    headerOf(request.headers, "access-control-request-method") !== undefined
  );
}

/**
 * API Gateway's response to a preflight, with or without a route for it: always 204, with CORS headers only for an allowed
 * origin.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function preflightAnswer(rules: CorsRules, request: GatewayRequest): GatewayAnswer {
  const allowed = sharedHeaders(rules, request);
  const headers =
    Object.keys(allowed).length === 0
      ? {}
      : {
          ...allowed,
          ...list("access-control-allow-methods", rules.allowMethods),
          ...list("access-control-allow-headers", rules.allowHeaders),
          ...(rules.maxAgeSeconds === undefined
            ? {}
            : { "access-control-max-age": [String(rules.maxAgeSeconds)] }),
        };
  return { status: 204, headers, body: Buffer.alloc(0) };
}

/** Replaces the CORS headers of the integration with those of the API. */
export function withCorsHeaders(
  rules: CorsRules | undefined,
  request: GatewayRequest,
  answer: GatewayAnswer,
): GatewayAnswer {
  if (rules === undefined) return answer;
  const others = Object.fromEntries(
    Object.entries(answer.headers).filter(([name]) => !name.startsWith("access-control-")),
  );
  const allowed = sharedHeaders(rules, request);
  const exposed =
    Object.keys(allowed).length === 0
      ? {}
      : list("access-control-expose-headers", rules.exposeHeaders);
  return { ...answer, headers: { ...others, ...allowed, ...exposed } };
}

/** The headers that both a preflight and the actual request receive for an allowed origin. */
function sharedHeaders(rules: CorsRules, request: GatewayRequest): Headers {
  const origin = headerOf(request.headers, "origin");
  if (origin === undefined || !rules.allowOrigins.some((allowed) => covers(allowed, origin)))
    return {};
  const everyone = rules.allowOrigins.includes("*");
  return {
    "access-control-allow-origin": [everyone ? "*" : origin],
    ...(everyone ? {} : { vary: ["Origin"] }),
    ...(rules.allowCredentials ? { "access-control-allow-credentials": ["true"] } : {}),
  };
}

/** Matches an origin, `*`, or a scheme such as `https://*`. */
function covers(allowed: string, origin: string): boolean {
  if (allowed === "*") return true;
  if (allowed.endsWith("://*")) return origin.startsWith(allowed.slice(0, -1));
  return allowed.toLowerCase() === origin.toLowerCase();
}

function list(name: string, values: readonly string[]): Headers {
  return values.length === 0 ? {} : { [name]: [values.join(",")] };
}
