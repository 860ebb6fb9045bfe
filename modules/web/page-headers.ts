/**
 * AWS's own policy `SecurityHeadersPolicy`: HSTS, nosniff, no frames of other origins, a referrer policy.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
 */
export const SECURITY_HEADERS_POLICY_ID = "67f7725c-6f97-4210-82d7-5512b31e9d03";

/** Metadata of a file in the bucket that says which content security policy it is sent with. */
export const POLICY_METADATA = "content-security-policy";

/**
 * A function of CloudFront that adds the headers which AWS's policy lacks.
 *
 * The content security policy names the API, and the API admits the page's origin: with the policy among the
 * distribution's own settings, each of the two would need the other first. So it travels with the file, as metadata, and
 * the function makes a header of it.
 * An answer without the metadata gets no policy: 304 has none of it, and a policy that it brought along would take the place
 * of the one that the browser has kept with the page.
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
 * A function of CloudFront that answers every path without a file's name as the page itself, whose script shows what the path
 * names. A custom error response would do the same, but answer a missing script with a document, too, and with 200.
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
 * What a page may load and whom it may talk to: its own files, and the origins given. No script or style but those in
 * files of its own runs, so that text which somebody put into a page stays text.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP
 */
export function contentSecurityPolicy(connectTo: readonly string[], hasWasm = false): string {
  const directives: Readonly<Record<string, readonly string[]>> = {
    "default-src": ["'none'"],
    // WebAssembly of a file of its own counts as a script, and compiles by this word only.
    "script-src": ["'self'", ...(hasWasm ? ["'wasm-unsafe-eval'"] : [])],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "media-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    // Its own settings file, too.
    "connect-src": ["'self'", ...connectTo],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}
