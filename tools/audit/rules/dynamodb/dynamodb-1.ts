import { textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each, isReferencedBy } from "../../look";

export const dynamoDb1 = defineControl({
  id: "DynamoDB.1",
  title: "Tables scale with demand",
  look: each(
    "aws_dynamodb_table",
    (table, stack, address) =>
      textOf(table, "billing_mode") === "PAY_PER_REQUEST" ||
      isReferencedBy(stack, "aws_appautoscaling_target", "resource_id", address),
  ),
});
