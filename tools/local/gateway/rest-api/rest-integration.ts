import { type ContextVariables, substituteContext } from "../context-variables";
import type { ForwardedRequest } from "../forwarding";
import {
  endToEndHeaders,
  type GatewayAnswer,
  type GatewayRequest,
  headerOf,
  type Headers,
  joinedHeader,
} from "../http-message";
import type { PathVariables } from "../path-pattern";
import type { RestApiDefinition, RestIntegration, RestStage } from "./rest-api-definition";

export interface IntegrationSource {
  readonly definition: RestApiDefinition;
  readonly stage: RestStage;
  readonly request: GatewayRequest;
  readonly pathVariables: PathVariables;
  readonly context: ContextVariables;
}

/**
 * The request that a REST API sends to an HTTP_PROXY integration: all headers and the query string unchanged, and the path
 * and host of the integration's URI with its parameters filled in.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
export function restIntegrationRequest(
  integration: RestIntegration,
  source: IntegrationSource,
): ForwardedRequest {
  const { request, definition } = source;
  const mapped = mappedParameters(integration, source);
  const url = new URL(filledUri(integration.uri, mapped.path, source.stage));
  const query = [url.search.slice(1), withParameters(request.query, mapped.querystring)]
    .filter((part) => part !== "")
    .join("&");
  return {
    target: integration.target,
    method: integration.httpMethod === "ANY" ? request.method : integration.httpMethod,
    path: query === "" ? url.pathname : `${url.pathname}?${query}`,
    headers: {
      ...endToEndHeaders(request.headers),
      ...forwardedHeaders(request),
      ...Object.fromEntries(
        Object.entries(mapped.header).map(([name, value]) => [name.toLowerCase(), [value]]),
      ),
      host: [url.host],
      "user-agent": [`AmazonAPIGateway_${definition.name}`],
      "x-amzn-apigateway-api-id": [definition.name],
    },
    body: asBinaryOrText(request.body, headerOf(request.headers, "content-type"), definition),
    timeoutMs: integration.timeoutMs,
  };
}

/**
 * Response headers that reach the client under another name.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
const REMAPPED = [
  "content-length",
  "content-md5",
  "date",
  "host",
  "server",
  "user-agent",
  "www-authenticate",
];

/** Converts the backend's response for the client. */
export function restIntegrationAnswer(
  answer: GatewayAnswer,
  { definition, request }: IntegrationSource,
): GatewayAnswer {
  const headers = Object.entries(endToEndHeaders(answer.headers)).map(([name, values]) => [
    REMAPPED.includes(name) ? `x-amzn-remapped-${name}` : name,
    values,
  ]);
  const accepted = headerOf(request.headers, "accept")?.split(",")[0]?.trim();
  return {
    status: answer.status,
    headers: Object.fromEntries(headers) as Headers,
    body: asBinaryOrText(answer.body, accepted, definition),
  };
}

interface MappedParameters {
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  readonly header: Readonly<Record<string, string>>;
}

function mappedParameters(
  { requestParameters }: RestIntegration,
  source: IntegrationSource,
): MappedParameters {
  const mapped: Record<keyof MappedParameters, Record<string, string>> = {
    path: {},
    querystring: {},
    header: {},
  };
  for (const [key, value] of Object.entries(requestParameters)) {
    const { place, name } =
      /^integration\.request\.(?<place>path|querystring|header)\.(?<name>.+)$/.exec(key)?.groups ??
      {};
    const text = valueOf(value, source);
    if (place === undefined || name === undefined)
      throw new Error(`A request parameter must be integration.request.place.name, got "${key}".`);
    if (text !== undefined) mapped[place as keyof MappedParameters][name] = text;
  }
  return mapped;
}

/** Evaluates a value such as `method.request.path.id`, `stageVariables.x`, `context.x` or `'static'`. */
function valueOf(
  value: string,
  { request, pathVariables, stage, context }: IntegrationSource,
): string | undefined {
  const fixed = /^'(.*)'$/.exec(value)?.[1];
  if (fixed !== undefined) return fixed;
  const [scope, ...rest] = value.split(".");
  if (scope === "stageVariables") return stage.variables[rest.join(".")];
  if (scope === "context") return substituteContext(`$${value}`, context);
  const name = rest.slice(2).join(".");
  switch (rest[1]) {
    case "path":
      return pathVariables[name];
    case "querystring":
      return new URLSearchParams(request.query).getAll(name).at(-1);
    case "header":
      return joinedHeader(request.headers, name);
    default:
      return undefined;
  }
}

/** Parameters are encoded so that a slash does not change the path. A greedy parameter keeps its slashes. */
function filledUri(
  uri: string,
  values: Readonly<Record<string, string>>,
  stage: RestStage,
): string {
  return uri
    .replace(/\$\{stageVariables\.([^}]+)\}/g, (_, name: string) => stage.variables[name] ?? "")
    .replace(/\{([^{}]+?)(\+?)\}/g, (_, name: string, greedy: string) => {
      const value = values[name] ?? "";
      return greedy === "+"
        ? value.split("/").map(encodeURIComponent).join("/")
        : encodeURIComponent(value);
    });
}

function withParameters(query: string, values: Readonly<Record<string, string>>): string {
  if (Object.keys(values).length === 0) return query;
  const parameters = new URLSearchParams(query);
  for (const [name, value] of Object.entries(values)) parameters.set(name, value);
  return parameters.toString();
}

function forwardedHeaders(request: GatewayRequest): Headers {
  const earlier = joinedHeader(request.headers, "x-forwarded-for");
  return {
    "x-forwarded-for": [
      earlier === undefined ? request.sourceIp : `${earlier}, ${request.sourceIp}`,
    ],
    "x-forwarded-port": ["443"],
    "x-forwarded-proto": ["https"],
  };
}

/**
 * A REST API treats a body as UTF-8 text unless its media type is one of the binary ones. Other bytes are lost.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
 */
function asBinaryOrText(
  body: Buffer,
  mediaType: string | undefined,
  { binaryMediaTypes }: RestApiDefinition,
): Buffer {
  const type = mediaType?.split(";")[0]?.trim().toLowerCase();
  const isBinary = binaryMediaTypes.some(
    (binary) => binary === "*/*" || binary.toLowerCase() === type,
  );
  return isBinary ? body : Buffer.from(body.toString("utf8"));
}
