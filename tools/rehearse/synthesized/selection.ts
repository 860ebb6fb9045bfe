import { closest } from "fastest-levenshtein";
import { UserError } from "../../terminal/user-error";
import type { Synthesis, SynthesizedStack } from "../../synthesized/synthesis";

/** The stacks of an environment that are to be rehearsed. */
export interface SelectedEnvironment {
  readonly name: string;
  /** The stack that makes the bucket for the states. None: the states are elsewhere, or in a bucket that is there. */
  readonly stateStack?: SynthesizedStack;
  /** The others, each after those that it depends on. */
  readonly systemStacks: readonly SynthesizedStack[];
}

/**
 * What names of systems, environments and stacks select: systems and environments restrict each other, stacks come on top;
 * no name at all selects everything.
 */
export function select(
  synthesis: Synthesis,
  names: readonly string[],
): readonly SelectedEnvironment[] {
  const { environments, systems, stacks } = synthesis;
  refuseUnknown(names, [...environments, ...systems, ...stacks.map(({ name }) => name)]);
  const restrict = (valid: readonly string[]): readonly string[] => {
    const named = names.filter((name) => valid.includes(name));
    return named.length > 0 ? named : valid;
  };
  const byParts =
    names.length === 0 || names.some((name) => [...environments, ...systems].includes(name));
  const selected = environments.map((name) => ({
    name,
    stateStack: synthesis.stateStackOf(name),
    systemStacks: synthesis
      .systemStacks(name)
      .filter(
        (stack) =>
          names.includes(stack.name) ||
          (byParts &&
            restrict(environments).includes(name) &&
            restrict(systems).includes(synthesis.systemOf(stack) ?? "")),
      ),
  }));
  return selected.filter(
    ({ systemStacks, stateStack }) =>
      systemStacks.length > 0 || (stateStack !== undefined && names.includes(stateStack.name)),
  );
}

function refuseUnknown(names: readonly string[], valid: readonly string[]): void {
  const unknown = names.filter((name) => !valid.includes(name));
  if (unknown.length === 0) return;
  throw new UserError(
    unknown
      .map(
        (name) =>
          `"${name}" is no system, environment or stack in cdktf.out. Did you mean "${nearest(name, valid)}"?`,
      )
      .join("\n"),
  );
}

/** One that contains what was typed, or else the least number of slips away. */
function nearest(name: string, valid: readonly string[]): string {
  const containing = valid.filter((candidate) => candidate.includes(name));
  return closest(name, containing.length > 0 ? containing : valid);
}
