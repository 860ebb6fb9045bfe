import type { Synthesis, SynthesizedStack } from "./synthesis";
import { requireKnown } from "../terminal/nearest";

/** Stacks of an environment, in the order in which they are applied. */
export interface EnvironmentStacks {
  readonly environment: string;
  readonly stacks: readonly SynthesizedStack[];
}

/**
 * The stacks that names select: environments, systems or stacks, all without a name. Two kinds narrow each other:
 * `dev talk-service` is talk-service in dev.
 *
 * @throws UserError for a name that nothing has
 */
export function selectStacks(
  synthesis: Synthesis,
  names: readonly string[],
): readonly EnvironmentStacks[] {
  const { environments, systems } = synthesis;
  const stackNames = synthesis.stacks.map(({ name }) => name);
  const known = [...environments, ...systems, ...stackNames];
  requireKnown("environment, system or stack", names, known);
  const wanted = (all: readonly string[]): readonly string[] =>
    names.filter((name) => all.includes(name));
  const matches = (chosen: readonly string[], name: string | undefined): boolean =>
    chosen.length === 0 || (name !== undefined && chosen.includes(name));
  return environments
    .filter((environment) => matches(wanted(environments), environment))
    .map((environment) => {
      const state = synthesis.stateStackOf(environment);
      const stacks = [
        ...(state === undefined ? [] : [state]),
        ...synthesis.systemStacks(environment),
      ];
      return {
        environment,
        stacks: stacks.filter(
          (stack) =>
            matches(wanted(systems), synthesis.systemOf(stack)) &&
            matches(wanted(stackNames), stack.name),
        ),
      };
    })
    .filter(({ stacks }) => stacks.length > 0);
}
