import type { Setting } from "./reference";

export interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
  readonly items?: unknown;
  readonly oneOf?: readonly unknown[];
  readonly anyOf?: readonly unknown[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  description?: string;
}

/** Gives the fields of a JSON schema the doc comments of the settings, which zod does not know. */
export function withDescriptions<Root extends object>(
  root: Root,
  settings: readonly Setting[],
): Root {
  const described = structuredClone(root);
  for (const { path, description } of settings) {
    if (description === "") continue;
    const words = path.match(/\[[^\]]+\]|<name>|[^.[\]]+/g) ?? [];
    for (const field of words.reduce<readonly Schema[]>(within, [described])) {
      field.description = description.replaceAll("\n", " ");
    }
  }
  return described;
}

/** The parts of some schemas that a word of a path leads to; a union may have several. */
function within(schemas: readonly Schema[], word: string): readonly Schema[] {
  const forms = schemas.flatMap(formsOf);
  const kinds = /^\[(.*)\]$/.exec(word)?.[1]?.split(" or ");
  if (kinds !== undefined)
    return forms.filter((form) => kinds.some((kind) => isOfKind(form, kind)));
  return forms.flatMap((form) => {
    const next = word === "<name>" ? form.additionalProperties : form.properties?.[word];
    return isSchema(next) ? [next] : [];
  });
}

/** A schema, or the members of a union, or what a list holds. */
function formsOf(schema: Schema): readonly Schema[] {
  const members = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), schema.items].filter(isSchema);
  return members.length === 0 ? [schema] : members.flatMap(formsOf);
}

function isOfKind(form: Schema, kind: string): boolean {
  const own = form.properties?.kind;
  return isSchema(own) && (own.const === kind || (own.enum ?? []).includes(kind));
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null;
}
