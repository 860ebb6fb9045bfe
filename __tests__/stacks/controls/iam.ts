import type { TerraformJson } from "../../support/synth";
import { all, type Controls, eachOfAll, type Finding } from "./control";

interface Statement {
  readonly effect?: string;
  readonly actions?: readonly string[];
  readonly principals?: readonly { readonly identifiers: readonly string[] }[];
  readonly condition?: readonly { readonly variable: string }[];
}

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html */
export const iam: Controls = {
  "IAM.1": (stacks) =>
    statements(stacks, ({ effect }) => effect !== "Deny").map(([subject, { actions = [] }]) => ({
      subject,
      holds: !actions.some((action) => action.includes("*")),
    })),
  "IAM.21": eachOfAll(
    "aws_iam_role_policy_attachment",
    ({ policy_arn: arn }) => !/AdministratorAccess|FullAccess$/.test(arn),
  ),
  /** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
  "trust policies name the account": (stacks): Finding[] =>
    statements(stacks, ({ actions }) => actions?.includes("sts:AssumeRole") ?? false).map(
      ([address, { condition = [], principals = [] }]) => ({
        subject: `${principals.flatMap(({ identifiers }) => identifiers).join()} in ${address}`,
        holds: condition.some(({ variable }) => variable === "aws:SourceAccount"),
      }),
    ),
};

function statements(
  stacks: Parameters<typeof all>[0],
  about: (statement: Statement) => boolean,
): [string, Statement][] {
  return all(stacks).flatMap((json: TerraformJson) =>
    json
      .addressed("aws_iam_policy_document", "data")
      .flatMap(([address, { statement }]) =>
        (statement as Statement[]).map((one): [string, Statement] => [address, one]),
      )
      .filter(([, statement]) => about(statement)),
  );
}
