import { tableOf } from "../../../../../tools/local/gateway/aws/emulated-resources";

describe("an emulated table", () => {
  it("has the key that the JSON describes", () => {
    expect(
      tableOf({
        name: "foods",
        hash_key: "foodId",
        attribute: [{ name: "foodId", type: "S" }],
        billing_mode: "PROVISIONED",
      }),
    ).toEqual({
      TableName: "foods",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "foodId", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "foodId", KeyType: "HASH" }],
    });
  });

  it("has its range key and its indexes", () => {
    const table = tableOf({
      name: "orders",
      hash_key: "a",
      range_key: "b",
      attribute: [
        { name: "a", type: "S" },
        { name: "b", type: "N" },
      ],
      global_secondary_index: {
        name: "by-b",
        hash_key: "b",
        projection_type: "INCLUDE",
        non_key_attributes: ["c"],
      },
    });
    expect(table["KeySchema"]).toEqual([
      { AttributeName: "a", KeyType: "HASH" },
      { AttributeName: "b", KeyType: "RANGE" },
    ]);
    expect(table["GlobalSecondaryIndexes"]).toEqual([
      {
        IndexName: "by-b",
        KeySchema: [{ AttributeName: "b", KeyType: "HASH" }],
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["c"] },
      },
    ]);
  });
});
