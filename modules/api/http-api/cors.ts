import { Token } from "cdktf";
import { webOrigin } from "../../../aws/networking/api-gateway";
import type { Check } from "../../validation";

/**
 * Origins of pages that may call the API from a browser.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export interface Cors {
  /** Scheme, host and port, such as `https://shop.example.com`. Never `*`, which would allow any page. */
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /**
   * Request headers. `*` does not cover `Authorization`.
   * @default ["authorization", "content-type"]
   * @see https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
   */
  readonly headers?: readonly string[];
  /** Response headers that the page may read. @default - only the CORS-safelisted ones */
  readonly exposedHeaders?: readonly string[];
  /** Seconds that a browser caches the response, at most 86400. @default 300 */
  readonly maxAgeSeconds?: number;
}

export function corsArguments(cors: Cors | undefined) {
  if (cors === undefined || cors.origins.length === 0) return {};
  return {
    corsConfiguration: {
      allowOrigins: [...cors.origins],
      allowMethods: [...cors.methods],
      allowHeaders: [...(cors.headers ?? ["authorization", "content-type"])],
      exposeHeaders: cors.exposedHeaders && [...cors.exposedHeaders],
      maxAge: cors.maxAgeSeconds ?? 300,
    },
  };
}

export function corsChecks(cors: Cors | undefined): readonly Check[] {
  return (cors?.origins ?? []).map(
    (origin): Check =>
      () =>
        Token.isUnresolved(origin) || webOrigin.fits(origin)
          ? undefined
          : `\`cors.origins\` ${webOrigin.rule}, got ${origin}. Only this machine's own may have http.`,
  );
}
