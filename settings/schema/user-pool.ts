import { cognito } from "../../aws/api-gateway";
import { userPoolDefaults } from "../../aws/defaults";
import { broken, rule } from "../rules/rule";
import { arn, choice, emailAddress, flag, list, settings, text, wholeNumber } from "./fields";
import { webAcl } from "./web-acl";

/** Text of an address in a browser; for plain http only this machine will do, where nobody listens in. */
const PAGE =
  /^(https:\/\/[a-z0-9.-]{1,253}|http:\/\/(localhost|127\.0\.0\.1))(:\d{1,5})?(\/[\w.~/-]{0,500})?$/;

/** Users who may write to the API, and how they sign in. */
export const userPool = settings({
  /** Whether users can sign up. If false, an administrator creates accounts. @default true */
  selfSignUp: flag().default(userPoolDefaults.selfSignUp),
  /**
   * Fewest characters of a password, which must contain four kinds of them.
   * @default 12
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html
   */
  passwordMinLength: wholeNumber(...cognito.passwordMinLength).default(12),
  /** A code from an authenticator app in addition to the password. @default "off" */
  mfa: choice("off", "optional", "required").default("off"),
  /** Handling of suspicious sign-ins (Cognito.1): "audit" records them; "enforced" blocks leaked passwords and, with email, sign-ins that look like somebody else's. AWS charges per user unless it is "off". @default "off" */
  threatProtection: choice("off", "audit", "enforced").default("off"),
  /** "srp" never sends the password; "password" sends it to Cognito over TLS, for scripts. @default ["srp"] */
  signInFlows: list(choice("srp", "password"), "sign-in flows", 1, 2).default(["srp"]),
  /**
   * Minutes that a token is valid.
   * @default 60
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
   */
  tokenMinutes: wholeNumber(...cognito.tokenMinutes).default(60),
  /**
   * Days until users must sign in again.
   * @default 30
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
   */
  refreshDays: wholeNumber(...cognito.refreshDays).default(30),
  /** Sender of its e-mails. @default Cognito's mailer, which is for trials: 50 e-mails per day and account */
  email: settings({
    /** ARN of a verified SES identity (address or domain) in the environment's region or a region that Cognito can use. */
    identityArn: arn(
      "must be the ARN of an SES identity",
      { service: "ses", resource: String.raw`identity/[\w.+@-]{3,320}` },
      "identity/ followed by an address or a domain",
    ),
    /** From address, which belongs to the identity. */
    from: emailAddress("no-reply@example.com"),
  }).optional(),
  /** A web ACL of AWS WAF in front of the user pool: its API and sign-in pages. @default none */
  webAcl: webAcl("regional").optional(),
  /** Cognito's sign-in pages. @default none: users sign in on the page */
  signInPages: settings({
    /** First part of their host name, unique in the region. At most 63 characters with the environment's nameSuffix. */
    domainPrefix: text(
      'must be 1 to 46 lowercase letters, digits and inner hyphens, without "aws", "amazon" and "cognito"',
      /^(?!.*(aws|amazon|cognito))[a-z0-9]([a-z0-9-]{0,44}[a-z0-9])?$/,
    ),
    /** URLs to return to after sign-in. @default the hosted page */
    callbackUrls: list(
      text('must be the address of a page, as in "https://shop.example.com/"', PAGE),
      "addresses",
      1,
      100,
    ).optional(),
  }).optional(),
}).check(
  rule<{ mfa: string; signInFlows: string[] }>(["mfa", "signInFlows"], ({ mfa, signInFlows }) =>
    mfa === "required" && signInFlows.includes("password")
      ? broken(
          "signInFlows",
          'must not have "password" while mfa is "required", because a script has no authenticator',
          signInFlows,
          'Use ["srp"], or mfa "optional".',
        )
      : undefined,
  ),
);
