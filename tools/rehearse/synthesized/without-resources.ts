import { type Block, blockOf } from "../../synthesized/fields";
import { StackJson } from "../../synthesized/stack-json";

export interface LeftOut {
  /** Address of a resource, or of one of its arguments. */
  readonly address: string;
  readonly reason: string;
}

const SECTIONS = [
  ["resource", ""],
  ["data", "data."],
] as const;

/**
 * A stack without some resources and data sources, and without the resources and outputs that refer to them.
 *
 * @param reasonAgainst why a type is removed, or undefined if it stays
 */
export function withoutResources(
  stack: StackJson,
  reasonAgainst: (type: string, block: Block) => string | undefined,
): { readonly json: StackJson; readonly leftOut: readonly LeftOut[] } {
  const elements = [...stack.allResources, ...stack.allDataSources].map(({ address, block }) => ({
    type: address.replace(/^data\./, "").split(".")[0] ?? "",
    address,
    block,
    references: stack.referencesIn(block),
  }));
  const leftOut = new Map<string, string>();
  for (const { type, address, block } of elements) {
    const reason = reasonAgainst(type, block);
    if (reason !== undefined) leftOut.set(address, reason);
  }
  const isLeftOut = (address: string): boolean => leftOut.has(address);
  for (let before = -1; before !== leftOut.size;) {
    before = leftOut.size;
    for (const { address, references } of elements) {
      const needed = isLeftOut(address) ? undefined : references.find(isLeftOut);
      if (needed !== undefined) leftOut.set(address, `it needs ${needed}`);
    }
  }
  if (leftOut.size === 0) return { json: stack, leftOut: [] };
  const json: Record<string, unknown> = { ...stack.json };
  for (const [section, prefix] of SECTIONS) {
    if (section in stack.json) json[section] = kept(blockOf(stack.json, section), prefix, leftOut);
  }
  if ("output" in stack.json)
    json.output = Object.fromEntries(
      Object.entries(blockOf(stack.json, "output")).filter(
        ([, output]) => !stack.referencesIn(output).some(isLeftOut),
      ),
    );
  return {
    json: new StackJson(json),
    leftOut: [...leftOut].map(([address, reason]) => ({ address, reason })),
  };
}

/** Terraform derives the provider of a resource from the first word of its type. */
export function providerOf(type: string): string {
  return type.split("_")[0] ?? type;
}

function kept(section: Block, prefix: string, leftOut: ReadonlyMap<string, string>): Block {
  const types = Object.entries(section).map(([type, byName]) => {
    const names = Object.entries(byName as Record<string, Block>);
    const rest = names.filter(([name]) => !leftOut.has(`${prefix}${type}.${name}`));
    return [type, Object.fromEntries(rest)] as const;
  });
  return Object.fromEntries(types.filter(([, byName]) => Object.keys(byName).length > 0));
}

/** A stack without some providers and their resources. */
export interface Remainder {
  readonly json: StackJson;
  readonly leftOut: readonly LeftOut[];
}

/** @param reasons why each provider is missing, by its local name */
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
