import * as z from "zod";
import { environments } from "../../../settings/schema/environments";

/** A place in the settings: `*` stands for any name, `[]` for any entry of a list. */
export interface SchemaNode {
  readonly path: readonly string[];
  readonly schema: z.ZodType;
  readonly optional: boolean;
}

/** Every place in the settings of an environment; a union's members stand at the same place. */
export function schemaNodes(): SchemaNode[] {
  return (nodes ??= descend({ path: [], schema: environments, optional: false }));
}

let nodes: SchemaNode[] | undefined;

/** Whether the settings have a field of this path, whatever kinds the unions on its way are of. */
export function hasField(path: readonly PropertyKey[]): boolean {
  return schemaNodes().some((node) => matches(node.path, path));
}

function matches(pattern: readonly string[], path: readonly PropertyKey[]): boolean {
  return (
    pattern.length === path.length &&
    pattern.every((step, index) => {
      const found = path[index];
      return step === "[]" ? typeof found === "number" : step === "*" || step === found;
    })
  );
}

function descend(node: SchemaNode): SchemaNode[] {
  const { path, schema, optional } = node;
  const inside = (step: string, child: z.core.$ZodType) =>
    descend({ path: [...path, step], schema: child as z.ZodType, optional: false });
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return descend({ path, schema: schema.def.innerType as z.ZodType, optional: true });
  }
  // A dictionary: what comes before the record only looks at names.
  // A kind that may be left out: what comes after only fills it in.
  if (schema instanceof z.ZodPipe && schema.def.out instanceof z.ZodTransform)
    return descend({ ...node, schema: schema.def.in as z.ZodType });
  if (schema instanceof z.ZodPipe) return descend({ ...node, schema: schema.def.out as z.ZodType });
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return schema.def.options.flatMap((option) =>
      descend({ path, schema: option as z.ZodType, optional }),
    );
  }
  if (schema instanceof z.ZodObject) {
    return [
      node,
      ...Object.entries(schema.shape).flatMap(([field, child]) =>
        inside(field, child as z.ZodType),
      ),
    ];
  }
  if (schema instanceof z.ZodArray) return [node, ...inside("[]", schema.def.element)];
  if (schema instanceof z.ZodRecord) return [node, ...inside("*", schema.def.valueType)];
  return [node];
}
