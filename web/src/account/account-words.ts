/** The message for an error of Cognito or of the connection to it. */
export function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return words[error.name] ?? error.message;
}

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html */
const words: Readonly<Record<string, string>> = {
  NotAuthorizedException: "E-mail or password is wrong.",
  UserNotFoundException: "E-mail or password is wrong.",
  UsernameExistsException:
    "An account with this e-mail already exists. Sign in, or set a new password.",
  CodeMismatchException: "The code is wrong. Use the code from the latest e-mail.",
  ExpiredCodeException: "The code has expired. Request a new one.",
  LimitExceededException: "Too many attempts. Wait a few minutes and try again.",
  TooManyRequestsException: "Too many attempts. Wait a moment and try again.",
  TooManyFailedAttemptsException: "Too many attempts. Wait a few minutes and try again.",
  NetworkError: "Cognito does not respond. Check whether you are online.",
};
