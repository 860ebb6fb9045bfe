import { blockOf } from "../../synthesized/fields";
import { StackJson } from "../../synthesized/stack-json";
import { type LeftOut, providerOf, withoutResources } from "./without-resources";

/** A stack without some providers and all that is theirs. */
export interface Remainder {
  readonly json: StackJson;
  readonly leftOut: readonly LeftOut[];
}

/** @param reasons why each of the providers is missing, by the name that resources know it by */
export function withoutProviders(
  stack: StackJson,
  reasons: ReadonlyMap<string, string>,
): Remainder {
  if (reasons.size === 0) return { json: stack, leftOut: [] };
  const { json: rest, leftOut } = withoutResources(stack, (type) => reasons.get(providerOf(type)));
  const isKept = (name: string): boolean => !reasons.has(providerOf(name));
  const terraform = blockOf(rest.json, "terraform");
  const json = {
    ...rest.json,
    terraform: {
      ...terraform,
      required_providers: only(isKept, blockOf(terraform, "required_providers")),
    },
    provider: only(isKept, blockOf(rest.json, "provider")),
  };
  return { json: new StackJson(json), leftOut };
}

function only(isKept: (name: string) => boolean, block: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(block).filter(([name]) => isKept(name)));
}
