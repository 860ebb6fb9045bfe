import { runInNewContext } from "node:vm";
import { type Block, blocksOf, firstBlock, isTrue, textOf } from "../../../synthesized/fields";
import { type Resources, referenced } from "../../../synthesized/resources";

type PlainHeaders = Readonly<Record<string, string>>;

/**
 * The managed policy `SecurityHeadersPolicy`.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
 */
const SECURITY_HEADERS_POLICY_ID = "67f7725c-6f97-4210-82d7-5512b31e9d03";
const SECURITY_HEADERS: PlainHeaders = {
  "referrer-policy": "strict-origin-when-cross-origin",
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
  "x-frame-options": "SAMEORIGIN",
  "x-xss-protection": "1; mode=block",
};

/** Converts the headers from a bucket to those that a browser receives. */
export type ResponseHeaders = (headers: PlainHeaders) => PlainHeaders;

/** Applies the response headers policy and the functions of a distribution's default behavior. */
export function responseHeaders(resources: Resources): ResponseHeaders {
  const [distribution] = resources.resources("aws_cloudfront_distribution");
  const behavior = distribution && firstBlock(distribution.block, "default_cache_behavior");
  if (behavior === undefined) return (headers) => headers;
  const added = policyHeaders(resources, textOf(behavior, "response_headers_policy_id"));
  return (headers) =>
    functionsOf(resources, behavior, "viewer-response").reduce<PlainHeaders>(answered, {
      ...headers,
      ...added,
    });
}

/** The path that a distribution requests from its bucket, after its functions have run. */
export function requestPath(resources: Resources): (path: string) => string {
  const [distribution] = resources.resources("aws_cloudfront_distribution");
  const behavior = distribution && firstBlock(distribution.block, "default_cache_behavior");
  if (behavior === undefined) return (path) => path;
  const functions = functionsOf(resources, behavior, "viewer-request");
  return (path) => functions.reduce(asked, path);
}

/** The code of the functions of a behavior. */
function functionsOf(resources: Resources, behavior: Block, eventType: string): string[] {
  return blocksOf(behavior, "function_association")
    .filter((each) => each["event_type"] === eventType)
    .flatMap((each) => {
      const code = referenced(resources, each["function_arn"])?.block["code"];
      return typeof code === "string" ? [code] : [];
    });
}

function asked(uri: string, code: string): string {
  const request = { method: "GET", uri, querystring: {}, headers: {}, cookies: {} };
  const event = { version: "1.0", context: { eventType: "viewer-request" }, request };
  return (runFunction(code, event) as { readonly uri: string }).uri;
}

function answered(headers: PlainHeaders, code: string): PlainHeaders {
  const event = {
    version: "1.0",
    context: { eventType: "viewer-response" },
    response: {
      statusCode: 200,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, { value }]),
      ),
    },
  };
  const { headers: made } = runFunction(code, event) as {
    readonly headers: Readonly<Record<string, { readonly value: string }>>;
  };
  return Object.fromEntries(Object.entries(made).map(([name, { value }]) => [name, value]));
}

/**
 * Runs a CloudFront function.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
 */
function runFunction(code: string, event: object): unknown {
  const result = runInNewContext(
    `${code}
JSON.stringify(handler(${JSON.stringify(event)}));`,
  ) as string;
  return JSON.parse(result);
}

function policyHeaders(resources: Resources, id: string | undefined): PlainHeaders {
  if (id === SECURITY_HEADERS_POLICY_ID) return SECURITY_HEADERS;
  const policy = referenced(resources, id)?.block;
  if (policy === undefined) return {};
  const security = firstBlock(policy, "security_headers_config") ?? {};
  const custom = blocksOf(firstBlock(policy, "custom_headers_config") ?? {}, "items");
  return {
    ...Object.fromEntries(
      Object.entries(SECURITY).flatMap(([name, headerOf]) => {
        const block = firstBlock(security, name);
        return block === undefined ? [] : [headerOf(block)];
      }),
    ),
    ...Object.fromEntries(
      custom.map((item) => [String(item["header"]).toLowerCase(), String(item["value"])]),
    ),
  };
}

/** The blocks of a custom policy as headers. */
const SECURITY: Readonly<Record<string, (block: Block) => readonly [string, string]>> = {
  content_security_policy: (block) => [
    "content-security-policy",
    textOf(block, "content_security_policy") ?? "",
  ],
  content_type_options: () => ["x-content-type-options", "nosniff"],
  frame_options: (block) => ["x-frame-options", textOf(block, "frame_option") ?? "DENY"],
  referrer_policy: (block) => ["referrer-policy", textOf(block, "referrer_policy") ?? ""],
  strict_transport_security: (block) => [
    "strict-transport-security",
    `max-age=${String(block["access_control_max_age_sec"])}${isTrue(block, "include_subdomains") ? "; includeSubDomains" : ""}${isTrue(block, "preload") ? "; preload" : ""}`,
  ],
};
