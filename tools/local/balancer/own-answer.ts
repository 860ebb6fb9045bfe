import { type ServerResponse, STATUS_CODES } from "node:http";
import type { RoutedRequest } from "./conditions";
import type { RedirectAction } from "../../synthesized/system/listener-action";

/** A response of the load balancer itself, with the text of an Application Load Balancer. */
export function answerStatus(response: ServerResponse, status: number): void {
  const title = `${status} ${STATUS_CODES[status] ?? ""}`;
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  answer(response, status, { "Content-Type": "text/html" }, body);
}

export function answer(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  if (response.headersSent) {
    // The response has already started, so only closing the connection can tell the client.
    response.destroy();
    return;
  }
  response.writeHead(status, {
    Server: "awselb/2.0",
    ...headers,
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(body);
}

export interface Received {
  readonly request: RoutedRequest;
  /** Protocol and port of the request, as in the stack. */
  readonly protocol: "http" | "https";
  readonly port: number;
}

/** The URL of a redirect, with its placeholders filled in. */
export interface RedirectTarget {
  readonly protocol: string;
  readonly host: string;
  readonly port: string;
  /** Path and query string. */
  readonly path: string;
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#redirect-actions */
export function redirectTarget(
  action: RedirectAction,
  { request, protocol, port }: Received,
): RedirectTarget {
  const values: Readonly<Record<string, string>> = {
    protocol,
    host: request.host,
    port: String(port),
    path: request.path.replace(/^\//, ""),
    query: request.query,
  };
  const fill = (text: string): string =>
    text.replaceAll(
      /#\{(protocol|host|port|path|query)\}/g,
      (_all, name: string) => values[name] ?? "",
    );
  const query = fill(action.query);
  return {
    protocol: fill(action.protocol).toLowerCase(),
    host: fill(action.host),
    port: fill(action.port),
    path: `${fill(action.path)}${query === "" ? "" : `?${query}`}`,
  };
}
