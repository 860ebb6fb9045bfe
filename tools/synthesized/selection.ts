import type { Synthesis, SynthesizedStack } from "./synthesis";
import { requireKnown } from "../terminal/nearest";

/** Stacks of an environment, in the order in which they are applied. */
export interface EnvironmentStacks {
  readonly environment: string;
  readonly stacks: readonly SynthesizedStack[];
}

/**
 * Selects stacks by the names of environments, systems and stacks. Environments and systems limit each other:
 * `dev talk-service` is talk-service in dev. Stacks are added to that, and `dev talk-service-dev` is this one stack of dev.
 * No names select everything.
 *
 * @throws UserError for a name that nothing has
 */
export function selectStacks(
  synthesis: Synthesis,
  names: readonly string[],
): readonly EnvironmentStacks[] {
  const { environments, systems } = synthesis;
  const stackNames = synthesis.stacks.map(({ name }) => name);
  requireKnown("environment, system or stack", names, [...environments, ...systems, ...stackNames]);
  const named = (all: readonly string[]): readonly string[] =>
    names.filter((name) => all.includes(name));
  const matches = (chosen: readonly string[], name: string | undefined): boolean =>
    chosen.length === 0 || (name !== undefined && chosen.includes(name));
  const parts = { environments: named(environments), systems: named(systems) };
  const namesParts = names.length === 0 || parts.environments.length + parts.systems.length > 0;

  return environments
    .map((environment) => {
      const stacks = stacksOf(synthesis, environment);
      const byName = stacks.filter(({ name }) => names.includes(name));
      const onlyByName = byName.length > 0 && parts.systems.length === 0;
      const byParts = namesParts && !onlyByName && matches(parts.environments, environment);
      return {
        environment,
        stacks: stacks.filter(
          (stack) =>
            byName.includes(stack) ||
            (byParts && matches(parts.systems, synthesis.systemOf(stack))),
        ),
      };
    })
    .filter(({ stacks }) => stacks.length > 0);
}

function stacksOf(synthesis: Synthesis, environment: string): readonly SynthesizedStack[] {
  const state = synthesis.stateStackOf(environment);
  return [...(state === undefined ? [] : [state]), ...synthesis.systemStacks(environment)];
}
