import { Annotations, type App } from "cdktf";
import type { Environment, ParsedEnvironments, Problem } from "../../settings/environment";
import { StateStack } from "../state-stack";
import type { SystemStack } from "../system-stack";
import type { Selection } from "./selection";
import { systemStacks } from "./systems";

/** Puts the stacks of the selected environments into the app; returns what is wrong with the settings. */
export function buildStacks(
  app: App,
  { environments, problems, warnings }: ParsedEnvironments,
  inWords: (problem: Problem) => string,
  selection: Selection,
): readonly string[] {
  for (const environment of environments) {
    if (!selection.environments.includes(environment.name)) continue;
    const stacks = environmentStacks(app, environment);
    for (const warning of warnings.filter(({ environment: name }) => name === environment.name)) {
      const about = stackOf(warning, stacks);
      if (about !== undefined) Annotations.of(about).addWarning(inWords(warning));
    }
  }
  return problems.map(inWords);
}

/** The environment's stacks: its state, where that is ours to keep, then each system's images and runtime. */
function environmentStacks(app: App, environment: Environment): SystemStack[] {
  const { state } = environment;
  return [
    ...(state.kind === "s3" ? [new StateStack(app, environment, state)] : []),
    ...systemStacks(app, environment),
  ];
}

/** A warning is shown with the stack that it is about: its system's runtime stack, or else the environment's first. */
function stackOf({ path }: Problem, stacks: readonly SystemStack[]): SystemStack | undefined {
  const [, section, system] = path;
  return section === "systems" ? stacks.find(({ unit }) => unit === system) : stacks[0];
}
