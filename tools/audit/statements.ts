import { type Block, textOf, textsOf } from "../synthesized/fields";

/** Whether a statement allows something. In a key policy, `*` is the key itself, and the account may use it. */
export function isGranted(statement: Block): boolean {
  const actions = textsOf(statement, "actions");
  const isOfKey = actions.length > 0 && actions.every((action) => action.startsWith("kms:"));
  return textOf(statement, "effect") !== "Deny" && !(isOfKey && statement.principals !== undefined);
}
