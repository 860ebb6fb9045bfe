import { ACTIONS_WITHOUT_RESOURCE } from "../../../../aws/iam";
import { type Block, textsOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { eachStatement } from "../../look";
import { isGranted } from "../../statements";

const namesResources = (statement: Block) => textsOf(statement, "resources").length > 0;

/** Security Hub only checks actions. A trust policy has no resources. */
export const iamResources = defineControl({
  id: "IAM.resources",
  title: "Policies name resources where AWS supports it",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  look: eachStatement(
    (statement, stack, document) =>
      isGranted(statement, stack, document) && namesResources(statement),
    (statement) =>
      !textsOf(statement, "resources").includes("*") ||
      textsOf(statement, "actions").every((action) => ACTIONS_WITHOUT_RESOURCE.has(action)),
  ),
});
