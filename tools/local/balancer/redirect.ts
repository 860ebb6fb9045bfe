import type { RedirectAction } from "../../synthesized/system/listener-action";
import type { RoutedRequest } from "./request";

export interface Received {
  readonly request: RoutedRequest;
  /** Protocol and port that the request came by, as the stack knows them. */
  readonly protocol: "http" | "https";
  readonly port: number;
}

/** Where a redirect leads, with its placeholders filled in. */
export interface RedirectTarget {
  readonly protocol: string;
  readonly host: string;
  readonly port: string;
  /** Path and query. */
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
