import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseEnv } from "node:util";
import type { ErrorObject } from "ajv";
import Ajv from "ajv/dist/2020";
import { showPath } from "../../../settings/wording/show";
import { didYouMean } from "../../terminal/nearest";
import { UserError } from "../../terminal/user-error";
import { readStructured, type ReadFile, readText } from "../read-file";
import schema from "./compose-spec.schema.json";
import { interpolate, type Variables } from "./interpolate";

export interface ComposeFile {
  readonly path: string;
  /** Folder that its paths are relative to. */
  readonly folder: string;
  readonly value: unknown;
  /** Variables without a value. */
  readonly unset: readonly string[];
}

/**
 * Reads a Compose file, replaces its variables, and validates it with the specification's schema.
 *
 * @throws UserError with file, line and column of each problem
 */
export function readCompose(file: string, path: string): ComposeFile {
  const read = readStructured(file, path);
  const folder = dirname(file);
  const unset = new Set<string>();
  const variables: Variables = { ...dotEnv(folder, dirname(path)), ...process.env };
  const value = interpolate(read.value, variables, { unset, placeOf: read.placeOf });
  check(value, read);
  return { path, folder, value, unset: [...unset] };
}

function dotEnv(folder: string, shown: string): Variables {
  const file = join(folder, ".env");
  return existsSync(file) ? parseEnv(readText(file, join(shown, ".env"))) : {};
}

function check(value: unknown, { path, placeOf }: ReadFile): void {
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, logger: false });
  const validate = ajv.compile(schema);
  if (validate(value)) return;
  const errors = validate.errors ?? [];
  const messages = new Set(
    deepest(errors).map((error) => {
      const steps = stepsOf(error.instancePath);
      return `${placeOf([...steps, ...extra(error)])}: ${sentence(error, steps)}`;
    }),
  );
  throw new UserError(
    [...messages, `${path} must follow the Compose Specification. Correct it there.`].join("\n"),
  );
}

/** Prefers errors about a part of a value to the less specific error that the value matches none of several forms. */
function deepest(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const telling = errors.filter(
    ({ keyword }) => !["oneOf", "anyOf", "allOf", "if", "$ref"].includes(keyword),
  );
  const used = telling.length > 0 ? telling : errors;
  return used.filter(
    ({ instancePath }) => !used.some((other) => other.instancePath.startsWith(`${instancePath}/`)),
  );
}

function stepsOf(pointer: string): (string | number)[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function extra({ params }: ErrorObject): readonly string[] {
  const name: unknown = params["additionalProperty"] ?? params["unevaluatedProperty"];
  return typeof name === "string" ? [name] : [];
}

function sentence(error: ErrorObject, steps: readonly (string | number)[]): string {
  const [name] = extra(error);
  const place = steps.length === 0 ? "the file" : showPath(steps);
  if (name === undefined) {
    const { type } = error.params as { type?: unknown };
    return typeof type === "string"
      ? `${place} must be ${withArticle(type)}.`
      : `${place} ${error.message ?? "must follow the schema"}.`;
  }
  return `${place} must not have ${name}.${didYouMean(name, knownAt(steps))}`;
}

function withArticle(type: string): string {
  return type === "null" ? "empty" : `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}

/** Allowed names in a part of the file, for suggestions. */
function knownAt(steps: readonly (string | number)[]): readonly string[] {
  const definitions = schema.$defs as Readonly<Record<string, unknown>>;
  const names = (definition: unknown): readonly string[] => {
    if (typeof definition !== "object" || definition === null) return [];
    const {
      properties = {},
      allOf = [],
      $ref,
    } = definition as {
      properties?: object;
      allOf?: readonly unknown[];
      $ref?: string;
    };
    const referred = $ref === undefined ? [] : names(definitions[$ref.replace("#/$defs/", "")]);
    return [...Object.keys(properties), ...allOf.flatMap(names), ...referred];
  };
  if (steps.length === 0) return Object.keys(schema.properties);
  if (steps.length === 2 && steps[0] === "services") return names(definitions["service"]);
  if (steps.length === 3) return names(definitions[String(steps[2])]);
  return [];
}
