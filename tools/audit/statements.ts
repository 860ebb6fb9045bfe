import { type Block, textOf, textsOf } from "../synthesized/fields";
import type { StackJson } from "../synthesized/stack-json";
import { isReferencedBy } from "./look";

/**
 * Whether a statement allows something. In a key policy, `*` is the key itself, and the account may use it. The policy of a VPC
 * endpoint only narrows what callers are allowed elsewhere.
 *
 * @param document address of the policy document
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export function isGranted(statement: Block, stack: StackJson, document: string): boolean {
  const actions = textsOf(statement, "actions");
  const isOfKey = actions.length > 0 && actions.every((action) => action.startsWith("kms:"));
  return (
    textOf(statement, "effect") !== "Deny" &&
    !(isOfKey && statement.principals !== undefined) &&
    !isReferencedBy(stack, "aws_vpc_endpoint", "policy", document)
  );
}
