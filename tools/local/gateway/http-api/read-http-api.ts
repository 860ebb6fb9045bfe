import {
  type Block,
  blocksOf,
  firstBlock,
  isTrue,
  mapOf,
  numberOf,
  requiredText,
  textOf,
  textsOf,
} from "../../../synthesized/fields";
import { belongingTo, type Resources, referenced } from "../../../synthesized/resources";
import type { ThrottleSettings } from "../token-bucket";
import type { CorsRules } from "./cors";
import {
  type HttpApiDefinition,
  type HttpAuthorization,
  type HttpIntegration,
  type HttpRoute,
  type HttpStage,
  integrationTarget,
  LONGEST_HTTP_INTEGRATION_MS,
} from "./http-api-definition";
import { readOpenApiBody } from "./read-openapi-body";

/** Reads every HTTP API of a stack. */
export function readHttpApis(resources: Resources): readonly HttpApiDefinition[] {
  return resources
    .resources("aws_apigatewayv2_api")
    .filter(({ block }) => block["protocol_type"] === "HTTP")
    .map(({ address, block }) => {
      const body = textOf(block, "body");
      const imported = body === undefined ? undefined : readOpenApiBody(body);
      const cors = firstBlock(block, "cors_configuration");
      return {
        address,
        name: requiredText(block, "name"),
        routes: [
          ...(imported?.routes ?? []),
          ...belongingTo(resources, "aws_apigatewayv2_route", "api_id", address).map((route) =>
            routeOf(resources, route.block),
          ),
        ],
        stages: belongingTo(resources, "aws_apigatewayv2_stage", "api_id", address).map((stage) =>
          stageOf(stage.block),
        ),
        cors: cors === undefined ? imported?.cors : corsOf(cors),
      };
    });
}

function routeOf(resources: Resources, block: Block): HttpRoute {
  const target = textOf(block, "target")?.replace(/^integrations\//, "");
  const integration = referenced(resources, target);
  return {
    key: requiredText(block, "route_key"),
    authorization: authorizationOf(resources, block),
    integration: integration && integrationOf(integration.block),
  };
}

function authorizationOf(resources: Resources, block: Block): HttpAuthorization {
  const type = textOf(block, "authorization_type") ?? "NONE";
  if (type === "NONE") return { kind: "none" };
  if (type !== "JWT") return { kind: "unavailable", type };
  const authorizer = referenced(resources, block["authorizer_id"])?.block;
  const jwt = authorizer && firstBlock(authorizer, "jwt_configuration");
  if (authorizer === undefined || jwt === undefined) return { kind: "unavailable", type };
  return {
    kind: "jwt",
    authorizer: {
      name: requiredText(authorizer, "name"),
      identitySources: textsOf(authorizer, "identity_sources"),
      issuer: requiredText(jwt, "issuer"),
      audience: textsOf(jwt, "audience"),
    },
    scopes: textsOf(block, "authorization_scopes"),
  };
}

function integrationOf(block: Block): HttpIntegration {
  const responses = blocksOf(block, "response_parameters").map((response) => [
    requiredText(response, "status_code"),
    mapOf(response, "mappings"),
  ]);
  return {
    target: integrationTarget(requiredText(block, "integration_uri")),
    method: textOf(block, "integration_method") ?? "ANY",
    timeoutMs: numberOf(block, "timeout_milliseconds") ?? LONGEST_HTTP_INTEGRATION_MS,
    requestParameters: mapOf(block, "request_parameters"),
    responseParameters: Object.fromEntries(responses) as HttpIntegration["responseParameters"],
  };
}

function stageOf(block: Block): HttpStage {
  const defaults = firstBlock(block, "default_route_settings");
  const routes = blocksOf(block, "route_settings").flatMap((settings) => {
    const throttle = throttleOf(settings);
    return throttle === undefined ? [] : [[requiredText(settings, "route_key"), throttle] as const];
  });
  const log = firstBlock(block, "access_log_settings");
  return {
    name: requiredText(block, "name"),
    variables: mapOf(block, "stage_variables"),
    defaultThrottle: defaults && throttleOf(defaults),
    routeThrottles: Object.fromEntries(routes),
    accessLogFormat: log && textOf(log, "format"),
  };
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html */
function throttleOf(block: Block): ThrottleSettings | undefined {
  const rateLimit = numberOf(block, "throttling_rate_limit");
  const burstLimit = numberOf(block, "throttling_burst_limit");
  return rateLimit === undefined || burstLimit === undefined
    ? undefined
    : { rateLimit, burstLimit };
}

function corsOf(block: Block): CorsRules {
  return {
    allowOrigins: textsOf(block, "allow_origins"),
    allowMethods: textsOf(block, "allow_methods"),
    allowHeaders: textsOf(block, "allow_headers"),
    exposeHeaders: textsOf(block, "expose_headers"),
    allowCredentials: isTrue(block, "allow_credentials"),
    maxAgeSeconds: numberOf(block, "max_age"),
  };
}
