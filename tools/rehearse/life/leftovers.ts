import type { StackJson } from "../../synthesized/stack-json";
import type { Inventory } from "../emulator/account";

/** The types that support `skip_destroy`, with the emulator's name for each. */
const KINDS: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: "logs.LogGroup",
  aws_ecs_task_definition: "ecs.TaskDefinition",
};

/** What an account contains now and did not contain before. The user's own emulator may hold unrelated resources. */
export function since(before: Inventory, now: Inventory): Inventory {
  return Object.fromEntries(
    Object.entries(now)
      .map(
        ([kind, names]) => [kind, names.filter((name) => !before[kind]?.includes(name))] as const,
      )
      .filter(([, names]) => names.length > 0),
  );
}

/** Separates what the stacks leave in an account on purpose from everything else. */
export function sortLeftovers(
  inventory: Inventory,
  stacks: readonly StackJson[],
): { readonly leftBehind: Inventory; readonly kept: Inventory } {
  const keptKinds = Object.keys(KINDS)
    .filter((type) => stacks.some((stack) => isKept(stack, type)))
    .map((type) => KINDS[type]);
  const entries = Object.entries(inventory);
  return {
    leftBehind: Object.fromEntries(entries.filter(([kind]) => !keptKinds.includes(kind))),
    kept: Object.fromEntries(entries.filter(([kind]) => keptKinds.includes(kind))),
  };
}

function isKept(stack: StackJson, type: string): boolean {
  return Object.values(stack.resources(type)).some(({ skip_destroy: skip }) => skip === true);
}
