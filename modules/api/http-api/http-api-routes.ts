import { existsSync, readFileSync } from "node:fs";
import { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { issuerUrl } from "../../../aws/api-gateway";
import { atLeast, matches, validate } from "../../validation";
import type { OpenApiDefinition } from "./http-api";
import type { VpcLink } from "./vpc-link";

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
  /** What must be found there before requests are sent to it. @default nothing */
  readonly ready?: readonly ITerraformDependable[];
}

export function routeKey({ method, path }: HttpRoute): string {
  return `${method} ${path}`;
}

export interface HttpRouting {
  /** By ids of the caller's choice. */
  readonly routes: Readonly<Record<string, HttpRoute>>;
  readonly integrations: Readonly<Record<string, HttpIntegration>>;
  readonly link: VpcLink;
  /** Issuer of the tokens for authorized routes. @default - none: no route may be authorized */
  readonly issuer?: JwtIssuer;
}

export interface HttpApiRoutesProps extends HttpRouting {
  readonly apiId: string;
  /** Whether the stage has a name, which the backend would receive in front of every path. */
  readonly namedStage: boolean;
}

/** Routes of an HTTP API into a network, with their integrations. */
export class HttpApiRoutes extends Construct {
  readonly integrations: Readonly<Record<string, Apigatewayv2Integration>>;
  readonly routes: readonly Apigatewayv2Route[];
  readonly authorizer: JwtAuthorizer | undefined;

  constructor(scope: Construct, id: string, props: HttpApiRoutesProps) {
    super(scope, id);
    validate(this, () => routingProblem(props));
    this.integrations = Object.fromEntries(
      Object.entries(props.integrations).map(([key, integration]) => [
        key,
        this.integrate(props, key, integration),
      ]),
    );
    const { apiId, issuer } = props;
    this.authorizer =
      issuer && new JwtAuthorizer(this, "authorizer", { ...issuer, apiId, name: "my-authorizer" });
    this.routes = Object.entries(props.routes).map(([key, route]) =>
      this.addRoute(apiId, key, route),
    );
  }

  /**
   * A load balancer and Cloud Map are reached by HTTP_PROXY only, and with the older payload format.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
   */
  private integrate(
    { apiId, link, namedStage }: HttpApiRoutesProps,
    key: string,
    { uri, ready }: HttpIntegration,
  ): Apigatewayv2Integration {
    return new Apigatewayv2Integration(this, `${key}-integration`, {
      apiId,
      integrationType: "HTTP_PROXY",
      integrationMethod: "ANY",
      integrationUri: uri,
      connectionType: "VPC_LINK",
      connectionId: link.linkId,
      payloadFormatVersion: "1.0",
      // Without it, a backend receives /<stage>/foodstore/…, which is not one of its paths.
      ...(namedStage ? { requestParameters: { "overwrite:path": "$request.path" } } : {}),
      ...(ready === undefined ? {} : { dependsOn: [...ready] }),
    });
  }

  private addRoute(apiId: string, key: string, route: HttpRoute): Apigatewayv2Route {
    const { authorizer } = this;
    return new Apigatewayv2Route(this, key, {
      apiId,
      routeKey: routeKey(route),
      target: `integrations/${this.integrations[route.integration]?.id ?? ""}`,
      ...(route.authorized === true && authorizer !== undefined
        ? {
            authorizationType: "JWT",
            authorizerId: authorizer.authorizerId,
            authorizationScopes: route.scopes && [...route.scopes],
          }
        : { authorizationType: "NONE" }),
    });
  }
}

function routingProblem({ routes, integrations, issuer }: HttpRouting): string | undefined {
  const all = Object.values(routes);
  const lost = all.find(({ integration }) => !Object.hasOwn(integrations, integration));
  if (lost !== undefined) {
    return `\`routes\` must lead to one of the integrations (${Object.keys(integrations).join(", ")}), got ${lost.integration}.`;
  }
  const keys = all.map(routeKey);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) return `\`routes\` must differ in method or path, got ${twice} twice.`;
  return issuer === undefined && all.some(({ authorized }) => authorized)
    ? "`issuer` must be set with routes that are authorized: nobody's tokens would open them."
    : undefined;
}

/** An OpenAPI document of the user's, as JSON, whose references to resources Terraform fills in. */
export function openApiFile(scope: Construct, path: string): OpenApiDefinition {
  const body = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  const document = body === undefined ? undefined : parse(body);
  validate(scope, () => {
    if (body === undefined) return `\`openApiFile\` must be a file that exists, got ${path}.`;
    return document === undefined
      ? `\`openApiFile\` must hold an OpenAPI document as JSON, got ${path}.`
      : undefined;
  });
  return { kind: "open-api", body: body ?? "", version: document?.info?.version };
}

interface Document {
  readonly info?: { readonly version?: string };
}

function parse(text: string): Document | undefined {
  try {
    const value = JSON.parse(text) as Document | null;
    return typeof value === "object" && value !== null ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whose tokens are accepted: those of any provider of OpenID Connect. */
export interface JwtIssuer {
  /** Address of the provider, below which its keys are found: the token's `iss`. */
  readonly issuer: string;
  /** Programs that the tokens are for: `aud` of a token, or `client_id` of Cognito's access tokens. */
  readonly audience: readonly string[];
}

export interface JwtAuthorizerProps extends JwtIssuer {
  readonly apiId: string;
  readonly name: string;
}

/**
 * Lets requests through that carry a token of an issuer: signature, issuer, audience and times are checked by the gateway,
 * before any container hears of the request.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export class JwtAuthorizer extends Construct {
  readonly resource: Apigatewayv2Authorizer;
  readonly authorizerId: string;

  constructor(scope: Construct, id: string, props: JwtAuthorizerProps) {
    super(scope, id);
    const { issuer, audience } = props;
    validate(this, atLeast("audience", audience, 1), matches("issuer", issuer, issuerUrl));
    this.resource = new Apigatewayv2Authorizer(this, "Default", {
      apiId: props.apiId,
      name: props.name,
      authorizerType: "JWT",
      identitySources: ["$request.header.Authorization"],
      jwtConfiguration: { issuer, audience: [...audience] },
    });
    this.authorizerId = this.resource.id;
  }
}
