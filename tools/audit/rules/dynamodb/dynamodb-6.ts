import { isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const dynamoDb6 = defineControl({
  id: "DynamoDB.6",
  title: "Tables have deletion protection",
  look: each("aws_dynamodb_table", (table) => isTrue(table, "deletion_protection_enabled")),
});
