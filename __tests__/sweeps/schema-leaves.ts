import * as z from "zod";
import { environments } from "../../settings/schema/environments";
import { isHolder } from "../settings/sweep/paths";

/** A step of a path: a field's name, `*` for any name of a dictionary, `[]` for any entry of a list. */
export interface Step {
  readonly name: string;
  /** What `kind` the object must be of that has the field, where it is one of a union. */
  readonly kind?: string;
}

/** Something that may be set: a value, a list, a dictionary, a union, or an object that may be left out. */
export interface Leaf {
  readonly steps: readonly Step[];
  readonly schema: z.ZodType;
  readonly optional: boolean;
  /** Of a union: what its objects may be of. */
  readonly kinds?: readonly string[];
}

/** Everything that may be set in an environment, found in the schema, members of unions each on their own. */
export function schemaLeaves(): Leaf[] {
  return descend({ steps: [], schema: environments, optional: false }, undefined);
}

/** As in `systems.rest-api.api.domain.certificate{existing}.arn`. */
export function titleOf({ steps }: Pick<Leaf, "steps">): string {
  return steps
    .map(({ name, kind }) => `${kind === undefined ? "" : `{${kind}}`}.${name}`)
    .join("")
    .replace(/^\.\*\.?/, "");
}

function descend(leaf: Leaf, kind: string | undefined): Leaf[] {
  const { steps, schema, optional } = leaf;
  const inside = (name: string, child: z.core.$ZodType) =>
    descend(
      { steps: [...steps, { name, kind }], schema: child as z.ZodType, optional: false },
      undefined,
    );
  if (schema instanceof z.ZodOptional)
    return descend({ ...leaf, schema: schema.def.innerType as z.ZodType, optional: true }, kind);
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return descend({ ...leaf, schema: schema.def.innerType as z.ZodType }, kind);
  if (schema instanceof z.ZodPipe)
    return descend({ ...leaf, schema: schema.def.out as z.ZodType }, kind);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const options = schema.def.options as z.ZodObject[];
    const kinds = options.map(kindOf);
    return [
      { ...leaf, kinds },
      ...options.flatMap((option, index) =>
        descend({ steps, schema: option, optional: false }, kinds[index]),
      ),
    ];
  }
  if (schema instanceof z.ZodObject)
    return [
      ...(optional ? [leaf] : []),
      ...Object.entries(schema.shape)
        .filter(([name]) => name !== "kind")
        .flatMap(([name, child]) => inside(name, child as z.ZodType)),
    ];
  const self = steps.length === 0 ? [] : [leaf];
  if (schema instanceof z.ZodArray && isObject(schema.def.element))
    return [...self, ...inside("[]", schema.def.element)];
  if (schema instanceof z.ZodRecord) return [...self, ...inside("*", schema.def.valueType)];
  return self;
}

function isObject(schema: z.core.$ZodType): boolean {
  return schema instanceof z.ZodObject || schema instanceof z.ZodDiscriminatedUnion;
}

function kindOf(option: z.ZodObject): string {
  const kind = option.shape["kind"];
  // One that may be left out is filled in.
  const literal = kind instanceof z.ZodPipe ? (kind.def.in as z.ZodOptional).def.innerType : kind;
  return String((literal as z.ZodLiteral).value);
}

/** A place in given settings where something may be set, whether it is or not. */
export interface Place {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Every place of a leaf in settings. */
export function placesOf({ steps }: Pick<Leaf, "steps">, settings: unknown): Place[] {
  return steps.reduce<Place[]>(
    (places, step) => places.flatMap((place) => within(place, step)),
    [{ path: [], value: settings }],
  );
}

function within({ path, value }: Place, { name, kind }: Step): Place[] {
  if (!isHolder(value) || (kind !== undefined && value["kind"] !== kind)) return [];
  if (name === "[]")
    return (value as unknown as unknown[]).map((entry, index) => ({
      path: [...path, index],
      value: entry,
    }));
  if (name === "*")
    return Object.keys(value).map((key) => ({ path: [...path, key], value: value[key] }));
  return [{ path: [...path, name], value: value[name] }];
}
