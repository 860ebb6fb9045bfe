import { randomInt, randomUUID } from "node:crypto";
import { Challenge, inHex, verifierOf, type Verifier } from "./srp";
import { issue, verified } from "./tokens";
import { newKey, totp } from "./totp";

export const userPoolId = "us-east-1_Test12345";
export const clientId = "1example23456789";
const pool = "Test12345";

/** An error with its name in Cognito. */
export class CognitoError extends Error {
  constructor(name: string, message = name) {
    super(message);
    this.name = name;
  }
}

interface User {
  readonly id: string;
  readonly email: string;
  verifier: Verifier;
  isConfirmed: boolean;
  code: string;
  /** An administrator made the account: the password is good for one sign-in. */
  hasFirstPassword?: boolean;
  /** Key of an authenticator app, and whether a code has shown that the app has it. */
  appKey?: string;
  hasApp?: boolean;
}

type Json = Readonly<Record<string, never>> & Readonly<Record<string, string>>;
type Answer = Readonly<Record<string, unknown>>;

/** A stub of a user pool with email addresses as user names. */
export class UserPool {
  /** Lifetime of tokens. Below 0, they have already expired. */
  tokenSeconds = 3600;
  /** Whether every user needs an authenticator app. */
  requiresApp = false;
  private readonly users = new Map<string, User>();
  private readonly challenges = new Map<string, Challenge>();
  private readonly refreshTokens = new Map<string, User>();
  private readonly sessions = new Map<string, User>();

  /** Makes an account, as an administrator does. */
  create(email: string, firstPassword: string): void {
    const id = randomUUID();
    const verifier = verifierOf(pool, id, firstPassword);
    this.users.set(email, {
      id,
      email,
      verifier,
      isConfirmed: true,
      code: "",
      hasFirstPassword: true,
    });
  }

  /** What the token endpoint of the sign-in pages answers for a user, whose account is made on the way. */
  tokensOf(email: string): Answer {
    if (!this.users.has(email)) this.create(email, randomUUID());
    const { AuthenticationResult } = this.signedIn(this.user(email)) as {
      AuthenticationResult: { AccessToken: string; IdToken: string; RefreshToken: string };
    };
    const { AccessToken, IdToken, RefreshToken } = AuthenticationResult;
    return {
      access_token: AccessToken,
      id_token: IdToken,
      refresh_token: RefreshToken,
      token_type: "Bearer",
      expires_in: this.tokenSeconds,
    };
  }

  /** The code that the user's authenticator app shows. */
  appCodeOf(email: string): string {
    return totp(this.user(email).appKey ?? "");
  }

  /** The last code that was sent to the address. */
  codeOf(email: string): string {
    return this.user(email).code;
  }

  /** Revokes all tokens, as an administrator can, or as when refresh tokens expire. */
  endSessions(): void {
    this.refreshTokens.clear();
  }

  readonly actions: Readonly<Record<string, (input: Json) => Answer>> = {
    SignUp: ({ Username: email = "", Password: password = "" }) => {
      if (this.users.has(email)) throw new CognitoError("UsernameExistsException");
      this.checkPassword(password);
      const id = randomUUID();
      const verifier = verifierOf(pool, id, password);
      this.users.set(email, { id, email, verifier, isConfirmed: false, code: newCode() });
      return { UserSub: id, UserConfirmed: false, ...delivery(email) };
    },
    ConfirmSignUp: ({ Username: email = "", ConfirmationCode: code = "" }) => {
      const user = this.user(email);
      if (user.code !== code) throw new CognitoError("CodeMismatchException");
      user.isConfirmed = true;
      return {};
    },
    ResendConfirmationCode: ({ Username: email = "" }) => {
      this.user(email).code = newCode();
      return delivery(email);
    },
    ForgotPassword: ({ Username: email = "" }) => {
      this.user(email).code = newCode();
      return delivery(email);
    },
    ConfirmForgotPassword: (input) => {
      const user = this.user(input.Username ?? "");
      if (user.code !== input.ConfirmationCode) throw new CognitoError("CodeMismatchException");
      this.checkPassword(input.Password ?? "");
      user.verifier = verifierOf(pool, user.id, input.Password ?? "");
      return {};
    },
    InitiateAuth: ({ AuthFlow, AuthParameters }) => {
      const { USERNAME: email = "", SRP_A = "" } = AuthParameters as unknown as Json;
      if (AuthFlow !== "USER_SRP_AUTH") throw new CognitoError("InvalidParameterException");
      const user = this.user(email);
      const challenge = new Challenge(SRP_A, user.verifier);
      this.challenges.set(challenge.secretBlock, challenge);
      return {
        ChallengeName: "PASSWORD_VERIFIER",
        ChallengeParameters: {
          SALT: inHex(user.verifier.salt),
          SECRET_BLOCK: challenge.secretBlock,
          SRP_B: inHex(challenge.B),
          USERNAME: user.id,
          USER_ID_FOR_SRP: user.id,
        },
      };
    },
    RespondToAuthChallenge: ({ ChallengeName, ChallengeResponses, Session = "" }) => {
      const responses = ChallengeResponses as unknown as Json;
      if (ChallengeName === "PASSWORD_VERIFIER") return this.next(this.proven(responses));
      const user = this.sessions.get(Session);
      if (user === undefined) throw new CognitoError("NotAuthorizedException");
      if (ChallengeName === "NEW_PASSWORD_REQUIRED") {
        this.checkPassword(responses.NEW_PASSWORD ?? "");
        user.verifier = verifierOf(pool, user.id, responses.NEW_PASSWORD ?? "");
        user.hasFirstPassword = false;
        return this.next(user);
      }
      if (ChallengeName === "SOFTWARE_TOKEN_MFA") {
        if (responses.SOFTWARE_TOKEN_MFA_CODE !== totp(user.appKey ?? ""))
          throw new CognitoError("CodeMismatchException");
        return this.signedIn(user);
      }
      // MFA_SETUP: the app has shown a code by then.
      if (user.hasApp !== true) throw new CognitoError("NotAuthorizedException");
      return this.signedIn(user);
    },
    AssociateSoftwareToken: ({ AccessToken, Session = "" }) => {
      const user = this.bearer(AccessToken, Session);
      user.appKey = newKey();
      return { SecretCode: user.appKey, Session };
    },
    VerifySoftwareToken: ({ AccessToken, Session = "", UserCode }) => {
      const user = this.bearer(AccessToken, Session);
      if (UserCode !== totp(user.appKey ?? ""))
        throw new CognitoError("EnableSoftwareTokenMFAException");
      // Without a preference, an app that was added to an account is not asked for.
      user.hasApp = AccessToken === undefined;
      return { Status: "SUCCESS", Session };
    },
    GetUser: ({ AccessToken }) => {
      const { id } = this.bearer(AccessToken, "");
      return { Username: id, UserAttributes: [] };
    },
    SetUserMFAPreference: ({ AccessToken }) => {
      this.bearer(AccessToken, "").hasApp = true;
      return {};
    },
    GetTokensFromRefreshToken: ({ RefreshToken = "" }) => {
      const user = this.refreshTokens.get(RefreshToken);
      if (user === undefined) throw new CognitoError("NotAuthorizedException");
      return this.tokens(user, RefreshToken);
    },
    RevokeToken: ({ Token = "" }) => {
      this.refreshTokens.delete(Token);
      return {};
    },
  };

