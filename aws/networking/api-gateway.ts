import { port as tcpPort } from "../containers/ecs";
import { isHostName } from "../names";
import type { Range, TextRule } from "../violation";

/** Default quota of an account for all of its APIs in a region. @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const ACCOUNT_REQUESTS_PER_SECOND = 10_000;

/** Maximum rate and burst. This project's own limit: ten times the account's default. */
export const throttling: Range = [1, 100_000];

/** Milliseconds for which a REST API waits for a backend. @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
export const integrationTimeoutMilliseconds: Range = [50, 29_000];

export const stageName: TextRule = {
  rule: "must be 1 to 128 letters, digits, hyphens and underscores",
  pattern: /^[\w-]{1,128}$/,
};

/** The URL of an OpenID Connect issuer. */
export const issuerUrl: TextRule = {
  rule: 'must be an address that starts with https://, as in "https://login.example.com/realms/shop"',
  pattern: /^https:\/\/[a-z0-9.-]{1,253}(:\d{1,5})?(\/[\w.~-]{1,100}){0,10}\/?$/,
};

/** Requests per IP address in five minutes. @see https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html */
export const rateBasedLimit: Range = [10, 2_000_000_000];

/**
 * What clients sign in with, in a user pool of Cognito.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
export const cognito = {
  /** AWS allows 6, but NIST SP 800-63B requires at least 8. */
  passwordMinLength: [8, 99],
  tokenMinutes: [5, 1440],
  refreshDays: [1, 3650],
} as const satisfies Record<string, Range>;

/** Start of the host of Cognito's sign-in pages. @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html */
export const signInDomainPrefix: TextRule = {
  rule: 'must be 1 to 63 lowercase letters, digits and inner hyphens, without "aws", "amazon" and "cognito"',
  pattern: /^(?!.*(aws|amazon|cognito))[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
};

/** E-mails per day and account that Cognito's own mailer sends. @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html */
export const COGNITO_EMAILS_PER_DAY = 50;

/**
 * Regions whose identities of SES any user pool may send by, in addition to those of its own region.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html#user-pool-email-developer-region-mapping (read 2026-11-29)
 */
export const SES_REGIONS_OF_ALL_POOLS: readonly string[] = ["us-east-1", "us-west-2", "eu-west-1"];

/** @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateConfigurationSet.html */
export const configurationSetName: TextRule = {
  rule: "must be the name of a configuration set of SES: 1 to 64 letters, digits, hyphens and underscores",
  pattern: /^[\w-]{1,64}$/,
};

/** Tokens of Easy DKIM for a domain, each of which is a record. @see https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-easy.html */
export const DKIM_TOKENS = 3;

/** What threat protection can do about a sign-in. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AccountTakeoverActionType.html */
export const riskActions = {
  none: "NO_ACTION",
  "mfa-if-configured": "MFA_IF_CONFIGURED",
  "mfa-required": "MFA_REQUIRED",
  block: "BLOCK",
} as const;

/** Ranges of addresses in each list of exceptions. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RiskExceptionConfigurationType.html */
export const riskExceptions: Range = [0, 200];

/** A private namespace of Cloud Map. @see https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePrivateDnsNamespace.html */
export const namespaceName: TextRule = {
  rule: "must be labels of letters, digits, hyphens and underscores with dots between",
  pattern: /^(?=.{1,253}$)[\w-]{1,63}(\.[\w-]{1,63})*$/,
};
export const recordTtlSeconds: Range = [0, 2_147_483_647];

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
export const tableName: TextRule = {
  rule: "must be 3 to 255 letters, digits and _.-",
  pattern: /^[\w.-]{3,255}$/,
};

/** Requests of a usage plan's period. A 32-bit number. @see https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html */
export const usagePlanRequests: Range = [1, 2_000_000_000];

/** Characters of the name of a table's key. */
export const tableKeyLength: Range = [1, 255];

/** The origin of a page, for CORS. `*` would allow all. @see https://developer.mozilla.org/docs/Glossary/Origin */
export const webOrigin = {
  rule: 'must be an origin, as in "https://shop.example.com" or "http://localhost:5173"',
  /** Only localhost may use http. */
  fits: (value: string): boolean => {
    const [, scheme, host = "", port = "1"] =
      /^(https?):\/\/([a-z0-9.-]{1,253})(?::([1-9]\d{0,4}))?$/.exec(value) ?? [];
    if (scheme === undefined || Number(port) > tcpPort[1] || !isHostName(host)) return false;
    return scheme === "https" || host === "localhost" || host === "127.0.0.1";
  },
};
