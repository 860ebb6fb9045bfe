import {
  UserPool,
  UserPoolClient,
  type UserPoolClientProps,
  type UserPoolProps,
} from "../../../modules/identity/user-pool";
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
