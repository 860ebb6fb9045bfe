import type { CorsRules } from "./cors";
import {
  DEFAULT_ROUTE,
  type HttpAuthorization,
  type HttpIntegration,
  type HttpRoute,
  integrationTarget,
  LONGEST_HTTP_INTEGRATION_MS,
} from "./http-api-definition";

type Json = Readonly<Record<string, unknown>>;

const ANY_METHOD = "x-amazon-apigateway-any-method";
const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", ANY_METHOD];

/**
 * Reads routes and CORS from an OpenAPI 3.0 document with API Gateway's extensions.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 *
 * @param body the document as JSON
 */
export function readOpenApiBody(body: string): {
  readonly routes: readonly HttpRoute[];
  readonly cors?: CorsRules;
} {
  const document = JSON.parse(body) as Json;
  const routes = Object.entries((document["paths"] ?? {}) as Record<string, Json>).flatMap(
    ([path, operations]) =>
      METHODS.filter((method) => operations[method] !== undefined).map((method) =>
        routeOf(document, path, method, operations[method] as Json),
      ),
  );
  const cors = document["x-amazon-apigateway-cors"] as Json | undefined;
  return { routes, cors: cors && corsOf(cors) };
}

function routeOf(document: Json, path: string, method: string, operation: Json): HttpRoute {
  const integration = dereferenced(
    document,
    operation["x-amazon-apigateway-integration"] as Json | undefined,
  );
  return {
    key: path === `/${DEFAULT_ROUTE}` ? DEFAULT_ROUTE : `${methodName(method)} ${path}`,
    authorization: authorizationOf(document, operation),
    integration: integration && integrationOf(integration),
  };
}

function methodName(method: string): string {
  return method === ANY_METHOD ? "ANY" : method.toUpperCase();
}

function authorizationOf(document: Json, operation: Json): HttpAuthorization {
  const security = (operation["security"] ?? document["security"] ?? []) as Record<
    string,
    string[]
  >[];
  const [name, scopes] = Object.entries(security[0] ?? {})[0] ?? [];
  if (name === undefined) return { kind: "none" };
  const scheme = at(document, "components", "securitySchemes", name);
  const authorizer = scheme?.["x-amazon-apigateway-authorizer"] as Json | undefined;
  const jwt = authorizer?.["jwtConfiguration"] as Json | undefined;
  if (authorizer?.["type"] !== "jwt" || jwt === undefined)
    return { kind: "unavailable", type: (authorizer?.["type"] ?? name) as string };
  return {
    kind: "jwt",
    authorizer: {
      name,
      identitySources: [authorizer["identitySource"] as string | string[]].flat(),
      issuer: jwt["issuer"] as string,
      audience: [jwt["audience"] as string | string[]].flat(),
    },
    scopes: scopes ?? [],
  };
}

function integrationOf(integration: Json): HttpIntegration {
  const parameters = (integration["responseParameters"] ??
    {}) as HttpIntegration["responseParameters"];
  return {
    target: integrationTarget(integration["uri"] as string),
    method: ((integration["httpMethod"] ?? "ANY") as string).toUpperCase().replace(/^X-.*$/, "ANY"),
    timeoutMs: (integration["timeoutInMillis"] ?? LONGEST_HTTP_INTEGRATION_MS) as number,
    requestParameters: (integration["requestParameters"] ?? {}) as Record<string, string>,
    responseParameters: parameters,
  };
}

/** Resolves a reference to an integration under the components. */
function dereferenced(document: Json, value: Json | undefined): Json | undefined {
  const reference = value?.["$ref"] as string | undefined;
  if (reference === undefined) return value;
  return at(document, ...reference.replace(/^#\//, "").split("/"));
}

function at(json: Json, ...names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>((part, name) => part?.[name] as Json | undefined, json);
}

function corsOf(cors: Json): CorsRules {
  const list = (name: string) => (cors[name] ?? []) as string[];
  return {
    allowOrigins: list("allowOrigins"),
    allowMethods: list("allowMethods"),
    allowHeaders: list("allowHeaders"),
    exposeHeaders: list("exposeHeaders"),
    allowCredentials: cors["allowCredentials"] === true,
    maxAgeSeconds: cors["maxAge"] as number | undefined,
  };
}
