import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/**
 * The fields of `GetProviderSchema.Response` that are maps by type: of resources, data sources and ephemeral resources.
 * @see https://github.com/hashicorp/terraform/blob/v1.11.4/docs/plugin-protocol/tfplugin5.8.proto
 */
const MAPS_BY_TYPE = [2, 3, 8];

/**
 * A provider's schema reduced to some types.
 *
 * @param message a `GetProviderSchema.Response`
 */
export function schemaOf(message: Uint8Array, types: ReadonlySet<string>): Uint8Array {
  const reader = new BinaryReader(message);
  const writer = new BinaryWriter();
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [field, wireType] = reader.tag();
    if (MAPS_BY_TYPE.includes(field) && wireType === WireType.LengthDelimited) {
      const entry = new BinaryReader(reader.bytes());
      entry.tag();
      if (!types.has(entry.string())) continue;
    } else reader.skip(wireType, field);
    writer.raw(message.subarray(start, reader.pos));
  }
  return writer.finish();
}

/** gRPC prefixes each message with a compression flag (1 byte) and its length. */
const PREFIX_BYTES = 5;

/** The same for the message in a gRPC response body. */
export function schemaAnswer(body: Buffer, types: ReadonlySet<string>): Buffer {
  const message = schemaOf(body.subarray(PREFIX_BYTES), types);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
