import { type ResourceChange, type Values, valuesOf } from "../terraform/plan-json";
import { protectingArgument } from "./protecting-arguments";

/** A tag by which an environment is told to be protected. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** By these names, with the value "true", a tag protects without being asked for. */
const PROTECTING_TAGS = ["protected", "deletionprotection"];

/**
 * What in a plan says that the environment it is for is protected: a resource, as it is before the plan, that refuses to be
 * destroyed, or one that bears a tag which says so. Not the environment's name: what is called "prod" here is "live" there.
 *
 * @param tags tags that protect, too
 * @returns in words, or undefined when nothing says so
 */
export function protectionIn(
  changes: readonly ResourceChange[],
  tags: readonly Tag[],
): string | undefined {
  for (const { address, type, change } of changes) {
    const before = valuesOf(change.before);
    // What the plan is to create protects nothing yet.
    if (change.before === null || change.before === undefined) continue;
    const argument = protectingArgument(type, before);
    if (argument)
      return `${address} has ${argument.argument} ${JSON.stringify(before[argument.argument])}`;
    const tag = protectingTag(before, tags);
    if (tag) return `${address} has the tag ${tag}`;
  }
  return undefined;
}

function protectingTag(values: Values, tags: readonly Tag[]): string | undefined {
  const own = Object.entries({ ...valuesOf(values.tags_all), ...valuesOf(values.tags) });
  const found = own.find(
    ([key, value]) =>
      tags.some((tag) => tag.key === key && tag.value === value) ||
      (PROTECTING_TAGS.includes(key.toLowerCase().replaceAll(/[-_:]/g, "")) &&
        String(value).toLowerCase() === "true"),
  );
  return found && `${found[0]}=${String(found[1])}`;
}
