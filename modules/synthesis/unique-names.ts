import { TerraformResource, type TerraformStack, Token } from "cdktf";
import { type Place, shareAccount, uniqueNames } from "../../aws/unique-names";

/** A name that is used twice, in one stack or two, where AWS requires it to be unique. */
export interface NameClash<Stack> {
  readonly thing: string;
  readonly name: string;
  readonly earlier: Stack;
  readonly later: Stack;
}

interface Named<Stack> {
  readonly type: string;
  readonly name: string;
  readonly stack: Stack;
}

/** Where a stack is deployed. */
export interface StackPlace extends Place {
  /** Name of its environment, whose stacks are in one account. */
  readonly name: string;
}

/**
 * Finds clashes among names in the synthesized JSON, whatever setting they come from.
 *
 * @param inOrder the stacks, earlier ones first
 */
export function nameClashes<Stack extends TerraformStack>(
  inOrder: readonly Stack[],
  placeOf: (stack: Stack) => StackPlace,
): NameClash<Stack>[] {
  const owners = new Map<string, Named<Stack>[]>();
  return inOrder
    .flatMap((stack) => namesIn(stack))
    .flatMap((named): NameClash<Stack>[] => {
      const key = `${named.type} ${named.name}`;
      const others = owners.get(key) ?? [];
      owners.set(key, [...others, named]);
      const { thing, within = "region" } = uniqueNames[named.type] ?? { thing: "" };
      const owner = others.find(({ stack }) => {
        const shared = inCommon(placeOf(named.stack), placeOf(stack));
        return shared === "region" || (shared === "account" && within === "account");
      });
      return owner === undefined
        ? []
        : [{ thing, name: named.name, earlier: owner.stack, later: named.stack }];
    });
}

function inCommon(one: StackPlace, other: StackPlace): "region" | "account" | "nothing" {
  if (one.name === other.name || shareAccount(one, other) !== "no") return "region";
  return one.accountId !== undefined && one.accountId === other.accountId ? "account" : "nothing";
}

/** Names that only AWS or Terraform knows are not compared. */
function namesIn<Stack extends TerraformStack>(stack: Stack): Named<Stack>[] {
  return stack.node.findAll().flatMap((construct): Named<Stack>[] => {
    if (!TerraformResource.isTerraformResource(construct)) return [];
    const type = construct.terraformResourceType;
    const unique = uniqueNames[type];
    if (unique === undefined) return [];
    const input = `${unique.argument ?? "name"}Input`;
    const name = (construct as unknown as Readonly<Record<string, unknown>>)[input];
    return typeof name !== "string" || Token.isUnresolved(name) || name.includes("${")
      ? []
      : [{ type, name, stack }];
  });
}
