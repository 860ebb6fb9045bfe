import { CognitoResourceServer } from "@cdktf/provider-aws/lib/cognito-resource-server";
import { CognitoRiskConfiguration } from "@cdktf/provider-aws/lib/cognito-risk-configuration";
import {
  CognitoUserPool,
  type CognitoUserPoolEmailConfiguration,
} from "@cdktf/provider-aws/lib/cognito-user-pool";
import { CognitoUserPoolDomain } from "@cdktf/provider-aws/lib/cognito-user-pool-domain";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { cognito, riskActions, signInDomainPrefix } from "../../aws/networking/api-gateway";
import { riskDefaults, userPoolDefaults } from "../../aws/defaults";
import { matches, validate, within } from "../validation";
import { SenderDomain } from "./sender-domain";

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
   * How SES sends the pool's e-mails.
   * @default Cognito's own mailer, which sends 50 e-mails a day for an account
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
   */
  readonly email?: UserPoolEmail;
  /** What `enforced` threat protection does. @default leaked passwords are blocked, and with `email` unusual sign-ins */
  readonly riskResponses?: RiskResponses;
  /**
   * Scopes of access tokens, such as `stores/write`, which Cognito's own sign-in pages issue.
   * @default none
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
   */
  readonly scopes?: readonly string[];
  /** Domain prefix of Cognito's own sign-in pages, unique in the region. @default no such pages */
  readonly domainPrefix?: string;
}

export interface UserPoolEmail {
  /** The address of the sender, which belongs to the identity. */
  readonly from: string;
  /** What mail programs show of the sender. @default - the address */
  readonly fromName?: string;
  /** @default - answers go to the sender */
  readonly replyTo?: string;
  /** Name of a configuration set of SES. @default none */
  readonly configurationSet?: string;
  /** An existing identity, or the zone of the sender's domain, of which the pool makes an identity. */
  readonly identity: { readonly arn: string } | { readonly hostedZoneId: string };
}

export interface RiskResponse {
  readonly action: keyof typeof riskActions;
  /** Whether the user gets an e-mail. */
  readonly notify: boolean;
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html */
export interface RiskResponses {
  readonly leakedPasswords: "block" | "none";
  /** Sign-ins that look like another person's, by their risk. @default with `email`, those of `riskDefaults` */
  readonly low?: RiskResponse;
  readonly medium?: RiskResponse;
  readonly high?: RiskResponse;
  /** CIDR blocks from which nobody can sign in. */
  readonly blockedCidrs: readonly string[];
  /** CIDR blocks from which every sign-in is trusted. */
  readonly trustedCidrs: readonly string[];
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
    const email = props.email && this.sendBySes(props.email);
    this.resource = this.createPool(props, email, passwordMinLength);
    const admission = email?.sender?.admit(this.resource.arn);
    this.userPoolId = this.resource.id;
    this.issuer = `https://${this.resource.endpoint}`;
    this.domain = this.createDomain(domainPrefix);
    if (props.threatProtection === "enforced") {
      this.answerRisks(email, props.riskResponses, admission);
    }
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
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetRiskConfiguration.html
   */
  private answerRisks(
    email: Sending | undefined,
    { leakedPasswords = "block", ...responses }: Partial<RiskResponses> = {},
    admission?: ITerraformDependable,
  ): void {
    const { blockedCidrs = [], trustedCidrs = [], low, medium, high } = responses;
    const hasActions = [email, low, medium, high].some((each) => each !== undefined);
    new CognitoRiskConfiguration(this, "risks", {
      userPoolId: this.userPoolId,
      compromisedCredentialsRiskConfiguration: {
        actions: { eventAction: leakedPasswords === "block" ? "BLOCK" : "NO_ACTION" },
      },
      accountTakeoverRiskConfiguration: hasActions
        ? {
            actions: {
              lowAction: actionOf(low ?? riskDefaults.low, email),
              mediumAction: actionOf(medium ?? riskDefaults.medium, email),
              highAction: actionOf(high ?? riskDefaults.high, email),
            },
            notifyConfiguration: email && {
              sourceArn: email.identityArn,
              from: email.from,
              replyTo: email.replyTo,
            },
          }
        : undefined,
      riskExceptionConfiguration:
        blockedCidrs.length + trustedCidrs.length === 0
          ? undefined
          : { blockedIpRangeList: some(blockedCidrs), skippedIpRangeList: some(trustedCidrs) },
      // Cognito refuses an identity that does not let it send: InvalidEmailRoleAccessPolicyException.
      dependsOn: admission && [admission],
    });
  }

  private sendBySes(email: UserPoolEmail): Sending {
    const { identity, from, fromName, replyTo, configurationSet } = email;
    const sender =
      "arn" in identity
        ? undefined
        : new SenderDomain(this, "sender", { ...identity, domain: from.split("@")[1] ?? "" });
    const identityArn = "arn" in identity ? identity.arn : (sender?.arn ?? "");
    return {
      sender,
      identityArn,
      from,
      replyTo,
      configuration: {
        emailSendingAccount: "DEVELOPER",
        sourceArn: identityArn,
        fromEmailAddress: fromName === undefined ? from : `${fromName} <${from}>`,
        replyToEmailAddress: replyTo,
        configurationSet,
      },
    };
  }

  private createPool(
    props: UserPoolProps,
    email: Sending | undefined,
    passwordMinLength: number,
  ): CognitoUserPool {
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
      emailConfiguration: email?.configuration,
      mfaConfiguration: MFA[mfa],
      ...(mfa === "off" ? {} : { softwareTokenMfaConfiguration: { enabled: true } }),
      userPoolTier: threatProtection === "off" ? "ESSENTIALS" : "PLUS",
      userPoolAddOns: { advancedSecurityMode: threatProtection.toUpperCase() },
      deletionProtection: (props.deletionProtection ?? true) ? "ACTIVE" : "INACTIVE",
      // An authorizer that changes its issuer refers to the pool until it is updated.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html */
  private createDomain(domain: string | undefined): CognitoUserPoolDomain | undefined {
    const { userPoolId } = this;
    return domain === undefined
      ? undefined
      : new CognitoUserPoolDomain(this, "domain", { domain, userPoolId });
  }
}

/** How a pool sends e-mails by SES. */
interface Sending {
  /** The identity that was made for the pool. */
  readonly sender: SenderDomain | undefined;
  readonly identityArn: string;
  readonly from: string;
  readonly replyTo: string | undefined;
  readonly configuration: CognitoUserPoolEmailConfiguration;
}

/** Without SES, nobody can be notified. */
function actionOf({ action, notify }: RiskResponse, email: Sending | undefined) {
  return { eventAction: riskActions[action], notify: notify && email !== undefined };
}

function some(cidrs: readonly string[]): string[] | undefined {
  return cidrs.length === 0 ? undefined : [...cidrs];
}

const MFA = { off: "OFF", optional: "OPTIONAL", required: "ON" } as const;
