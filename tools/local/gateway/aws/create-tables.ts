import type { Attributes } from "../../part";
import { type Block, blocksOf, requiredText, textOf, textsOf } from "../../../synthesized/fields";
import type { Resources } from "../../../synthesized/resources";
import { type AwsAccount, callAws } from "./call-aws";

/**
 * Makes the tables that the JSON describes.
 *
 * @returns what AWS would say of them
 */
export async function createTables(account: AwsAccount, resources: Resources): Promise<Attributes> {
  const attributes: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const { address, block } of resources.resources("aws_dynamodb_table")) {
    const answer = (await callAws(account, "dynamodb", "CreateTable", tableOf(block))) as {
      readonly TableDescription: { readonly TableArn: string };
    };
    attributes[address] = {
      id: requiredText(block, "name"),
      arn: answer.TableDescription.TableArn,
    };
  }
  return attributes;
}

/** The arguments of CreateTable. */
export function tableOf(block: Block): Readonly<Record<string, unknown>> {
  const local = blocksOf(block, "local_secondary_index").map(indexOf);
  const global = blocksOf(block, "global_secondary_index").map(indexOf);
  return {
    TableName: requiredText(block, "name"),
    // On this machine nobody pays for capacity.
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: blocksOf(block, "attribute").map((attribute) => ({
      AttributeName: requiredText(attribute, "name"),
      AttributeType: requiredText(attribute, "type"),
    })),
    KeySchema: keySchema(block),
    ...(local.length > 0 ? { LocalSecondaryIndexes: local } : {}),
    ...(global.length > 0 ? { GlobalSecondaryIndexes: global } : {}),
  };
}

function indexOf(block: Block): Readonly<Record<string, unknown>> {
  const attributes = textsOf(block, "non_key_attributes");
  return {
    IndexName: requiredText(block, "name"),
    KeySchema: keySchema(block),
    Projection: {
      ProjectionType: textOf(block, "projection_type") ?? "ALL",
      ...(attributes.length > 0 ? { NonKeyAttributes: attributes } : {}),
    },
  };
}

function keySchema(block: Block): readonly unknown[] {
  const range = textOf(block, "range_key");
  return [
    { AttributeName: requiredText(block, "hash_key"), KeyType: "HASH" },
    ...(range === undefined ? [] : [{ AttributeName: range, KeyType: "RANGE" }]),
  ];
}
