import { UserError } from "./user-error";

const UNREACHABLE = /\b(ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)\b/;

/**
 * Runs calls of the AWS SDK. A failure of AWS or the network becomes one message.
 *
 * @param what the purpose of the calls, such as "list the tasks"
 * @param who who needs which permissions, such as "--distributed needs AWS credentials that may run tasks"
 */
export async function callingAws<Answer>(
  what: string,
  who: string,
  calls: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await calls();
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    if (error.name === "CredentialsProviderError") {
      throw new UserError(
        `${who}, got none: ${error.message}. Run \`aws configure\` or \`aws sso login\`, or set AWS_PROFILE.`,
      );
    }
    const code = "code" in error ? String(error.code) : "";
    const [unreachable] = UNREACHABLE.exec(`${code} ${error.message}`) ?? [];
    if (unreachable !== undefined) {
      throw new UserError(
        `AWS cannot be reached, so it did not ${what}: ${unreachable}. Check the network, then try again.`,
      );
    }
    const isOfAws = "$metadata" in error || "code" in error;
    if (!isOfAws) throw error;
    throw new UserError(`AWS did not ${what}: ${error.name}: ${error.message}`);
  }
}
