import { UserPool, type UserPoolProps } from "../../../modules/identity/user-pool";
import {
  UserPoolClient,
  type UserPoolClientProps,
} from "../../../modules/identity/user-pool-client";
import { synth } from "../../support/synth";

const made = (pool: Partial<UserPoolProps> = {}, client: Partial<UserPoolClientProps> = {}) =>
  synth((stack) => {
    const userPool = new UserPool(stack, "pool", { name: "shop", ...pool });
    new UserPoolClient(stack, "client", { userPool, name: "shop", ...client });
  });
const poolOf = (props: Partial<UserPoolProps> = {}) =>
  made(props).resource("aws_cognito_user_pool");

describe("user pool", () => {
  it("takes e-mail addresses in whatever case, and strong passwords", () => {
    expect(poolOf()).toMatchObject({
      username_attributes: ["email"],
      auto_verified_attributes: ["email"],
      username_configuration: { case_sensitive: false },
      password_policy: {
        minimum_length: 12,
        require_lowercase: true,
        require_uppercase: true,
        require_numbers: true,
        require_symbols: true,
        temporary_password_validity_days: 7,
      },
      deletion_protection: "ACTIVE",
      admin_create_user_config: { allow_admin_create_user_only: false },
    });
  });

  it("keeps its address: a replaced one has no users", () => {
    expect(Object.keys(made().json["resource"].aws_cognito_user_pool as object)).toEqual(["pool"]);
  });

  it.each([
    ["off", "ESSENTIALS", "OFF"],
    ["audit", "PLUS", "AUDIT"],
    ["enforced", "PLUS", "ENFORCED"],
  ] as const)("with threat protection %s is of the plan %s", (threatProtection, tier, mode) => {
    const pool = poolOf({ threatProtection });
    expect(pool.user_pool_tier).toBe(tier);
    expect(pool.user_pool_add_ons).toEqual({ advanced_security_mode: mode });
  });

  it.each([
    ["off", "OFF", undefined],
    ["optional", "OPTIONAL", { enabled: true }],
    ["required", "ON", { enabled: true }],
  ] as const)("with a second factor %s", (mfa, mode, authenticator) => {
    const pool = poolOf({ mfa });
    expect(pool.mfa_configuration).toBe(mode);
    expect(pool.software_token_mfa_configuration).toEqual(authenticator);
  });

  it("rejects a domain with a name of Cognito's own, and short passwords", () => {
    expect(() => made({ domainPrefix: "my-cognito" })).toThrow(/`domainPrefix` must be/);
    expect(() => made({ passwordMinLength: 6 })).toThrow(
      /`passwordMinLength` must be from 8 to 99/,
    );
  });
});

describe("e-mails by SES", () => {
  const from = "shop@mail.example.com";
  const arn = "arn:aws:ses:us-east-2:111122223333:identity/example.com";

  it("uses an existing identity, whose owner says who may send by it", () => {
    const json = made({
      email: {
        from,
        fromName: "Acme Shop",
        replyTo: "help@example.com",
        configurationSet: "bounces",
        identity: { arn },
      },
    });
    expect(json.resource("aws_cognito_user_pool").email_configuration).toEqual({
      email_sending_account: "DEVELOPER",
      source_arn: arn,
      from_email_address: "Acme Shop <shop@mail.example.com>",
      reply_to_email_address: "help@example.com",
      configuration_set: "bounces",
    });
    expect(json.resources("aws_sesv2_email_identity")).toEqual([]);
    expect(json.resources("aws_sesv2_email_identity_policy")).toEqual([]);
  });

  const json = made({ email: { from, identity: { hostedZoneId: "Z0123456789EXAMPLE" } } });

  it("makes an identity of the sender's domain, and waits until SES has found its records", () => {
    expect(json.resource("aws_sesv2_email_identity").email_identity).toBe("mail.example.com");
    const records = json.resources("aws_route53_record");
    expect(records).toHaveLength(3);
    records.forEach((record, index) => {
      expect(record).toMatchObject({ type: "CNAME", zone_id: "Z0123456789EXAMPLE" });
      expect(record.name).toMatch(/\._domainkey\.mail\.example\.com$/);
      expect(record.records[0]).toMatch(/\.dkim\.amazonses\.com$/);
      expect(record.name).toContain(`, ${index})`);
      expect(record.records[0]).toContain(`, ${index})`);
    });
    const { source_arn: source } = json.resource("aws_cognito_user_pool").email_configuration;
    const verification = json.resource("aws_ses_domain_identity_verification");
    expect(json.referenced(source as string)).toBe(verification);
    expect(verification.depends_on).toHaveLength(3);
  });

  it("lets Cognito send by it for this pool of this account, and nobody else", () => {
    const { policy, email_identity: identity } = json.resource("aws_sesv2_email_identity_policy");
    expect(json.referenced(identity as string)).toBe(json.resource("aws_sesv2_email_identity"));
    const [statement, ...others] = json.referenced(policy as string).statement as Record<
      string,
      any
    >[];
    expect(others).toEqual([]);
    expect(statement!["actions"]).toEqual(["ses:SendEmail", "ses:SendRawEmail"]);
    expect(statement!["principals"]).toEqual([
      {
        type: "Service",
        identifiers: ["cognito-idp.amazonaws.com", "email.cognito-idp.amazonaws.com"],
      },
    ]);
    const [account, source] = statement!["condition"] as Record<string, any>[];
    expect(account).toMatchObject({ test: "StringEquals", variable: "aws:SourceAccount" });
    expect(source).toMatchObject({ test: "ArnLike", variable: "aws:SourceArn" });
    expect(json.referenced(source!["values"][0] as string)).toBe(
      json.resource("aws_cognito_user_pool"),
    );
  });
});