  private proven(responses: Json): User {
    const { USERNAME = "", PASSWORD_CLAIM_SECRET_BLOCK = "", TIMESTAMP = "" } = responses;
    const user = [...this.users.values()].find(({ id }) => id === USERNAME);
    const isKnown = this.challenges
      .get(PASSWORD_CLAIM_SECRET_BLOCK)
      ?.isAnsweredBy(responses.PASSWORD_CLAIM_SIGNATURE ?? "", pool, USERNAME, TIMESTAMP);
    if (user === undefined || isKnown !== true) throw new CognitoError("NotAuthorizedException");
    if (!user.isConfirmed) throw new CognitoError("UserNotConfirmedException");
    return user;
  }

  /** What Cognito asks for next. */
  private next(user: User): Answer {
    if (user.hasFirstPassword === true) return this.challenge("NEW_PASSWORD_REQUIRED", user);
    if (user.hasApp === true) return this.challenge("SOFTWARE_TOKEN_MFA", user);
    if (this.requiresApp) return this.challenge("MFA_SETUP", user);
    return this.signedIn(user);
  }

  private challenge(ChallengeName: string, user: User): Answer {
    const Session = randomUUID();
    this.sessions.set(Session, user);
    return {
      ChallengeName,
      Session,
      ChallengeParameters: {
        USER_ID_FOR_SRP: user.id,
        requiredAttributes: "[]",
        userAttributes: "{}",
        MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]',
      },
    };
  }

  private signedIn(user: User): Answer {
    const refreshToken = randomUUID();
    this.refreshTokens.set(refreshToken, user);
    return this.tokens(user, refreshToken);
  }

  private bearer(token: string | undefined, session: string): User {
    const { sub } =
      token === undefined ? { sub: undefined } : (verified(token) ?? { sub: undefined });
    const user =
      [...this.users.values()].find(({ id }) => id === sub) ?? this.sessions.get(session);
    if (user === undefined) throw new CognitoError("NotAuthorizedException");
    return user;
  }

  private tokens({ id, email }: User, RefreshToken: string): Answer {
    const exp = Math.floor(Date.now() / 1000) + this.tokenSeconds;
    const common = { sub: id, exp, origin_jti: randomUUID() };
    return {
      AuthenticationResult: {
        AccessToken: issue({ ...common, token_use: "access", client_id: clientId, username: id }),
        IdToken: issue({ ...common, token_use: "id", aud: clientId, email }),
        RefreshToken,
        TokenType: "Bearer",
        ExpiresIn: this.tokenSeconds,
      },
      ChallengeParameters: {},
    };
  }

  private user(email: string): User {
    const user = this.users.get(email);
    // Cognito returns this error for an unknown user, to hide which users exist.
    if (user === undefined) throw new CognitoError("NotAuthorizedException");
    return user;
  }

  private checkPassword(password: string): void {
    if (password.length >= 8) return;
    const rule = "Password did not conform with policy: Password not long enough";
    throw new CognitoError("InvalidPasswordException", rule);
  }
}

function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, "0");
}

function delivery(email: string): Answer {
  const to = `${email.slice(0, 1)}***`;
  const details = { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: to };
  return { CodeDeliveryDetails: details };
}
