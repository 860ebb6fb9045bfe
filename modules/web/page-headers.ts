/**
 * AWS's policy `SecurityHeadersPolicy`: HSTS, nosniff, no frames from other origins, a referrer policy.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
 */
export const SECURITY_HEADERS_POLICY_ID = "67f7725c-6f97-4210-82d7-5512b31e9d03";

/** Metadata of a file in the bucket with its content security policy. */
export const POLICY_METADATA = "content-security-policy";

/**
 * A CloudFront function that adds headers that AWS's policy lacks.
 *
 * The content security policy contains the API's origin, and the API's CORS settings contain the page's. With the
 * policy in the distribution's settings, each would depend on the other. So the policy is stored in the file's
 * metadata, and the function turns it into a header. A response without the metadata gets no policy: a 304 has no
 * metadata, and a policy in it would replace the one that the browser has stored with the page.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
 */
export const HEADERS_FUNCTION = `function handler(event) {
  var headers = event.response.headers;
  var policy = headers["x-amz-meta-${POLICY_METADATA}"];
  delete headers["x-amz-meta-${POLICY_METADATA}"];
  if (policy) headers["content-security-policy"] = { value: policy.value };
  headers["cross-origin-opener-policy"] = { value: "same-origin" };
  headers["permissions-policy"] = { value: "camera=(), geolocation=(), microphone=()" };
  return event.response;
}
`;

/**
 * A CloudFront function that returns the page for every path without a file name, because the page's script handles
 * routes. A custom error response would do the same, but would also return the page with status 200 for a missing
 * script.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/example_cloudfront_functions_url_rewrite_single_page_apps_section.html
 */
export const ROUTES_FUNCTION = `function handler(event) {
  var request = event.request;
  var last = request.uri.split("/").pop();
  if (!last.includes(".")) request.uri = "/index.html";
  return request;
}
`;

/**
 * What a page may load and connect to: its own files and the given origins. Only scripts and styles in its own files
 * run, so text that somebody injects into a page stays text.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP
 */
export function contentSecurityPolicy(connectTo: readonly string[], hasWasm = false): string {
  const directives: Readonly<Record<string, readonly string[]>> = {
    "default-src": ["'none'"],
    // WebAssembly in one of its own files counts as a script, and only compiles with this keyword.
    "script-src": ["'self'", ...(hasWasm ? ["'wasm-unsafe-eval'"] : [])],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "media-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    // It also loads its own settings file.
    "connect-src": ["'self'", ...connectTo],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}
