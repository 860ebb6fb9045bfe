/** A mistake of the user or a failure outside the program, printed without a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
}
