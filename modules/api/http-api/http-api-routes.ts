import { existsSync, readFileSync } from "node:fs";
import { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { issuerUrl } from "../../../aws/networking/api-gateway";
import { atLeast, matches, validate } from "../../validation";
import type { OpenApiDefinition } from "./http-api";
import type { VpcLink } from "./vpc-link";

/** Selects requests by method and path, with `{parameters}`. */
export interface HttpRoute {
  readonly method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE" | "HEAD" | "ANY";
  /** For example `/foodstore/foods/{foodId}`. */
  readonly path: string;
  /** Key of an API integration. */
  readonly integration: string;
  /** Whether a request needs a token that the API's authorizer accepts. @default false */
  readonly authorized?: boolean;
  /** Scopes, of which a token needs one. @default - any token of the issuer */
  readonly scopes?: readonly string[];
}

/** A target in a network that responds to requests. */
export interface HttpIntegration {
  /** ARN of a Cloud Map service, or of a load balancer's listener. */
  readonly uri: string;
  /** Resources that must exist before requests are sent. @default - none */
  readonly ready?: readonly ITerraformDependable[];
}

export function routeKey({ method, path }: HttpRoute): string {
  return `${method} ${path}`;
}

export interface HttpRouting {
  /** By IDs that the caller chooses. */
  readonly routes: Readonly<Record<string, HttpRoute>>;
  readonly integrations: Readonly<Record<string, HttpIntegration>>;
  readonly link: VpcLink;
  /** Issuer of the tokens for authorized routes. @default - none: no route may require authorization */
  readonly issuer?: JwtIssuer;
}

export interface HttpApiRoutesProps extends HttpRouting {
  readonly apiId: string;
  /** Whether the stage has a name, which would prefix every path at the backend. */
  readonly namedStage: boolean;
}

/** An HTTP API's routes into a network, with their integrations. */
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
   * A load balancer and Cloud Map only support HTTP_PROXY with the older payload format.
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
      // Without it, a backend receives /<stage>/foodstore/…, which does not match its paths.
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
    ? "`issuer` must be set with routes that are authorized, because no token could open them."
    : undefined;
}

/** The user's OpenAPI document as JSON. Terraform resolves its references to resources. */
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

/** The accepted token issuer: any OpenID Connect provider. */
export interface JwtIssuer {
  /** The provider's URL, below which its keys are found. Equals the token's `iss`. */
  readonly issuer: string;
  /** The intended clients of the tokens: a token's `aud`, or `client_id` in Cognito's access tokens. */
  readonly audience: readonly string[];
}

export interface JwtAuthorizerProps extends JwtIssuer {
  readonly apiId: string;
  readonly name: string;
}

/**
 * Accepts requests with a token of an issuer. The gateway checks signature, issuer, audience and validity period before
 * a request reaches a container.
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
