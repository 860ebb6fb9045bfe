import { type Block, blockOf } from "../synthesized/fields";
import type { StackJson } from "../synthesized/stack-json";

/** An OpenAPI 3.0 document with API Gateway's extensions. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;

const API = "aws_apigatewayv2_api";

/**
 * The OpenAPI document of a stack's HTTP API, such as API Gateway itself exports and imports. References to resources stay
 * as they are, for Terraform fills them in where the document is the API's `body`.
 *
 * @returns undefined where the stack has no HTTP API
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 */
export function httpApiDocument(stack: StackJson): OpenApiDocument | undefined {
  const [api]: readonly Block[] = Object.values(stack.resources(API));
  if (api === undefined) return undefined;
  if (typeof api.body === "string") return JSON.parse(api.body) as OpenApiDocument;
  const authorizers = stack.resources("aws_apigatewayv2_authorizer");
  return {
    openapi: "3.0.1",
    info: { title: api.name, version: "1.0" },
    paths: pathsOf(stack),
    components: {
      securitySchemes: Object.fromEntries(
        Object.values(authorizers).map((authorizer): [string, object] => [
          String(authorizer.name),
          schemeOf(authorizer),
        ]),
      ),
    },
    ...corsOf(api),
    "x-amazon-apigateway-importexport-version": "1.0",
  };
}

/** Route keys of a document, sorted. */
export function routeKeysOf(document: OpenApiDocument): string[] {
  const paths = (document.paths ?? {}) as Record<string, Block>;
  return Object.entries(paths)
    .flatMap(([path, operations]) =>
      Object.keys(operations)
        .filter((name) => name !== "parameters")
        .map((method) => `${method.toUpperCase()} ${path}`),
    )
    .sort();
}

function pathsOf(stack: StackJson): Record<string, Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of Object.values(stack.resources("aws_apigatewayv2_route"))) {
    const [method = "", path = ""] = String(route.route_key).split(" ");
    paths[path] ??= { ...parametersOf(path) };
    const operation = method === "ANY" ? "x-amazon-apigateway-any-method" : method.toLowerCase();
    paths[path][operation] = operationOf(stack, route);
  }
  return paths;
}

function parametersOf(path: string): object {
  const names = [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => name);
  if (names.length === 0) return {};
  return {
    parameters: names.map((name) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
    })),
  };
}

function operationOf(stack: StackJson, route: Block): object {
  const authorizer = referenced(stack, route.authorizer_id);
  return {
    ...(authorizer === undefined
      ? {}
      : { security: [{ [String(authorizer.name)]: route.authorization_scopes ?? [] }] }),
    responses: { default: { description: `Answer to ${String(route.route_key)}` } },
    "x-amazon-apigateway-integration": integrationOf(referenced(stack, route.target) ?? {}),
  };
}

function integrationOf(integration: Block): object {
  const { request_parameters: requestParameters } = integration;
  return {
    type: String(integration.integration_type).toLowerCase(),
    httpMethod: integration.integration_method,
    uri: integration.integration_uri,
    connectionType: integration.connection_type,
    connectionId: integration.connection_id,
    payloadFormatVersion: integration.payload_format_version,
    ...(requestParameters === undefined ? {} : { requestParameters }),
  };
}

function schemeOf(authorizer: Block): object {
  const [identitySource] = authorizer.identity_sources as readonly string[];
  return {
    type: "oauth2",
    "x-amazon-apigateway-authorizer": {
      type: "jwt",
      identitySource,
      jwtConfiguration: authorizer.jwt_configuration,
    },
  };
}

function corsOf(api: Block): object {
  const cors = blockOf(api, "cors_configuration");
  if (Object.keys(cors).length === 0) return {};
  return {
    "x-amazon-apigateway-cors": {
      allowOrigins: cors.allow_origins,
      allowMethods: cors.allow_methods,
      allowHeaders: cors.allow_headers,
      maxAge: cors.max_age,
    },
  };
}

/** The resource that an expression such as `integrations/${aws_apigatewayv2_integration.food.id}` refers to. */
function referenced(stack: StackJson, expression: unknown): Block | undefined {
  const [address] = stack.referencesIn(expression);
  return address === undefined ? undefined : stack.resource(address);
}
