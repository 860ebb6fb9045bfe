import {
  bySpecificity,
  matchPattern,
  parsePattern,
  type PathVariables,
  type Segment,
  segmentsOf,
} from "../path-pattern";
import { DEFAULT_ROUTE, type HttpRoute } from "./http-api-definition";

export interface MatchedRoute {
  readonly route: HttpRoute;
  readonly pathVariables: PathVariables;
}

interface Entry {
  readonly route: HttpRoute;
  readonly method: string;
  readonly pattern: readonly Segment[];
}

/**
 * Chooses the route of a request: the most specific path first. If several routes have the same path, a specific method
 * comes before `ANY`. `$default` matches when no other route does.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export class RouteTable {
  private readonly entries: readonly Entry[];
  private readonly fallback: HttpRoute | undefined;

  constructor(routes: readonly HttpRoute[]) {
    this.fallback = routes.find(({ key }) => key === DEFAULT_ROUTE);
    this.entries = routes
      .filter((route) => route !== this.fallback)
      .map(entryOf)
      .sort(
        (one, other) =>
          bySpecificity(one.pattern, other.pattern) ||
          Number(one.method === "ANY") - Number(other.method === "ANY"),
      );
  }

  match(method: string, path: string): MatchedRoute | undefined {
    const parts = segmentsOf(path);
    for (const entry of this.entries) {
      if (entry.method !== "ANY" && entry.method !== method) continue;
      const pathVariables = matchPattern(entry.pattern, parts);
      if (pathVariables !== undefined) return { route: entry.route, pathVariables };
    }
    return this.fallback === undefined ? undefined : { route: this.fallback, pathVariables: {} };
  }
}

function entryOf(route: HttpRoute): Entry {
  const [method, path] = route.key.split(" ");
  if (method === undefined || path === undefined)
    throw new Error(`A route's key must be a method and a path, got "${route.key}".`);
  return { route, method, pattern: parsePattern(path) };
}
