import type { TerraformJson } from "../../support/synth";
import { all, type Controls } from "./control";

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html */
export const iam: Controls = {
  "IAM.1": (stacks) =>
    all(stacks).every((json) =>
      allowing(json).every(({ actions = [] }) => !actions.some((action) => action.includes("*"))),
    ),
  "IAM.21": (stacks) =>
    all(stacks).every((json) =>
      json
        .resources("aws_iam_role_policy_attachment")
        .every(({ policy_arn: arn }) => !/AdministratorAccess|FullAccess$/.test(arn)),
    ),
};

/** Statements of the policies that allow something. */
function allowing(json: TerraformJson): { actions?: string[] }[] {
  return json
    .dataSources("aws_iam_policy_document")
    .flatMap(({ statement }) => statement as { effect?: string; actions?: string[] }[])
    .filter(({ effect }) => effect !== "Deny");
}
