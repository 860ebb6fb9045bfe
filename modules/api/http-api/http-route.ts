/** Who gets a request: by its method, and its path with `{parameters}`. */
export interface HttpRoute {
  readonly method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE" | "HEAD" | "ANY";
  /** As in `/foodstore/foods/{foodId}`. */
  readonly path: string;
  /** Key of one of the API's integrations. */
  readonly integration: string;
  /** Whether a request needs a token that the API's authorizer accepts. @default false */
  readonly authorized?: boolean;
  /** Scopes, one of which a token must have. @default any token of the issuer will do */
  readonly scopes?: readonly string[];
}

/** Something in a network that answers requests. */
export interface HttpIntegration {
  /** ARN of a service of Cloud Map, or of a load balancer's listener. */
  readonly uri: string;
}

export function routeKey({ method, path }: HttpRoute): string {
  return `${method} ${path}`;
}
