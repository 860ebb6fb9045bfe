import { CognitoResourceServer } from "@cdktf/provider-aws/lib/cognito-resource-server";
import { CognitoRiskConfiguration } from "@cdktf/provider-aws/lib/cognito-risk-configuration";
import { CognitoUserPool } from "@cdktf/provider-aws/lib/cognito-user-pool";
import { CognitoUserPoolClient } from "@cdktf/provider-aws/lib/cognito-user-pool-client";
import { CognitoUserPoolDomain } from "@cdktf/provider-aws/lib/cognito-user-pool-domain";
import { Construct } from "constructs";
import { cognito, signInDomainPrefix } from "../../aws/api-gateway";
import { userPoolDefaults } from "../../aws/defaults";
import { matches, validate, within } from "../validation";

export interface UserPoolProps {
  readonly name: string;
  /** Whether AWS refuses to delete the pool, and its users with it. @default true */
  readonly deletionProtection?: boolean;
  /** Whether users can create accounts themselves. Otherwise an administrator does. @default true */
  readonly selfSignUp?: boolean;
  /** @default all four kinds of characters, and 12 of them */
  readonly passwordMinLength?: number;
  /** A code from an authenticator app in addition to the password. @default "off" */
  readonly mfa?: "off" | "optional" | "required";
  /**
   * Threat protection. `audit` records suspicious sign-ins. `enforced` also blocks passwords that are known to have leaked
   * (Cognito.1) and, with `email`, sign-ins that look like another person's. Both need the feature plan Plus, which AWS
   * bills per active user.
   * @default "off"
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html
   */
  readonly threatProtection?: "off" | "audit" | "enforced";
  /**
   * An identity of SES that sends the pool's e-mails.
   * @default Cognito's own mailer, which sends 50 e-mails a day for an account
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
   */
  readonly email?: { readonly identityArn: string; readonly from: string };
  /**
   * Scopes of access tokens, such as `stores/write`, which Cognito's own sign-in pages issue.
   * @default none
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
   */
  readonly scopes?: readonly string[];
  /** Domain prefix of Cognito's own sign-in pages, unique in the region. @default no such pages */
  readonly domainPrefix?: string;
}

/**
 * Users who sign in with their e-mail address and a password.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools.html
 */
export class UserPool extends Construct {
  readonly resource: CognitoUserPool;
  readonly userPoolId: string;
  /** Issuer of its tokens: `https://cognito-idp.<region>.amazonaws.com/<pool>`. */
  readonly issuer: string;
  readonly domain: CognitoUserPoolDomain | undefined;
  /** A client that requests scopes must depend on this. */
  readonly resourceServers: readonly CognitoResourceServer[];

  constructor(scope: Construct, id: string, props: UserPoolProps) {
    super(scope, id);
    const { passwordMinLength = 12, domainPrefix } = props;
    validate(
      this,
      within("passwordMinLength", passwordMinLength, ...cognito.passwordMinLength),
      matches("domainPrefix", domainPrefix, signInDomainPrefix),
    );
    this.resource = this.createPool(props, passwordMinLength);
    this.userPoolId = this.resource.id;
    this.issuer = `https://${this.resource.endpoint}`;
    this.domain = this.createDomain(domainPrefix);
    if (props.threatProtection === "enforced") this.answerRisks(props.email);
    this.resourceServers = this.defineScopes(props.scopes ?? []);
  }

  /** The part before the last slash of a scope is its resource server. */
  private defineScopes(scopes: readonly string[]): readonly CognitoResourceServer[] {
    const parts = scopes.map((scope) => {
      const slash = scope.lastIndexOf("/");
      return { server: scope.slice(0, slash), name: scope.slice(slash + 1) };
    });
    return [...new Set(parts.map(({ server }) => server))].map(
      (server) =>
        new CognitoResourceServer(this, `scopes-${server}`, {
          userPoolId: this.userPoolId,
          identifier: server,
          name: server,
          scope: parts
            .filter((part) => part.server === server)
            .map(({ name }) => ({ scopeName: name, scopeDescription: `${server}/${name}` })),
        }),
    );
  }

  /**
   * Without this resource, Cognito only records risks, whatever `advanced_security_mode` is. To block unusual sign-ins,
   * Cognito has to notify users, which needs an SES identity. Its own mailer cannot send these messages.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-compromised-credentials.html
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html
   */
  private answerRisks(email: UserPoolProps["email"]): void {
    new CognitoRiskConfiguration(this, "risks", {
      userPoolId: this.userPoolId,
      compromisedCredentialsRiskConfiguration: { actions: { eventAction: "BLOCK" } },
      accountTakeoverRiskConfiguration: email && {
        actions: TAKEOVER_ACTIONS,
        notifyConfiguration: { sourceArn: email.identityArn, from: email.from },
      },
    });
  }

  private createPool(props: UserPoolProps, passwordMinLength: number): CognitoUserPool {
    const { mfa = "off", threatProtection = "off" } = props;
    return new CognitoUserPool(this, "Default", {
      name: props.name,
      usernameAttributes: ["email"],
      autoVerifiedAttributes: ["email"],
      // A new address takes effect when it is verified. Until then, users sign in and recover passwords with the old one.
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdate: ["email"] },
      // Ann@example.com and ann@example.com are the same user.
      usernameConfiguration: { caseSensitive: false },
      accountRecoverySetting: { recoveryMechanism: [{ name: "verified_email", priority: 1 }] },
      adminCreateUserConfig: {
        allowAdminCreateUserOnly: !(props.selfSignUp ?? userPoolDefaults.selfSignUp),
      },
      passwordPolicy: {
        minimumLength: passwordMinLength,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: 7,
      },
      ...(props.email === undefined ? {} : { emailConfiguration: sentBySes(props.email) }),
      mfaConfiguration: MFA[mfa],
      ...(mfa === "off" ? {} : { softwareTokenMfaConfiguration: { enabled: true } }),
      userPoolTier: threatProtection === "off" ? "ESSENTIALS" : "PLUS",
      userPoolAddOns: { advancedSecurityMode: threatProtection.toUpperCase() },
      deletionProtection: (props.deletionProtection ?? true) ? "ACTIVE" : "INACTIVE",
      // An authorizer that changes its issuer refers to the pool until it is updated.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private createDomain(domain: string | undefined): CognitoUserPoolDomain | undefined {
    const { userPoolId } = this;
    return domain === undefined
      ? undefined
      : new CognitoUserPoolDomain(this, "domain", { domain, userPoolId });
  }
}

function sentBySes({ identityArn, from }: NonNullable<UserPoolProps["email"]>) {
  return { emailSendingAccount: "DEVELOPER", sourceArn: identityArn, fromEmailAddress: from };
}

/** Asks users for a second factor if they have one. Without it, blocks only high risk, because travellers look unusual. */
const TAKEOVER_ACTIONS = {
  lowAction: { eventAction: "NO_ACTION", notify: false },
  mediumAction: { eventAction: "MFA_IF_CONFIGURED", notify: true },
  highAction: { eventAction: "BLOCK", notify: true },
};

const MFA = { off: "OFF", optional: "OPTIONAL", required: "ON" } as const;

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html */

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
