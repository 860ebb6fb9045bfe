import { type ContextVariables, substituteContext } from "../context-variables";
import { type GatewayRequest, type Headers, joinedHeader, withoutHeaders } from "../http-message";
import type { PathVariables } from "../path-pattern";

/** The values that a mapping can refer to. */
export interface MappingSource {
  readonly request: GatewayRequest;
  /** The request's path without the stage name. */
  readonly path: string;
  readonly pathVariables: PathVariables;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly context: ContextVariables;
  /** The integration's response, when mapping a response. */
  readonly responseHeaders?: Headers;
}

export interface Mappable {
  readonly path: string;
  readonly query: string;
  readonly headers: Headers;
}

const REFERENCE =
  /\$\{((?:request|response|stageVariables)\.[^}]+)\}|\$((?:request|response|stageVariables)\.[\w.-]+)/g;

/**
 * Headers that a mapping must not change.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
const RESERVED =
  /^(access-control-.*|apigw-.*|authorization|connection|content-(encoding|length|location)|forwarded|keep-alive|origin|proxy-(authenticate|authorization)|te|trailers?|transfer-encoding|upgrade|x-amz-.*|x-amzn-.*|x-forwarded-.*|via)$/;

/** Applies an integration's mappings, such as `overwrite:path` or `append:header.x`, to a request or a response. */
export function applyMappings<T extends Mappable>(
  mappings: Readonly<Record<string, string>>,
  message: T,
  source: MappingSource,
): T {
  return Object.entries(mappings).reduce<T>((mapped, [key, value]) => {
    const { action, place } =
      /^(?<action>append|overwrite|remove):(?<place>.+)$/.exec(key)?.groups ?? {};
    if (action === undefined || place === undefined)
      throw new Error(`A parameter mapping's key must be action:place, got "${key}".`);
    const text = action === "remove" ? undefined : mappedValue(value, source);
    if (place === "path") return { ...mapped, path: encodedPath(text ?? mapped.path) };
    const [kind, ...rest] = place.split(".");
    const name = rest.join(".");
    if (kind === "header")
      return { ...mapped, headers: mapHeader(mapped.headers, name.toLowerCase(), action, text) };
    if (kind === "querystring")
      return { ...mapped, query: mapQuery(mapped.query, name, action, text) };
    return mapped;
  }, message);
}

/** A static value or text with references. Undefined if the request lacks a referenced value. */
export function mappedValue(value: string, source: MappingSource): string | undefined {
  const missing: string[] = [];
  const resolved = value.replace(REFERENCE, (_, braced?: string, plain?: string) => {
    const reference = braced ?? plain ?? "";
    const found = lookUp(reference, source);
    if (found === undefined) missing.push(reference);
    return found ?? "";
  });
  return missing.length > 0 ? undefined : substituteContext(resolved, source.context);
}

/** Path variables are decoded. This encodes characters that a path cannot contain and keeps existing encoding. */
function encodedPath(path: string): string {
  return path.replace(/[^\x21-\x7e]|[?#"<>\\^`{|}]/gu, encodeURIComponent);
}

function lookUp(reference: string, source: MappingSource): string | undefined {
  const [scope, kind, ...rest] = reference.split(".");
  const name = rest.join(".");
  if (scope === "stageVariables") return source.stageVariables[[kind, ...rest].join(".")];
  if (scope === "response") return joinedHeader(source.responseHeaders ?? {}, name);
  switch (kind) {
    case "path":
      return name === "" ? source.path : source.pathVariables[name];
    case "header":
      return joinedHeader(source.request.headers, name);
    case "querystring":
      return new URLSearchParams(source.request.query).getAll(name).join(",") || undefined;
    case "body":
      return fromBody(source.request.body, rest);
    default:
      return undefined;
  }
}

/** A JSON path that consists of names only. */
function fromBody(body: Buffer, names: readonly string[]): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    return undefined;
  }
  for (const name of names) value = (value as Record<string, unknown> | null | undefined)?.[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function mapHeader(headers: Headers, name: string, action: string, text?: string): Headers {
  if (RESERVED.test(name)) return headers;
  if (action === "remove") return withoutHeaders(headers, [name]);
  if (text === undefined) return headers;
  return { ...headers, [name]: action === "append" ? [...(headers[name] ?? []), text] : [text] };
}

function mapQuery(query: string, name: string, action: string, text?: string): string {
  const parameters = new URLSearchParams(query);
  if (action === "remove") parameters.delete(name);
  else if (text !== undefined && action === "append") parameters.append(name, text);
  else if (text !== undefined) parameters.set(name, text);
  return parameters.toString();
}
