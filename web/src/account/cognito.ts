import { Amplify } from "aws-amplify";
import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  resendSignUpCode,
  resetPassword,
  setUpTOTP,
  signIn,
  type SignInOutput,
  signInWithRedirect,
  signOut,
  signUp,
  updateMFAPreference,
  verifyTOTPSetup,
} from "aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "aws-amplify/auth/cognito";
import { Hub, sessionStorage } from "aws-amplify/utils";
import type { Settings, SignInPages } from "../settings";

/** The data that an authenticator app needs to show codes for an account. */
export interface AppKey {
  /** For manual entry. */
  readonly secret: string;
  /** `otpauth://`: for an app to scan or open. */
  readonly uri: string;
}

/** The result of a sign-in, or of one of its steps. `other` is the name of a Cognito step that this page does not support. */
export type SignedIn =
  | { readonly kind: "done" }
  | { readonly kind: "unconfirmed" }
  | { readonly kind: "reset" }
  | { readonly kind: "first-password" }
  | { readonly kind: "code"; readonly from: string }
  | { readonly kind: "set-up"; readonly key: AppKey }
  | { readonly kind: "other"; readonly step: string };

/** The name of the account in an authenticator app. */
const APP_NAME = "Stores";

/** The user pool. It uses the SRP protocol, which proves a password without sending it. */
export class Cognito {
  /** Whether users sign in on Cognito's own pages. */
  readonly hasPages: boolean;

  constructor({ userPoolId, userPoolClientId, cognitoEndpoint, signInPages }: Settings) {
    this.hasPages = signInPages !== undefined;
    Amplify.configure({
      Auth: {
        Cognito: {
          userPoolId,
          userPoolClientId,
          ...(cognitoEndpoint !== undefined && { userPoolEndpoint: cognitoEndpoint }),
          ...(signInPages !== undefined && { loginWith: { oauth: oauth(signInPages) } }),
        },
      },
    });
    // Stored only in this tab, and deleted when it is closed.
    cognitoUserPoolsTokenProvider.setKeyValueStorage(sessionStorage);
  }

  /** Exchanges the code that Cognito's pages have put into the address of this page, if there is one, for tokens. */
  async finishRedirect(): Promise<void> {
    if (!this.hasPages || !/[?&](code|error)=/.test(location.search)) return;
    const failure = new Promise<never>((_, reject) => {
      Hub.listen("auth", ({ payload }) => {
        if (payload.event === "signInWithRedirect_failure")
          reject(payload.data.error ?? new Error("The sign-in page returned an error."));
      });
    });
    // The library acts as soon as it is loaded, based on the settings passed to `configure`.
    await import("aws-amplify/auth/enable-oauth-listener");
    await Promise.race([fetchAuthSession(), failure]);
  }

  /** Leaves this page for Cognito's. */
  async openPages(): Promise<void> {
    await signInWithRedirect();
  }

  /** @returns the email address of the signed-in user */
  async user(): Promise<string | undefined> {
    const { tokens } = await fetchAuthSession();
    const email = tokens?.idToken?.payload.email;
    return typeof email === "string" ? email : tokens?.accessToken.payload.sub;
  }

  /** @returns a valid token, renewed if necessary, or undefined if nobody is signed in */
  async accessToken(): Promise<string | undefined> {
    const { tokens } = await fetchAuthSession();
    return tokens?.accessToken.toString();
  }

  async signUp(email: string, password: string): Promise<void> {
    await signUp({ username: email, password, options: { userAttributes: { email } } });
  }

  async confirm(email: string, code: string): Promise<void> {
    await confirmSignUp({ username: email, confirmationCode: code });
  }

  async resendCode(email: string): Promise<void> {
    await resendSignUpCode({ username: email });
  }

  async signIn(email: string, password: string): Promise<SignedIn> {
    const options = { authFlowType: "USER_SRP_AUTH" } as const;
    return stepAfter(await signIn({ username: email, password, options }), email);
  }

  /** Completes the current step of a sign-in: with a code, or with a new password. */
  async answer(email: string, answer: string): Promise<SignedIn> {
    return stepAfter(await confirmSignIn({ challengeResponse: answer }), email);
  }

  /** Starts to add an authenticator app to the account of the signed-in user. */
  async newAppKey(): Promise<AppKey> {
    const email = (await this.user()) ?? "";
    return keyOf(await setUpTOTP(), email);
  }

  /** Adds it with the code that it shows: from now on, each sign-in asks for one. */
  async addApp(code: string): Promise<void> {
    await verifyTOTPSetup({ code });
    await updateMFAPreference({ totp: "PREFERRED" });
  }

  /** Deletes the tokens from this tab and revokes the refresh token in Cognito. */
  async signOut(): Promise<void> {
    await signOut();
  }

  async forgot(email: string): Promise<void> {
    await resetPassword({ username: email });
  }

  async reset(email: string, code: string, newPassword: string): Promise<void> {
    await confirmResetPassword({ username: email, confirmationCode: code, newPassword });
  }
}

function oauth({ domain, scopes }: SignInPages) {
  const page = `${location.origin}/`;
  return {
    domain,
    scopes: [...scopes],
    redirectSignIn: [page],
    redirectSignOut: [page],
    responseType: "code" as const,
  };
}

type Step = SignInOutput["nextStep"];

async function stepAfter({ nextStep }: { nextStep: Step }, email: string): Promise<SignedIn> {
  switch (nextStep.signInStep) {
    case "DONE":
      return { kind: "done" };
    case "CONFIRM_SIGN_UP":
      return { kind: "unconfirmed" };
    case "RESET_PASSWORD":
      return { kind: "reset" };
    case "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED":
      return { kind: "first-password" };
    case "CONFIRM_SIGN_IN_WITH_TOTP_CODE":
      return { kind: "code", from: "the authenticator app" };
    case "CONFIRM_SIGN_IN_WITH_SMS_CODE":
      return { kind: "code", from: "the text message" };
    case "CONFIRM_SIGN_IN_WITH_EMAIL_CODE":
      return { kind: "code", from: "the e-mail" };
    case "CONTINUE_SIGN_IN_WITH_TOTP_SETUP":
      return { kind: "set-up", key: keyOf(nextStep.totpSetupDetails, email) };
    case "CONTINUE_SIGN_IN_WITH_MFA_SELECTION": {
      const [first = "TOTP"] = nextStep.allowedMFATypes ?? [];
      return stepAfter(await confirmSignIn({ challengeResponse: first }), email);
    }
    default:
      return { kind: "other", step: nextStep.signInStep };
  }
}

interface SetUp {
  readonly sharedSecret: string;
  readonly getSetupUri: (appName: string, accountName?: string) => URL;
}

function keyOf({ sharedSecret, getSetupUri }: SetUp, email: string): AppKey {
  return { secret: sharedSecret, uri: getSetupUri(APP_NAME, email).href };
}
