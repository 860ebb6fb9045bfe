import type { Synthesis } from "../synthesized/synthesis";
import type { Assumptions } from "./assumptions";
import { SharedUnits } from "./charge";
import { type ByLevel, sumByLevel } from "./levels";
import { selectStacks } from "../synthesized/selection";
import { costOfStack, type StackCost } from "./stack-cost";

export interface EnvironmentCost {
  readonly environment: string;
  readonly stacks: readonly StackCost[];
  readonly usd: ByLevel;
  /** Whether the environment costs more than that, because the table lacks a price. */
  readonly lacksPrices: boolean;
}

export function costOfEnvironments(
  synthesis: Synthesis,
  names: readonly string[],
  assumptions: Assumptions,
): readonly EnvironmentCost[] {
  const all = new Map(selectStacks(synthesis, []).map((each) => [each.environment, each.stacks]));
  return selectStacks(synthesis, names).map(({ environment, stacks }) => {
    // Some prices depend on the whole environment, even if only a part was requested.
    const shared = new SharedUnits();
    const chosen = new Set(stacks.map(({ name }) => name));
    const costs = (all.get(environment) ?? [])
      .map((stack) => costOfStack(stack, assumptions, { shared }))
      .filter(({ stack }) => chosen.has(stack));
    return {
      environment,
      stacks: costs,
      usd: sumByLevel(costs.map(({ usd }) => usd)),
      lacksPrices: costs.some(({ lacksPrices }) => lacksPrices),
    };
  });
}

/** The cost of each resource in a stack, ordered by typical cost, highest first. */
export function costOfResources(
  stack: StackCost,
): readonly { readonly resource: string; readonly usd: ByLevel }[] {
  const addresses = [...new Set(stack.charges.map(({ resource }) => resource))];
  return addresses
    .map((resource) => ({
      resource,
      usd: sumByLevel(
        stack.charges.filter((charge) => charge.resource === resource).map(({ usd }) => usd),
      ),
    }))
    .sort((one, other) => other.usd.typical - one.usd.typical);
}
