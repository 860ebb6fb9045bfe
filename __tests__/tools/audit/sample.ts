import { type AuditedStack, audit } from "../../../tools/audit/audit";
import { placed, type Exception, type RequiredControls } from "../../../tools/audit/policy";
import { StackJson } from "../../../tools/synthesized/stack-json";

export const TODAY = "2026-11-28";

/** Two tables: only one can be restored, and neither has deletion protection. */
export const TABLES = {
  resource: {
    aws_dynamodb_table: {
      pets: { billing_mode: "PAY_PER_REQUEST", point_in_time_recovery: { enabled: true } },
      foods: { billing_mode: "PAY_PER_REQUEST" },
    },
  },
};

export const REQUIRED: RequiredControls = {
  stacks: { shop: ["DynamoDB.1", "DynamoDB.2", "DynamoDB.6"] },
  where: { aws_sqs_queue: ["SQS.1"] },
};

/** Of every table, in every environment of the tests. */
export const UNPROTECTED = {
  control: "DynamoDB.6",
  environments: ["dev", "prod"],
  stacks: ["shop"],
  resource: "aws_dynamodb_table\\.",
  reason: "These environments are made and destroyed at will.",
  reviewBy: "2027-06-01",
};

export const UNRESTORABLE = {
  ...UNPROTECTED,
  control: "DynamoDB.2",
  resource: "aws_dynamodb_table\\.foods",
  reason: "What is stored there is made up by the tests.",
};

export function stackOf(name: string, json: Record<string, unknown> = TABLES): AuditedStack {
  return { name, file: `cdktf.out/stacks/${name}/cdk.tf.json`, json: new StackJson(json) };
}

export function audited(
  exceptions: readonly Omit<Exception, "place">[],
  {
    stacks = [stackOf("shop-dev")],
    required = REQUIRED,
  }: { stacks?: readonly AuditedStack[]; required?: RequiredControls } = {},
) {
  return audit("dev", stacks, { required, exceptions: placed(exceptions) }, TODAY);
}
