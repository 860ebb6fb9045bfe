import { UserError } from "../../terminal/user-error";

/** Runs calls of the AWS SDK. A failure of AWS or the network becomes one message. */
export async function callingAws<Answer>(
  what: string,
  calls: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await calls();
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    if (error.name === "CredentialsProviderError") {
      throw new UserError(
        `--distributed needs AWS credentials that may run tasks, got none: ${error.message}. Run \`aws configure\` or \`aws sso login\`, or set AWS_PROFILE.`,
      );
    }
    const isOfAws = "$metadata" in error || "code" in error;
    if (!isOfAws) throw error;
    throw new UserError(`AWS did not ${what}: ${error.name}: ${error.message}`);
  }
}
