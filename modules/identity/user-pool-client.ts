import { CognitoUserPoolClient } from "@cdktf/provider-aws/lib/cognito-user-pool-client";
import { Construct } from "constructs";
import { cognito } from "../../aws/networking/api-gateway";
import { validate, within } from "../validation";
import type { UserPool } from "./user-pool";

export interface UserPoolClientProps {
  readonly userPool: UserPool;
  readonly name: string;
  /**
   * How a program can sign a user in. `srp` never sends the password. `password` sends it to Cognito over TLS, for scripts
   * without an SRP library.
   * @default ["srp"]
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
   */
  readonly signInFlows?: readonly SignInFlow[];
  /** Minutes that access and identity tokens are valid, 5 to 1440. @default 60 */
  readonly tokenMinutes?: number;
  /** Days until users must sign in again, 1 to 3650. @default 30 */
  readonly refreshDays?: number;
  /** Callback URLs of Cognito's managed sign-in pages, which are enabled if there are any. @default none */
  readonly callbackUrls?: readonly string[];
  /** Scopes that those pages may issue in addition to the user's own. @default none */
  readonly scopes?: readonly string[];
}

export type SignInFlow = "srp" | "password";

const FLOWS: Readonly<Record<SignInFlow, string>> = {
  srp: "ALLOW_USER_SRP_AUTH",
  password: "ALLOW_USER_PASSWORD_AUTH",
};

/** A public client, such as a page in a browser, through which users sign in. It has no secret, because anyone can read it. */
export class UserPoolClient extends Construct {
  readonly resource: CognitoUserPoolClient;
  readonly clientId: string;

  constructor(scope: Construct, id: string, props: UserPoolClientProps) {
    super(scope, id);
    const { signInFlows = ["srp"], tokenMinutes = 60, refreshDays = 30 } = props;
    validate(
      this,
      within("tokenMinutes", tokenMinutes, ...cognito.tokenMinutes),
      within("refreshDays", refreshDays, ...cognito.refreshDays),
    );
    this.resource = new CognitoUserPoolClient(this, "Default", {
      name: props.name,
      userPoolId: props.userPool.userPoolId,
      ...(props.scopes?.length ? { dependsOn: [...props.userPool.resourceServers] } : {}),
      generateSecret: false,
      supportedIdentityProviders: ["COGNITO"],
      // A wrong address and a wrong password get the same response, which does not reveal who has an account.
      preventUserExistenceErrors: "ENABLED",
      explicitAuthFlows: [...signInFlows.map((flow) => FLOWS[flow]), "ALLOW_REFRESH_TOKEN_AUTH"],
      enableTokenRevocation: true,
      accessTokenValidity: tokenMinutes,
      idTokenValidity: tokenMinutes,
      refreshTokenValidity: refreshDays,
      tokenValidityUnits: [{ accessToken: "minutes", idToken: "minutes", refreshToken: "days" }],
      ...signInPages(props.callbackUrls, props.scopes),
      lifecycle: { createBeforeDestroy: true },
    });
    this.clientId = this.resource.id;
  }
}

function signInPages(callbackUrls: readonly string[] | undefined, scopes: readonly string[] = []) {
  if (callbackUrls === undefined) return {};
  return {
    allowedOauthFlowsUserPoolClient: true,
    // With the authorization code flow and PKCE, tokens never appear in a URL.
    allowedOauthFlows: ["code"],
    allowedOauthScopes: ["openid", "email", ...scopes],
    callbackUrls: [...callbackUrls],
    logoutUrls: [...callbackUrls],
  };
}
