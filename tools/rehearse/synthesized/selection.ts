import { selectStacks } from "../../synthesized/selection";
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
 * Selects the stacks to rehearse, each with the stack of its environment's state.
 *
 * @param names environments, systems and stacks, as for `selectStacks`
 */
export function select(
  synthesis: Synthesis,
  names: readonly string[],
): readonly SelectedEnvironment[] {
  return selectStacks(synthesis, names).map(({ environment, stacks }) => {
    const stateStack = synthesis.stateStackOf(environment);
    return {
      name: environment,
      stateStack,
      systemStacks: stacks.filter((stack) => stack !== stateStack),
    };
  });
}
