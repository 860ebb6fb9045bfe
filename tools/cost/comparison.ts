import { costOfResources, type EnvironmentCost } from "./environment-cost";
import { type ByLevel, byLevel, LEVELS } from "./levels";
import type { StackCost } from "./stack-cost";

/** The cost difference of a resource or stack: after minus before. */
export interface Difference {
  readonly stack: string;
  /** Undefined for the sum of the stack. */
  readonly resource?: string;
  readonly before: ByLevel;
  readonly after: ByLevel;
  readonly usd: ByLevel;
}

const NOTHING: ByLevel = { minimum: 0, typical: 0, maximum: 0 };

/** A smaller change than half a cent is ignored. */
const LEAST_USD = 0.005;

/** Stacks whose cost differs, each followed by its resources that differ. */
export function differences(
  before: readonly EnvironmentCost[],
  after: readonly EnvironmentCost[],
): readonly Difference[] {
  const stacksBefore = new Map(
    before.flatMap(({ stacks }) => stacks.map((each) => [each.stack, each])),
  );
  const stacksAfter = new Map(
    after.flatMap(({ stacks }) => stacks.map((each) => [each.stack, each])),
  );
  const names = [...new Set([...stacksAfter.keys(), ...stacksBefore.keys()])];
  return names.flatMap((stack) => {
    const one = stacksBefore.get(stack);
    const other = stacksAfter.get(stack);
    const resources = resourceDifferences(stack, one, other);
    const whole = difference({ stack }, one?.usd, other?.usd);
    return resources.length === 0 ? [] : [whole, ...resources];
  });
}

function resourceDifferences(
  stack: string,
  before: StackCost | undefined,
  after: StackCost | undefined,
): readonly Difference[] {
  const costsBefore = byAddress(before);
  const costsAfter = byAddress(after);
  return [...new Set([...costsAfter.keys(), ...costsBefore.keys()])]
    .map((resource) =>
      difference({ stack, resource }, costsBefore.get(resource), costsAfter.get(resource)),
    )
    .filter(({ usd }) => LEVELS.some((level) => Math.abs(usd[level]) >= LEAST_USD));
}

function byAddress(stack: StackCost | undefined): ReadonlyMap<string, ByLevel> {
  return new Map(
    (stack === undefined ? [] : costOfResources(stack)).map(({ resource, usd }) => [resource, usd]),
  );
}

function difference(
  of: Pick<Difference, "stack" | "resource">,
  before = NOTHING,
  after = NOTHING,
): Difference {
  return { ...of, before, after, usd: byLevel((level) => after[level] - before[level]) };
}
