import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { schemaOf } from "../../../../tools/rehearse/terraform/provider-schema";

const PROVIDER = 1;
const RESOURCES = 2;
const DATA_SOURCES = 3;
const CAPABILITIES = 6;
const FUNCTIONS = 7;
const EPHEMERAL_RESOURCES = 8;

/** An answer of a provider: of each field the number, and the key of an entry of a map. */
function message(...fields: readonly (readonly [field: number, key: string])[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const [field, key] of fields)
    writer
      .tag(field, WireType.LengthDelimited)
      .fork()
      .tag(1, WireType.LengthDelimited)
      .string(key)
      .join();
  return writer.finish();
}

function fieldsIn(bytes: Uint8Array): [number, string][] {
  const reader = new BinaryReader(bytes);
  const fields: [number, string][] = [];
  while (reader.pos < reader.len) {
    const [field] = reader.tag();
    const entry = new BinaryReader(reader.bytes());
    entry.tag();
    fields.push([field, entry.string()]);
  }
  return fields;
}

test("keeps the schema of the types in use, and of the provider itself", () => {
  const whole = message(
    [PROVIDER, "region"],
    [RESOURCES, "aws_lb"],
    [RESOURCES, "aws_sqs_queue"],
    [DATA_SOURCES, "aws_lb"],
    [DATA_SOURCES, "aws_ami"],
    [EPHEMERAL_RESOURCES, "aws_kms_secrets"],
    [CAPABILITIES, "plan_destroy"],
    [FUNCTIONS, "arn_parse"],
  );
  expect(fieldsIn(schemaOf(whole, new Set(["aws_lb"])))).toEqual([
    [PROVIDER, "region"],
    [RESOURCES, "aws_lb"],
    [DATA_SOURCES, "aws_lb"],
    [CAPABILITIES, "plan_destroy"],
    [FUNCTIONS, "arn_parse"],
  ]);
});

test("keeps unknown fields, whatever their format", () => {
  const known = message([RESOURCES, "aws_lb"]);
  const later = new BinaryWriter().tag(40, WireType.Varint).uint32(7).finish();
  expect(schemaOf(Buffer.concat([later, known]), new Set())).toEqual(later);
});
