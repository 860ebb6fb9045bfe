import {
  bySpecificity,
  matchPattern,
  parsePattern,
  type PathVariables,
  type Segment,
  segmentsOf,
} from "../path-pattern";
import type { RestMethod } from "./rest-api-definition";

export interface MatchedMethod {
  readonly method: RestMethod;
  readonly pathVariables: PathVariables;
}

interface RestResource {
  readonly pattern: readonly Segment[];
  readonly methods: readonly RestMethod[];
}

/**
 * Chooses the method of a request: first the resource with the most specific path, then the method or `ANY` of that
 * resource. Other resources are not searched for a missing method.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
 */
export class MethodTable {
  private readonly resources: readonly RestResource[];

  constructor(methods: readonly RestMethod[]) {
    const paths = [...new Set(methods.map(({ path }) => path))];
    this.resources = paths
      .map((path) => ({
        pattern: parsePattern(path),
        methods: methods.filter((method) => method.path === path),
      }))
      .sort((one, other) => bySpecificity(one.pattern, other.pattern));
  }

  match(httpMethod: string, path: string): MatchedMethod | undefined {
    const parts = segmentsOf(path.length > 1 ? path.replace(/\/$/, "") : path);
    for (const { pattern, methods } of this.resources) {
      const pathVariables = matchPattern(pattern, parts);
      if (pathVariables === undefined) continue;
      const method =
        methods.find((each) => each.httpMethod === httpMethod) ??
        methods.find((each) => each.httpMethod === "ANY");
      return method && { method, pathVariables };
    }
    return undefined;
  }
}
