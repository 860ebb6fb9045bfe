import type { FastifyError } from "fastify";

/** JSON Schema of one field. The description is the rule that error messages show. */
export interface FieldSchema {
  readonly description: string;
  readonly [keyword: string]: unknown;
}

/** IDs in the range of MySQL's INT. */
const largestId = 2_147_483_647;

export const idField: FieldSchema = {
  description: `a whole number from 1 to ${String(largestId)}`,
  type: "integer",
  minimum: 1,
  maximum: largestId,
};

/** The ID in a path, if it is valid. */
export function readId(text: string): number | undefined {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0;
  return id >= 1 && id <= largestId ? id : undefined;
}

/** Rejects control characters, lone surrogates (which UTF-8 cannot encode) and text of blanks only. */
const printable = "^[^\\p{Cc}\\p{Cs}]*[^\\p{Cc}\\p{Cs}\\s][^\\p{Cc}\\p{Cs}]*$";

export function textField(maxLength: number): FieldSchema {
  return {
    description: `a text of 1 to ${String(maxLength)} characters without control characters`,
    type: "string",
    maxLength,
    pattern: printable,
  };
}

export function optionalTextField(maxLength: number): FieldSchema {
  const field = textField(maxLength);
  return { ...field, description: `${field.description}, or null`, type: ["string", "null"] };
}

export const emailField: FieldSchema = {
  description: "an e-mail address of at most 255 characters",
  type: "string",
  maxLength: 255,
  format: "email",
};

export function bodySchema(
  fields: Readonly<Record<string, FieldSchema>>,
  required: readonly string[],
): object {
  return { type: "object", properties: fields, required, additionalProperties: false };
}

interface Problem {
  readonly field: string;
  readonly message: string;
}

export interface BodyProblems {
  readonly message: string;
  readonly errors: readonly Problem[];
}

type Fault = NonNullable<FastifyError["validation"]>[number] & {
  readonly parentSchema?: {
    readonly properties?: Readonly<Record<string, FieldSchema>>;
  } & Partial<FieldSchema>;
  readonly data?: unknown;
};

/** Every invalid field with one message, although several keywords of its schema may fail. */
export function describeProblems(faults: readonly Fault[]): BodyProblems {
  const problems = new Map<string, Problem>();
  for (const fault of faults) {
    const problem = describe(fault);
    if (problem === undefined) return { message: "The body must be a JSON object.", errors: [] };
    if (!problems.has(problem.field)) problems.set(problem.field, problem);
  }
  const errors = [...problems.values()];
  const list = errors.map(({ field, message }) => `${field} ${message}`).join("; ");
  return { message: `The body is not valid: ${list}.`, errors };
}

function describe({
  keyword,
  instancePath,
  params,
  parentSchema,
  data,
}: Fault): Problem | undefined {
  const properties = parentSchema?.properties ?? {};
  if (keyword === "required") {
    const field = String(params.missingProperty);
    return {
      field,
      message: `is missing: it must be ${properties[field]?.description ?? "there"}`,
    };
  }
  if (keyword === "additionalProperties") {
    const field = shorten(String(params.additionalProperty));
    return { field, message: `is unknown: the fields are ${Object.keys(properties).join(", ")}` };
  }
  if (instancePath === "") return undefined;
  const got = shorten(JSON.stringify(data));
  return {
    field: instancePath.slice(1),
    message: `must be ${parentSchema?.description ?? "another value"}, got ${got}`,
  };
}

function shorten(text: string): string {
  const characters = Array.from(text);
  return characters.length <= 60 ? text : `${characters.slice(0, 60).join("")}…`;
}
