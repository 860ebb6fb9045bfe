import { textOf, textsOf, blocksOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { eachStatement } from "../../look";

/** Without the condition, another account could make the service act on this one. */
export const iamSourceAccount = defineControl({
  id: "IAM.source-account",
  title: "Trust policies name the account",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  look: eachStatement(
    (statement) => textsOf(statement, "actions").includes("sts:AssumeRole"),
    (statement) =>
      blocksOf(statement, "condition").some(
        (condition) => textOf(condition, "variable") === "aws:SourceAccount",
      ),
  ),
});
