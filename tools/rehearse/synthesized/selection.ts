import { nearest } from "../../terminal/nearest";
import { UserError } from "../../terminal/user-error";
import type { Synthesis, SynthesizedStack } from "../../synthesized/synthesis";

/** The stacks of an environment to rehearse. */
export interface SelectedEnvironment {
  readonly name: string;
  /** The stack that creates the state bucket. Undefined if the states are elsewhere or in an existing bucket. */
  readonly stateStack?: SynthesizedStack;
  /** The other stacks, each after its dependencies. */
  readonly systemStacks: readonly SynthesizedStack[];
}

/**
 * Selects stacks by the names of systems, environments and stacks. Systems and environments limit each other, stacks
 * are added. No names select everything.
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
      .map((name) => {
        const near = nearest(name, valid);
        return `"${name}" is no system, environment or stack in cdktf.out.${near === undefined ? ` Choose from: ${valid.join(", ")}.` : ` Did you mean "${near}"?`}`;
      })
      .join("\n"),
  );
}
