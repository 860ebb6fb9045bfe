import { type Controls, each } from "./control";

const table = "aws_dynamodb_table";

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html */
export const dynamodb: Controls = {
  "DynamoDB.1": each(table, ({ billing_mode: mode }) => mode === "PAY_PER_REQUEST"),
  "DynamoDB.2": each(table, ({ point_in_time_recovery: recovery }) => recovery?.enabled === true),
  "DynamoDB.6": each(table, ({ deletion_protection_enabled: on }) => on === true),
};
