/** A mistake of the user's, or something beyond the program's reach: told as it is, without a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
}
