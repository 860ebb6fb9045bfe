import { textOf, textsOf, blocksOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { documentOf, each, statementsOf } from "../../look";

/** A policy may deny everybody. */
export const sqs3 = defineControl({
  id: "SQS.3",
  title: "Queues do not allow anonymous access",
  look: each("aws_sqs_queue_policy", (policy, stack) => {
    const document = documentOf(stack, policy.policy);
    return (
      document !== undefined &&
      statementsOf(document).every(
        (statement) =>
          textOf(statement, "effect") === "Deny" ||
          !blocksOf(statement, "principals").some((each) =>
            textsOf(each, "identifiers").includes("*"),
          ),
      )
    );
  }),
});
