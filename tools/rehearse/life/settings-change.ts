import type { Block } from "../../synthesized/fields";
import { StackJson } from "../../synthesized/stack-json";
import { FIGURES, FOLLOWED_ATTRIBUTES, REPLACED_TYPES } from "./figures";

/** A change of a stack's settings, and what may come of it. */
export interface SettingsChange {
  /** The stack as a new synth would write it. */
  readonly json: StackJson;
  readonly variables: Readonly<Record<string, string>>;
  /** Action by the address of each resource that is to change; no other may. */
  readonly expected: ReadonlyMap<string, "update" | "replace">;
}

const NEW_IMAGE_TAG = "1.1.0";

/**
 * A new image tag, and higher figures wherever something scales.
 *
 * @param variables those that the stack declares, as they are before
 */
export function settingsChangeOf(
  stack: StackJson,
  variables: Readonly<Record<string, string>>,
): SettingsChange {
  const json = structuredClone(stack.json) as Record<string, Record<string, Record<string, Block>>>;
  const changed = new StackJson(json);
  const raised = FIGURES.flatMap(({ type, path }) =>
    Object.entries(changed.resources(type))
      .filter(([, resource]) => raise(resource, path))
      .map(([name]) => `${type}.${name}`),
  );
  const hasTag = "image_tag" in variables;
  const tagged = hasTag ? referringTo(stack, /\bvar\.image_tag\b/) : [];
  return {
    json: changed,
    variables: hasTag ? { ...variables, image_tag: NEW_IMAGE_TAG } : variables,
    expected: withThoseThatFollow(stack, [...raised, ...tagged]),
  };
}

/** Adds one to a number, or to an expression, at a path; tells whether there was one. */
function raise(block: unknown, [name = "", ...rest]: readonly string[]): boolean {
  if (Array.isArray(block)) return block.map((each) => raise(each, [name, ...rest])).some(Boolean);
  if (typeof block !== "object" || block === null || !(name in block)) return false;
  const holder = block as Record<string, unknown>;
  const value = holder[name];
  if (rest.length > 0) return raise(value, rest);
  if (typeof value === "number") holder[name] = value + 1;
  else if (typeof value === "string") holder[name] = value.replace(/^\$\{(.*)\}$/s, "${($1) + 1}");
  return holder[name] !== value;
}

/** Addresses of resources in whose text something occurs. */
function referringTo(stack: StackJson, text: RegExp): readonly string[] {
  return stack.resourceTypes.flatMap((type) =>
    Object.entries(stack.resources(type))
      .filter(([, resource]) => text.test(JSON.stringify(resource)))
      .map(([name]) => `${type}.${name}`),
  );
}

function withThoseThatFollow(
  stack: StackJson,
  addresses: readonly string[],
): ReadonlyMap<string, "update" | "replace"> {
  const expected = new Map<string, "update" | "replace">();
  const add = (address: string): void => {
    if (expected.has(address)) return;
    const [type = ""] = address.split(".");
    expected.set(address, REPLACED_TYPES.includes(type) ? "replace" : "update");
    for (const attribute of FOLLOWED_ATTRIBUTES[type] ?? []) {
      const reference = `${address}.${attribute}`.replaceAll(
        /[.*+?^${}()|[\]\\]/g,
        String.raw`\$&`,
      );
      referringTo(stack, new RegExp(String.raw`${reference}\b`)).forEach(add);
    }
  };
  addresses.forEach(add);
  return expected;
}