describe("responses to risks", () => {
  it("wait for the policy that lets Cognito send, without which it refuses the identity", () => {
    const json = made({
      threatProtection: "enforced",
      email: { from: "shop@example.com", identity: { hostedZoneId: "Z0123456789EXAMPLE" } },
    });
    const [[policy] = []] = json.addressed("aws_sesv2_email_identity_policy");
    expect(json.resource("aws_cognito_risk_configuration").depends_on).toEqual([policy]);
  });

  const email = { from: "shop@example.com", identity: { arn: "arn:identity" } };
  const risksOf = (props: Partial<UserPoolProps>) =>
    made({ threatProtection: "enforced", ...props }).resource("aws_cognito_risk_configuration");
  const none = { leakedPasswords: "block", blockedCidrs: [], trustedCidrs: [] } as const;

  it("are those that were chosen, and the usual ones for the rest", () => {
    const risks = risksOf({
      email: { ...email, replyTo: "help@example.com" },
      riskResponses: { ...none, high: { action: "mfa-required", notify: false } },
    });
    expect(risks.account_takeover_risk_configuration).toEqual({
      actions: {
        low_action: { event_action: "NO_ACTION", notify: false },
        medium_action: { event_action: "MFA_IF_CONFIGURED", notify: true },
        high_action: { event_action: "MFA_REQUIRED", notify: false },
      },
      notify_configuration: {
        from: "shop@example.com",
        reply_to: "help@example.com",
        source_arn: "arn:identity",
      },
    });
  });

  it("notify nobody without SES", () => {
    const { account_takeover_risk_configuration: takeover } = risksOf({
      riskResponses: { ...none, high: { action: "block", notify: false } },
    });
    expect(takeover.notify_configuration).toBeUndefined();
    expect(takeover.actions.medium_action).toEqual({
      event_action: "MFA_IF_CONFIGURED",
      notify: false,
    });
    expect(risksOf({ riskResponses: none }).account_takeover_risk_configuration).toBeUndefined();
  });

  it("let leaked passwords pass where they are told to", () => {
    const actionOn = (leakedPasswords: "block" | "none") =>
      risksOf({ riskResponses: { ...none, leakedPasswords } })
        .compromised_credentials_risk_configuration.actions.event_action as unknown;
    expect([actionOn("block"), actionOn("none")]).toEqual(["BLOCK", "NO_ACTION"]);
  });

  it("have exceptions for addresses", () => {
    expect(risksOf({ riskResponses: none }).risk_exception_configuration).toBeUndefined();
    const { risk_exception_configuration: exceptions } = risksOf({
      riskResponses: { ...none, trustedCidrs: ["203.0.113.0/24"] },
    });
    expect(exceptions).toEqual({ skipped_ip_range_list: ["203.0.113.0/24"] });
    expect(
      risksOf({ riskResponses: { ...none, blockedCidrs: ["198.51.100.0/24"] } })
        .risk_exception_configuration,
    ).toEqual({ blocked_ip_range_list: ["198.51.100.0/24"] });
  });

  it("are there only where threat protection is enforced", () => {
    const json = made({ threatProtection: "audit", riskResponses: none });
    expect(json.resources("aws_cognito_risk_configuration")).toEqual([]);
  });
});

describe("client", () => {
  const clientOf = (props: Partial<UserPoolClientProps> = {}) =>
    made({}, props).resource("aws_cognito_user_pool_client");

  it("keeps no secret, never sends a password, and tells nobody who has an account", () => {
    expect(clientOf()).toMatchObject({
      generate_secret: false,
      explicit_auth_flows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
      prevent_user_existence_errors: "ENABLED",
      enable_token_revocation: true,
      access_token_validity: 60,
    });
    expect(clientOf().allowed_oauth_flows).toBeUndefined();
  });

  it("lets a script send a password where it is told so", () => {
    expect(clientOf({ signInFlows: ["srp", "password"] }).explicit_auth_flows).toContain(
      "ALLOW_USER_PASSWORD_AUTH",
    );
  });

  it("leads back to pages by a code, never with a token in the address", () => {
    const client = clientOf({ callbackUrls: ["https://shop.example.com/"] });
    expect(client.allowed_oauth_flows).toEqual(["code"]);
    expect(client.callback_urls).toEqual(["https://shop.example.com/"]);
  });

  it("rejects tokens that are good for a minute", () => {
    expect(() => clientOf({ tokenMinutes: 1 })).toThrow(/`tokenMinutes` must be from 5 to 1440/);
  });
});
