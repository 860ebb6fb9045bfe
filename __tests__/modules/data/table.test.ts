import { Table, type TableProps } from "../../../modules/data/table";
import { synth } from "../../support/synth";

const made = (props: Partial<TableProps> = {}) => {
  let table: Table | undefined;
  const json = synth((stack) => {
    table = new Table(stack, "foods", { name: "foods", hashKey: "foodId", ...props });
  });
  return { json, table: table! };
};

describe("table", () => {
  it("is paid by the request, and can be restored and not deleted unless told otherwise", () => {
    expect(made().json.resource("aws_dynamodb_table")).toMatchObject({
      name: "foods",
      billing_mode: "PAY_PER_REQUEST",
      hash_key: "foodId",
      attribute: [{ name: "foodId", type: "S" }],
      point_in_time_recovery: { enabled: true },
      deletion_protection_enabled: true,
    });
    const { json } = made({ pointInTimeRecovery: false, deletionProtection: false });
    expect(json.resource("aws_dynamodb_table")).toMatchObject({
      point_in_time_recovery: { enabled: false },
      deletion_protection_enabled: false,
    });
  });

  it("keeps its address: a replaced one is empty", () => {
    expect(Object.keys(made().json.json["resource"].aws_dynamodb_table as object)).toEqual([
      "foods",
    ]);
  });

  it("allows actions on itself only", () => {
    const { table } = made();
    const { actions, resources } = table.statement("GetItem", "PutItem");
    expect(actions).toEqual(["dynamodb:GetItem", "dynamodb:PutItem"]);
    expect(resources).toEqual([table.arn]);
  });

  it.each([["ab"], ["foods table"], ["a".repeat(256)]])("rejects the name %s", (name) => {
    expect(() => made({ name })).toThrow(/`name` must be 3 to 255 letters, digits and _\.-/);
  });

  it("rejects a key without a name", () => {
    expect(() => made({ hashKey: "" })).toThrow(/`hashKey` must be 1 to 255 characters long/);
  });
});
