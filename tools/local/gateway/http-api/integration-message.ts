import type { ForwardedRequest } from "../forwarding";
import {
  endToEndHeaders,
  type GatewayAnswer,
  type GatewayRequest,
  headerOf,
  type Headers,
  withoutHeaders,
} from "../http-message";
import type { HttpIntegration } from "./http-api-definition";
import { applyMappings, type MappingSource } from "./parameter-mapping";

/**
 * The request that an HTTP API sends to a private integration. The path includes the stage name unless the stage is
 * `$default` or a mapping overwrites the path.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
 */
export function integrationRequest(
  integration: HttpIntegration,
  source: MappingSource,
): ForwardedRequest {
  const { request } = source;
  const mapped = applyMappings(
    integration.requestParameters,
    { path: request.path, query: request.query, headers: endToEndHeaders(request.headers) },
    source,
  );
  return {
    target: integration.target,
    method: integration.method === "ANY" ? request.method : integration.method,
    path: mapped.query === "" ? mapped.path : `${mapped.path}?${mapped.query}`,
    headers: { ...withoutForwarded(mapped.headers), ...gatewayHeaders(request) },
    body: request.body,
    timeoutMs: integration.timeoutMs,
  };
}

/** The integration's response to the client, mapped by its status code. */
export function integrationAnswer(
  integration: HttpIntegration,
  answer: GatewayAnswer,
  source: MappingSource,
): GatewayAnswer {
  const mappings = integration.responseParameters[String(answer.status)] ?? {};
  const { "overwrite:statuscode": status, ...others } = mappings;
  const mapped = applyMappings(
    others,
    { path: "", query: "", headers: endToEndHeaders(answer.headers) },
    { ...source, responseHeaders: answer.headers },
  );
  return {
    status: status === undefined ? answer.status : Number(status),
    headers: mapped.headers,
    body: answer.body,
  };
}

/**
 * HTTP APIs translate X-Forwarded-* into the standard Forwarded header.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
function gatewayHeaders(request: GatewayRequest): Headers {
  const hop = `by=127.0.0.1;for=${request.sourceIp};host=${headerOf(request.headers, "host") ?? ""};proto=https`;
  const earlier = headerOf(request.headers, "forwarded");
  const seconds = Math.floor(request.receivedAt / 1000).toString(16);
  return {
    forwarded: [earlier === undefined ? hop : `${earlier},${hop}`],
    via: ["HTTP/1.1 AmazonAPIGateway"],
    "x-amzn-trace-id": request.headers["x-amzn-trace-id"] ?? [
      `Root=1-${seconds.padStart(8, "0")}-${request.id
        .replaceAll(/[^0-9a-f]/g, "")
        .padEnd(24, "0")
        .slice(0, 24)}`,
    ],
  };
}

function withoutForwarded(headers: Headers): Headers {
  return withoutHeaders(
    headers,
    Object.keys(headers).filter((name) => name.startsWith("x-forwarded-")),
  );
}
