import type { StackJson } from "../synthesized/stack-json";
import type { RequiredControls } from "./policy";

/**
 * The controls that must find a resource in a stack.
 *
 * @param unit the stack's name without its environment
 * @returns undefined if the data does not contain the stack
 */
export function controlsRequiredIn(
  stack: StackJson,
  unit: string,
  { stacks, where }: RequiredControls,
): ReadonlySet<string> | undefined {
  const always = stacks[unit];
  if (always === undefined) return undefined;
  const conditional = Object.entries(where)
    .filter(([conditions]) => conditions.split(" and ").every((each) => isMet(each, stack)))
    .flatMap(([, controls]) => controls);
  return new Set([...always, ...conditional]);
}

/** Whether the stack contains what a condition names: `<type>`, `<type>.<argument>` or `<type>.<argument>=<value>`. */
function isMet(condition: string, stack: StackJson): boolean {
  const [place = "", wanted] = condition.split("=");
  const isData = place.startsWith("data.");
  const [type = "", argument] = place.split(".").slice(isData ? 1 : 0);
  return Object.values(isData ? stack.dataSources(type) : stack.resources(type)).some((block) => {
    if (argument === undefined) return true;
    const values = [block[argument]].flat().filter((value) => value !== undefined);
    return values.some(
      (value) => wanted === undefined || value === wanted || JSON.stringify(value) === wanted,
    );
  });
}
