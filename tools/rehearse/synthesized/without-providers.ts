import { type Block, blockOf, StackJson } from "./stack-json";

export interface LeftOut {
  readonly address: string;
  readonly reason: string;
}

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
  const leftOut = [
    ...addressesIn(blockOf(stack.json, "resource"), ""),
    ...addressesIn(blockOf(stack.json, "data"), "data."),
  ].flatMap(({ type, address }) => {
    const reason = reasons.get(providerOf(type));
    return reason === undefined ? [] : [{ address, reason }];
  });
  const isKept = (name: string): boolean => !reasons.has(providerOf(name));
  const terraform = blockOf(stack.json, "terraform");
  const json = {
    ...stack.json,
    terraform: {
      ...terraform,
      required_providers: only(isKept, blockOf(terraform, "required_providers")),
    },
    provider: only(isKept, blockOf(stack.json, "provider")),
    resource: only(isKept, blockOf(stack.json, "resource")),
    data: only(isKept, blockOf(stack.json, "data")),
  };
  return { json: new StackJson(json), leftOut };
}

/** Terraform concludes the provider of a resource from the first word of its type. */
function providerOf(type: string): string {
  return type.split("_")[0] ?? type;
}

function addressesIn(block: Block, prefix: string): readonly { type: string; address: string }[] {
  return Object.keys(block).flatMap((type) =>
    Object.keys(blockOf(block, type)).map((name) => ({
      type,
      address: `${prefix}${type}.${name}`,
    })),
  );
}

function only(isKept: (name: string) => boolean, block: Block): Block {
  return Object.fromEntries(Object.entries(block).filter(([name]) => isKept(name)));
}
