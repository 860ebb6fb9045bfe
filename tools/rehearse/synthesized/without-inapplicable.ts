import { INAPPLICABLE_TYPES, NEWER_ARGUMENTS, NEWER_TYPES } from "./inapplicable";
import { StackJson } from "../../synthesized/stack-json";
import { type LeftOut, withoutResources } from "./without-resources";

/** What of a stack an AWS provider and the emulator can do. */
export interface Applicable {
  /** What the provider knows: it can be planned. */
  readonly planned: StackJson;
  /** What the emulator can make of it. */
  readonly applied: StackJson;
  /** What is planned and not applied. */
  readonly onlyPlanned: readonly LeftOut[];
  /** What the provider does not know. */
  readonly unknown: readonly LeftOut[];
}

/**
 * Parts a stack into what is applied and what is not.
 *
 * @param awsProvider version of the AWS provider
 */
export function withoutInapplicable(stack: StackJson, awsProvider: string): Applicable {
  const lacks = (since: string): string | undefined =>
    isOlder(awsProvider, since)
      ? `AWS provider ${awsProvider} does not know it, ${since} does`
      : undefined;
  const byType = withoutResources(stack, (type) => {
    const since = NEWER_TYPES[type];
    return since === undefined ? undefined : lacks(since);
  });
  const byArgument = withoutArguments(byType.json, lacks);
  const applied = withoutResources(byArgument.json, (type) => INAPPLICABLE_TYPES[type]);
  return {
    planned: byArgument.json,
    applied: applied.json,
    onlyPlanned: applied.leftOut,
    unknown: [...byType.leftOut, ...byArgument.leftOut],
  };
}

function withoutArguments(
  stack: StackJson,
  lacks: (since: string) => string | undefined,
): { readonly json: StackJson; readonly leftOut: readonly LeftOut[] } {
  const json = new StackJson(structuredClone(stack.json));
  const leftOut = NEWER_ARGUMENTS.flatMap(({ type, path, since }) => {
    const reason = lacks(since);
    if (reason === undefined) return [];
    return Object.entries(json.resources(type))
      .filter(([, resource]) => removed(resource, path))
      .map(([name]) => ({ address: `${type}.${name}.${path.join(".")}`, reason }));
  });
  return { json: leftOut.length > 0 ? json : stack, leftOut };
}

/** Removes an argument at a path; tells whether it was there. */
function removed(block: unknown, [name = "", ...rest]: readonly string[]): boolean {
  if (Array.isArray(block))
    return block.map((each) => removed(each, [name, ...rest])).some(Boolean);
  if (typeof block !== "object" || block === null || !(name in block)) return false;
  const holder = block as Record<string, unknown>;
  if (rest.length > 0) return removed(holder[name], rest);
  return Reflect.deleteProperty(holder, name);
}

function isOlder(version: string, other: string): boolean {
  return version.localeCompare(other, "en", { numeric: true }) < 0;
}
