import { textOf, textsOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each, eachStatement } from "../../look";
import { isGranted } from "../../statements";

export const iam21 = defineControl({
  id: "IAM.21",
  title: "Policies name the actions of a service",
  look: (stack) => [
    ...eachStatement(
      isGranted,
      (statement) => !textsOf(statement, "actions").some((action) => action.includes("*")),
    )(stack),
    ...each(
      "aws_iam_role_policy_attachment",
      (attachment) => !textOf(attachment, "policy_arn", "").endsWith("FullAccess"),
    )(stack),
  ],
});
