import { Amplify } from "aws-amplify";
import {
  confirmResetPassword,
  confirmSignUp,
  fetchAuthSession,
  resendSignUpCode,
  resetPassword,
  signIn,
  signOut,
  signUp,
} from "aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "aws-amplify/auth/cognito";
import { sessionStorage } from "aws-amplify/utils";
import type { Settings } from "../settings";

/** The result of a sign-in. `other` is the name of a Cognito step that this page does not support. */
export type SignedIn =
  | { readonly kind: "done" }
  | { readonly kind: "unconfirmed" }
  | { readonly kind: "other"; readonly step: string };

/** The user pool. It uses the SRP protocol, which proves a password without sending it. */
export class Cognito {
  constructor({ userPoolId, userPoolClientId, cognitoEndpoint }: Settings) {
    Amplify.configure({
      Auth: {
        Cognito: {
          userPoolId,
          userPoolClientId,
          ...(cognitoEndpoint !== undefined && { userPoolEndpoint: cognitoEndpoint }),
        },
      },
    });
    // Stored only in this tab, and deleted when it is closed.
    cognitoUserPoolsTokenProvider.setKeyValueStorage(sessionStorage);
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
    const { nextStep } = await signIn({ username: email, password, options });
    if (nextStep.signInStep === "DONE") return { kind: "done" };
    if (nextStep.signInStep === "CONFIRM_SIGN_UP") return { kind: "unconfirmed" };
    return { kind: "other", step: nextStep.signInStep };
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
