/**
 * What a page may load and whom it may talk to: its own files, and the origins given. No script or style but those in
 * files of its own runs, so that text which somebody put into a page stays text.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP
 */
export function contentSecurityPolicy(connectTo: readonly string[]): string {
  const directives: Readonly<Record<string, readonly string[]>> = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
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
