import { Annotations, type App } from "cdktf";
import {
  type Environment,
  formatProblem,
  type ParsedEnvironments,
  type Problem,
} from "../../environments/environment";
import { StateStack } from "../state-stack";
import type { SystemStack } from "../system-stack";
import type { Selection } from "./selection";
import { systemStacks } from "./systems";

/** Puts the stacks of the selected environments into the app; returns what is wrong with the settings. */
export function buildStacks(
  app: App,
  { environments, problems, warnings }: ParsedEnvironments,
  selection: Selection,
): readonly string[] {
  for (const environment of environments) {
    if (!selection.environments.includes(environment.name)) continue;
    const stacks = environmentStacks(app, environment);
    warn(
      stacks,
      warnings.filter(({ environment: name }) => name === environment.name),
    );
  }
  return problems.map(formatProblem);
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
function warn(stacks: readonly SystemStack[], warnings: readonly Problem[]): void {
  for (const warning of warnings) {
    const [, section, system] = warning.path;
    const about = section === "systems" ? stacks.find(({ unit }) => unit === system) : stacks[0];
    if (about !== undefined) Annotations.of(about).addWarning(formatProblem(warning));
  }
}
