import {
  cognito,
  configurationSetName,
  riskExceptions,
  type riskActions,
} from "../../../aws/networking/api-gateway";
import { riskDefaults, userPoolDefaults } from "../../../aws/defaults";
import { broken, rule } from "../../rules/rule";
import { hostedZoneId } from "../domain-names";
import {
  arn,
  choice,
  emailAddress,
  flag,
  ipv4Block,
  list,
  settings,
  text,
  textOf,
  wholeNumber,
} from "../fields";
import { webAcl } from "../service/web-acl";

/** Text of an address in a browser; for plain http only this machine will do, where nobody listens in. */
const PAGE =
  /^(https:\/\/[a-z0-9.-]{1,253}|http:\/\/(localhost|127\.0\.0\.1))(:\d{1,5})?(\/[\w.~/-]{0,500})?$/;

const email = settings({
  /** From address, which belongs to the identity. */
  from: emailAddress("no-reply@example.com"),
  /** What mail programs show of the sender. @default the address */
  fromName: text(
    'must be 1 to 64 letters, digits, spaces, hyphens and apostrophes, as in "Acme Stores"',
    /^[A-Za-z0-9]([A-Za-z0-9 '-]{0,62}[A-Za-z0-9])?$/,
  ).optional(),
  /** Address that gets answers. @default from */
  replyTo: emailAddress("help@example.com").optional(),
  /** ARN of a verified SES identity (address or domain) in the environment's account, and in its region, us-east-1, us-west-2 or eu-west-1. @default a new identity for the domain of from, whose DKIM records go into its zone */
  identityArn: arn(
    "must be the ARN of an SES identity",
    { service: "ses", resource: String.raw`identity/[\w.+@-]{3,320}` },
    "identity/ followed by an address or a domain",
  ).optional(),
  /** The public Route 53 zone of a new identity. @default that of the environment's domain */
  hostedZoneId: hostedZoneId().optional(),
  /** Name of an existing configuration set of SES, such as for events of bounces. @default none */
  configurationSet: textOf(configurationSetName).optional(),
}).check(
  rule<Email>(["identityArn", "hostedZoneId"], ({ identityArn, hostedZoneId: zone }) =>
    identityArn === undefined || zone === undefined
      ? undefined
      : broken(
          "hostedZoneId",
          "must not be set with identityArn, because it is for a new identity",
          zone,
          "Remove one of them.",
        ),
  ),
  rule<Email>(["identityArn", "from"], ({ identityArn, from }) =>
    identityArn === undefined || isOf(from, identityArn.split(":identity/")[1] ?? "")
      ? undefined
      : broken(
          "from",
          "must be an address of the identity, as SES sends from no other",
          from,
          "Change it, or name the identity that it belongs to.",
        ),
  ),
);

interface Email {
  from: string;
  identityArn?: string;
  hostedZoneId?: string;
}

/** A domain's identity covers its subdomains. @see https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html */
function isOf(address: string, identity: string): boolean {
  const [, host = ""] = address.toLowerCase().split("@");
  const of = identity.toLowerCase();
  return of.includes("@") ? address.toLowerCase() === of : host === of || host.endsWith(`.${of}`);
}

/** What is done about sign-ins of a risk. */
function riskResponse({ action, notify }: { action: RiskAction; notify: boolean }) {
  return settings({
    /** "mfa-if-configured" asks users for a second factor who have one; "mfa-required" also blocks those who have none. @default by the level: "none", "mfa-if-configured" and "block" */
    action: choice("none", "mfa-if-configured", "mfa-required", "block").default(action),
    /** Whether the user gets an e-mail, which needs email. @default for medium and high risks */
    notify: flag().default(notify),
  }).optional();
}

type RiskAction = keyof typeof riskActions;

function cidrBlocks() {
  return list(ipv4Block(), "blocks", ...riskExceptions);
}

const riskResponses = settings({
  /** Whether a password that is known to have leaked can be used. @default "block" */
  leakedPasswords: choice("block", "none").default("block"),
  /** Sign-ins of low risk that look like somebody else's. @default with email, { action: "none", notify: false } */
  low: riskResponse(riskDefaults.low),
  /** Those of medium risk. @default with email, { action: "mfa-if-configured", notify: true } */
  medium: riskResponse(riskDefaults.medium),
  /** Those of high risk. @default with email, { action: "block", notify: true } */
  high: riskResponse(riskDefaults.high),
  /**
   * Addresses from which nobody can sign in.
   * @default none
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RiskExceptionConfigurationType.html
   */
  blockedCidrs: cidrBlocks().default([]),
  /**
   * Addresses from which every sign-in is trusted, such as those of an office.
   * @default none
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RiskExceptionConfigurationType.html
   */
  trustedCidrs: cidrBlocks().default([]),
});

interface Risks {
  mfa: string;
  threatProtection: string;
  email?: object;
  riskResponses?: Partial<Record<(typeof LEVELS)[number], { action: string; notify: boolean }>>;
}

const LEVELS = ["low", "medium", "high"] as const;

const risksAreEnforced = rule<Risks>(
  ["threatProtection", "riskResponses"],
  ({ threatProtection, riskResponses: given }) =>
    given === undefined || threatProtection === "enforced"
      ? undefined
      : broken(
          "threatProtection",
          'must be "enforced" where riskResponses is set, which is what it does',
          threatProtection,
          "Set it, or remove riskResponses.",
        ),
);

const risksAreTold = rule<Risks>(
  ["email", "riskResponses"],
  ({ email: sender, riskResponses: given = {} }) =>
    LEVELS.filter((level) => given[level]?.notify === true && sender === undefined).map((level) =>
      broken(
        ["riskResponses", level, "notify"],
        "must be false without email, because only SES sends notifications of risks",
        true,
        "Set it to false, or set email.",
      ),
    ),
);

const secondFactorIsThere = rule<Risks>(
  ["mfa", "riskResponses"],
  ({ mfa, riskResponses: given = {} }) =>
    LEVELS.filter((level) => given[level]?.action === "mfa-required" && mfa === "off").map(
      (level) =>
        broken(
          ["riskResponses", level, "action"],
          'must not be "mfa-required" while mfa is "off", as nobody has a second factor',
          "mfa-required",
          'Set mfa to "optional", or use "block".',
        ),
    ),
);

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
  /** What threatProtection "enforced" does about risks. @default leaked passwords are blocked, and with email unusual sign-ins by their risk */
  riskResponses: riskResponses.optional(),
  /** Sender of its e-mails, by Amazon SES: docs/security.md. @default Cognito's mailer, which is for trials: 50 e-mails per day and account */
  email: email.optional(),
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
  risksAreEnforced,
  risksAreTold,
  secondFactorIsThere,
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
