import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { listen } from "./listen";
import type { Owner } from "./owner";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
};

export interface PageHost {
  readonly url: string;
  /** The text of settings.json. Undefined means that it does not exist. */
  settings: string | undefined;
  /** Addresses other than its own that the page may connect to. */
  connectTo: readonly string[];
}

/** Serves dist with the response headers of the system's host. */
export async function startHost(owner: Owner): Promise<PageHost> {
  const host: { -readonly [Key in keyof PageHost]: PageHost[Key] } = {
    url: "",
    settings: undefined,
    connectTo: [],
  };
  host.url = await listen(owner, (request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://host").pathname);
    response.setHeader("content-security-policy", policyFor(host.connectTo));
    response.setHeader("x-content-type-options", "nosniff");
    response.setHeader("referrer-policy", "no-referrer");
    if (path === "/settings.json") {
      response.statusCode = host.settings === undefined ? 403 : 200;
      response.setHeader("content-type", "application/json").end(host.settings ?? "<Error/>");
      return;
    }
    readFile(join("dist", path === "/" ? "index.html" : path)).then(
      (content) => {
        response.setHeader(
          "content-type",
          types[extname(path === "/" ? "index.html" : path)] ?? "",
        );
        response.end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  return host;
}

function policyFor(connectTo: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${["'self'", ...connectTo].join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
