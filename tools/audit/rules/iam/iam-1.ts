import { textOf, textsOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { documentOf, each, eachStatement } from "../../look";
import { isGranted } from "../../statements";

/** A policy given as a string is also a finding: the audit only reads policy documents. */
export const iam1 = defineControl({
  id: "IAM.1",
  title: "Policies grant no administration",
  look: (stack) => [
    ...eachStatement(
      isGranted,
      (statement) =>
        !textsOf(statement, "actions").includes("*") &&
        textsOf(statement, "not_actions").length === 0,
    )(stack),
    ...each(
      "aws_iam_role_policy_attachment",
      (attachment) => !textOf(attachment, "policy_arn", "").endsWith("/AdministratorAccess"),
    )(stack),
    ...each(
      ["aws_iam_policy", "aws_iam_role_policy"],
      (policy) => documentOf(stack, policy.policy) !== undefined,
    )(stack),
  ],
});
