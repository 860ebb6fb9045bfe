/** Something that the user can put right: shown without a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
}
