import * as z from "zod";
import { environment } from "./schema/environment";

type JsonSchema = z.core.JSONSchema.BaseSchema;

const LIMITS =
  "What a file in environments/ exports, as JSON. A $comment names a rule that JSON Schema cannot express. " +
  "The rules between fields, systems and environments are checked by a synth only.";

/**
 * The settings of one environment as JSON Schema (2020-12), for other programs: what may be written, defaults left out.
 * It accepts all that a synth accepts.
 */
export function settingsJsonSchema(): JsonSchema {
  const { $schema, ...schema } = schemaOf(environment);
  const required = schema.required?.filter((name) => name !== "name");
  return { $schema, $comment: LIMITS, ...schema, required };
}

function schemaOf(type: z.core.$ZodType): JsonSchema {
  return z.toJSONSchema(type, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      // A dictionary is any object with plain names, and then a record: the second says more.
      if (def.type === "pipe" && def.in._zod.def.type === "custom") {
        Object.assign(jsonSchema, schemaOf(def.out));
        delete jsonSchema.$schema;
      }
      // What is filled in before it is looked at may lack any field.
      if (def.type === "pipe" && def.in._zod.def.type === "transform") dropRequired(jsonSchema);
      for (const check of def.checks ?? []) express(check, jsonSchema);
    },
  });
}

function dropRequired(schema: JsonSchema): void {
  delete schema.required;
  for (const each of Object.values(schema.properties ?? {})) {
    if (typeof each === "object") dropRequired(each);
  }
  if (typeof schema.additionalProperties === "object") dropRequired(schema.additionalProperties);
}

/** A check of our own says in `json` what JSON Schema can hold of it; its rule in words is the comment otherwise. */
function express(check: z.core.$ZodCheck, schema: JsonSchema): void {
  const def = check._zod.def as z.core.$ZodCustomDef;
  const { json } = (def.params ?? {}) as { json?: JsonSchema };
  if (json !== undefined) Object.assign(schema, json);
  else if (def.error !== undefined) schema.$comment = ruleOf(def.error);
}

function ruleOf(error: z.core.$ZodErrorMap): string | undefined {
  const told = error({ code: "custom", input: undefined, path: [] } as never);
  return typeof told === "string" ? told : told?.message;
}
