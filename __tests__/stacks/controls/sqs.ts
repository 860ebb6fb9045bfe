import { type Controls, each, type Resource } from "./control";

const statementsOf = (document: Resource) => (document["statement"] ?? []) as Resource[];

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/sqs-controls.html */
export const sqs: Controls = {
  "SQS.1": each(
    "aws_sqs_queue",
    (queue) =>
      queue["sqs_managed_sse_enabled"] === true || queue["kms_master_key_id"] !== undefined,
  ),
  // A policy may deny everybody, and allow nobody unnamed.
  "SQS.3": each("aws_sqs_queue_policy", (policy, json) =>
    statementsOf(json.referenced(policy["policy"] as string)).every(
      ({ effect, principals = [] }) =>
        effect === "Deny" ||
        (principals as Resource[]).every(
          ({ identifiers }) => !(identifiers as string[]).includes("*"),
        ),
    ),
  ),
};
