import { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import { Construct } from "constructs";
import { issuerUrl } from "../../../aws/api-gateway";
import { atLeast, matches, validate } from "../../validation";

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
