import { type Block, blockOf, StackJson } from "../../synthesized/stack-json";

export interface LeftOut {
  /** Of a resource, or of an argument of one. */
  readonly address: string;
  readonly reason: string;
}

interface Element {
  readonly type: string;
  readonly address: string;
  readonly block: Block;
}

const SECTIONS = [
  ["resource", ""],
  ["data", "data."],
] as const;

/**
 * A stack without some resources and data sources, and without what refers to them: other resources, and outputs.
 *
 * @param reasonAgainst why those of a type are to go, or undefined when they stay
 */
export function withoutResources(
  stack: StackJson,
  reasonAgainst: (type: string) => string | undefined,
): { readonly json: StackJson; readonly leftOut: readonly LeftOut[] } {
  const elements = SECTIONS.flatMap(([section, prefix]) => elementsIn(stack, section, prefix));
  const leftOut = new Map<string, string>();
  for (const { type, address } of elements) {
    const reason = reasonAgainst(type);
    if (reason !== undefined) leftOut.set(address, reason);
  }
  const isLeftOut = (address: string): boolean => leftOut.has(address);
  for (let before = -1; before !== leftOut.size;) {
    before = leftOut.size;
    for (const { address, block } of elements) {
      const needed = isLeftOut(address) ? undefined : referredTo(block, [...leftOut.keys()]);
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
        ([, output]) => referredTo(output, [...leftOut.keys()]) === undefined,
      ),
    );
  return {
    json: new StackJson(json),
    leftOut: [...leftOut].map(([address, reason]) => ({ address, reason })),
  };
}

/** Terraform concludes the provider of a resource from the first word of its type. */
export function providerOf(type: string): string {
  return type.split("_")[0] ?? type;
}

function elementsIn(stack: StackJson, section: string, prefix: string): readonly Element[] {
  return Object.entries(blockOf(stack.json, section)).flatMap(([type, byName]) =>
    Object.entries(byName as Record<string, Block>).map(([name, block]) => ({
      type,
      address: `${prefix}${type}.${name}`,
      block,
    })),
  );
}

/** The first of some addresses that occurs in an expression of a block. */
function referredTo(block: unknown, addresses: readonly string[]): string | undefined {
  const text = JSON.stringify(block);
  return addresses.find((address) => {
    const at = text.indexOf(address);
    return (
      at !== -1 &&
      !/[\w.-]/.test(text[at - 1] ?? "") &&
      !/[\w-]/.test(text[at + address.length] ?? "")
    );
  });
}

function kept(section: Block, prefix: string, leftOut: ReadonlyMap<string, string>): Block {
  const types = Object.entries(section).map(([type, byName]) => {
    const names = Object.entries(byName as Record<string, Block>);
    const rest = names.filter(([name]) => !leftOut.has(`${prefix}${type}.${name}`));
    return [type, Object.fromEntries(rest)] as const;
  });
  return Object.fromEntries(types.filter(([, byName]) => Object.keys(byName).length > 0));
}
