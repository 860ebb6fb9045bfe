import { type Block, blocksOf, textOf, textsOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { documentOf, each, statementsOf } from "../../look";

/** Conditions that leave principals of known accounts only, when they compare with a fixed value. */
const OF_KNOWN = /^(aws:(PrincipalArn|PrincipalAccount|PrincipalOrgID)|kms:CallerAccount)$/i;

/** A key without a policy has the default one, for its account. */
export const kms5 = defineControl({
  id: "KMS.5",
  title: "Keys are not public",
  look: each(
    "aws_kms_key",
    (key, stack) =>
      key.policy === undefined ||
      (documentOf(stack, key.policy) !== undefined &&
        statementsOf(documentOf(stack, key.policy)).every(
          (statement) => !admitsEverybody(statement) || tellsWho(statement),
        )),
  ),
});

function admitsEverybody(statement: Block): boolean {
  const principals = blocksOf(statement, "principals");
  return (
    textOf(statement, "effect") !== "Deny" &&
    principals.some((each) => textsOf(each, "identifiers").includes("*"))
  );
}

function tellsWho(statement: Block): boolean {
  return blocksOf(statement, "condition").some(
    (condition) =>
      OF_KNOWN.test(textOf(condition, "variable", "")) &&
      /^(StringEquals|ArnEquals)$/.test(textOf(condition, "test", "")) &&
      textsOf(condition, "values").every((value) => !value.includes("*")),
  );
}
