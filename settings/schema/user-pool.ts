import * as z from "zod";
import { cognito } from "../../aws/api-gateway";
import { broken, rule } from "../rules/rule";
import { arn, choice, flag, list, settings, text, wholeNumber } from "./fields";

/** Text of an address in a browser; for plain http only this machine will do, where nobody listens in. */
const PAGE =
  /^(https:\/\/[a-z0-9.-]{1,253}|http:\/\/(localhost|127\.0\.0\.1))(:\d{1,5})?(\/[\w.~/-]{0,500})?$/;

/** People who may change what the API holds, and how they sign in. */
export const userPool = settings({
  /** Whether people make accounts for themselves; else an administrator does. @default true */
  selfSignUp: flag().default(true),
  /** Characters of a password, of four kinds. @default 12 */
  passwordMinLength: wholeNumber(...cognito.passwordMinLength).default(12),
  /** A code from an authenticator app beside the password. @default "off" */
  mfa: choice("off", "optional", "required").default("off"),
  /** What becomes of sign-ins that look like an attack (Cognito.1): "audit" records them, "enforced" blocks leaked passwords and, with email, sign-ins that look like somebody else's; all but "off" is billed by the user. @default "off" */
  threatProtection: choice("off", "audit", "enforced").default("off"),
  /** "srp" never sends the password; "password" sends it to Cognito over TLS, for scripts. @default ["srp"] */
  signInFlows: list(choice("srp", "password"), "sign-in flows", 1, 2).default(["srp"]),
  /** Minutes that a token is good for. @default 60 */
  tokenMinutes: wholeNumber(...cognito.tokenMinutes).default(60),
  /** Days after which one signs in again. @default 30 */
  refreshDays: wholeNumber(...cognito.refreshDays).default(30),
  /** Who sends its e-mails. @default Cognito's own mailer, which is for trials: 50 e-mails a day for an account */
  email: settings({
    /** Identity of SES that is verified, an address or a domain, in the environment's region or one that Cognito reaches. */
    identityArn: arn(
      "must be the ARN of an identity of SES",
      { service: "ses", resource: String.raw`identity/[\w.+@-]{3,320}` },
      "identity/ and an address or a domain",
    ),
    /** Address that they come from, of the identity. */
    from: text(
      'must be an e-mail address, as in "no-reply@example.com"',
      (value) => value.length <= 254 && z.regexes.email.test(value),
    ),
  }).optional(),
  /** Cognito's own sign-in pages. @default none: people sign in on the page */
  signInPages: settings({
    /** Start of their host, unique in the region. At most 63 characters with the environment's nameSuffix. */
    domainPrefix: text(
      'must be 1 to 46 lower-case letters, digits and inner hyphens, without "aws", "amazon" and "cognito"',
      /^(?!.*(aws|amazon|cognito))[a-z0-9]([a-z0-9-]{0,44}[a-z0-9])?$/,
    ),
    /** Where they lead back to. @default the hosted page */
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
          'must not have "password" while mfa is "required", for a script has no authenticator',
          signInFlows,
          'Use ["srp"], or mfa "optional".',
        )
      : undefined,
  ),
);
