/** An error of Cognito, or of the way to it, in the words of someone who has to do something about it. */
export function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return words[error.name] ?? error.message;
}

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html */
const words: Readonly<Record<string, string>> = {
  NotAuthorizedException: "E-mail or password is wrong.",
  UserNotFoundException: "E-mail or password is wrong.",
  UsernameExistsException:
    "There is an account with this e-mail already. Sign in, or set a new password.",
  CodeMismatchException: "This is not the code that was sent. Look at the newest e-mail.",
  ExpiredCodeException: "The code is no longer valid. Have a new one sent.",
  LimitExceededException: "Too many tries. Wait some minutes, and try again.",
  TooManyRequestsException: "Too many tries. Wait a moment, and try again.",
  TooManyFailedAttemptsException: "Too many tries. Wait some minutes, and try again.",
  NetworkError: "Cognito does not answer. Look whether you are online.",
};
