import type { StackJson } from "../synthesized/stack-json";
import type { Leftovers } from "./report";

/** The types that have `skip_destroy`, with the emulator's name for what they make. */
const KINDS: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: "logs.LogGroup",
  aws_ecs_task_definition: "ecs.TaskDefinition",
};

/** Sorts what is left in an account into what the stacks leave there on purpose, and the rest. */
export function sortLeftovers(
  inventory: Leftovers,
  stacks: readonly StackJson[],
): { readonly leftBehind: Leftovers; readonly kept: Leftovers } {
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
