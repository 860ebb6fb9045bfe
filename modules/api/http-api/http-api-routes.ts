import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { Construct } from "constructs";
import { validate } from "../../validation";
import { type HttpIntegration, type HttpRoute, routeKey } from "./http-route";
import { JwtAuthorizer, type JwtIssuer } from "./jwt-authorizer";
import type { VpcLink } from "./vpc-link";

export interface HttpRouting {
  /** By ids of the caller's choice. */
  readonly routes: Readonly<Record<string, HttpRoute>>;
  readonly integrations: Readonly<Record<string, HttpIntegration>>;
  readonly link: VpcLink;
  /** Whose tokens open authorized routes. @default none: no route may be authorized */
  readonly issuer?: JwtIssuer;
}

export interface HttpApiRoutesProps extends HttpRouting {
  readonly apiId: string;
  /** Whether the API has a stage with a name, which a backend would see in front of every path. */
  readonly namedStage: boolean;
}

/** Routes of an HTTP API into a network, and what they lead to. */
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
    { uri }: HttpIntegration,
  ): Apigatewayv2Integration {
    return new Apigatewayv2Integration(this, `${key}-integration`, {
      apiId,
      integrationType: "HTTP_PROXY",
      integrationMethod: "ANY",
      integrationUri: uri,
      connectionType: "VPC_LINK",
      connectionId: link.linkId,
      payloadFormatVersion: "1.0",
      // Without it a backend gets /<stage>/foodstore/… and knows no such path.
      ...(namedStage ? { requestParameters: { "overwrite:path": "$request.path" } } : {}),
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
