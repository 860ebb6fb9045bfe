import type { Setting } from "./reference";

export interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
  readonly items?: unknown;
  readonly oneOf?: readonly unknown[];
  readonly anyOf?: readonly unknown[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  description?: string;
}

/** What a doc comment gives as the default where each system has another one. */
const DIFFERS = "- the system's own, on its page";

/** Gives settings whose default differs from system to system the one that the JSON schema has. */
export function withDefaults(root: object, settings: readonly Setting[]): readonly Setting[] {
  return settings.map((setting) => {
    if (setting.default !== DIFFERS) return setting;
    const found = at(root, setting.path).flatMap(({ default: value }) =>
      value === undefined ? [] : [JSON.stringify(value)],
    );
    return found[0] === undefined ? setting : { ...setting, default: found[0] };
  });
}

/** Puts settings in the order of the schema. TypeScript lists fields that an object literal spreads before its others. */
export function inOrder(root: object, settings: readonly Setting[]): readonly Setting[] {
  const unions = new Map<string, number>();
  const places = new Map(
    settings.map(({ path }) => [
      path,
      wordsOf(path).map((word, index, words) => {
        const start = words.slice(0, index).join(".");
        const fields = words.slice(0, index).reduce<readonly Schema[]>(within, [root]);
        const names = fields.flatMap(formsOf).flatMap((form) => Object.keys(form.properties ?? {}));
        if (names.includes(word)) return names.indexOf(word);
        // A kind of a union, in the order in which TypeScript lists them.
        const kind = `${start}.${word}`;
        unions.set(kind, unions.get(kind) ?? unions.size);
        return unions.get(kind) ?? 0;
      }),
    ]),
  );
  return [...settings].sort((one, other) => {
    const [first = [], second = []] = [places.get(one.path), places.get(other.path)];
    const differing = first.findIndex((place, index) => place !== second[index]);
    return differing === -1
      ? first.length - second.length
      : (first[differing] ?? 0) - (second[differing] ?? -1);
  });
}

/** The fields that a setting's path leads to. */
export function at(root: object, path: string): readonly Schema[] {
  return wordsOf(path).reduce<readonly Schema[]>(within, [root]);
}

function wordsOf(path: string): readonly string[] {
  return path.match(/\[[^\]]+\]|<name>|[^.[\]]+/g) ?? [];
}

/** Gives the fields of a JSON schema the doc comments of the settings, which zod does not know. */
export function withDescriptions<Root extends object>(
  root: Root,
  settings: readonly Setting[],
): Root {
  const described = structuredClone(root);
  for (const { path, description, pages } of settings) {
    if (description === "") continue;
    for (const field of at(described, path)) {
      field.description = [description.replaceAll("\n", " "), ...pages].join(" ");
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
