import { isTrue, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const dynamoDb2 = defineControl({
  id: "DynamoDB.2",
  title: "Tables have point-in-time recovery",
  look: each("aws_dynamodb_table", (table) =>
    isTrue(blockOf(table, "point_in_time_recovery"), "enabled"),
  ),
});
