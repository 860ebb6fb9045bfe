import { Annotations, type App } from "cdktf";
import type { Environment, ParsedEnvironments, Problem } from "../settings/environment";
import { SystemDashboard } from "../modules/observability/dashboard/system-dashboard";
import { StateStack } from "./state-stack";
import type { SystemStack } from "./system-stack";
import type { Selection } from "../modules/synthesis/selection";
import { synthesize } from "../modules/synthesis/synthesize";
import { nameClashes } from "../modules/synthesis/unique-names";
import { systemNames, systemStacks } from "./systems";

/**
 * Synthesizes the environments as a program does: prints the result, the warnings or all mistakes, and sets the exit code.
 *
 * @param names environments, systems and stacks to restrict the synth to; none means everything
 * @param environments names of all environments, those with mistakes included
 */
export function synthesizeEnvironments(
  parsed: ParsedEnvironments,
  inWords: (problem: Problem) => string,
  names: readonly string[],
  environments: readonly string[],
): void {
  synthesize((app, selection) => buildStacks(app, parsed, inWords, selection), {
    names,
    environments,
    systems: systemNames,
  });
}

/** Puts the stacks of the selected environments into the app; returns what is wrong with the settings. */
export function buildStacks(
  app: App,
  { environments, problems, warnings }: ParsedEnvironments,
  inWords: (problem: Problem) => string,
  selection: Selection,
): readonly string[] {
  const made: SystemStack[] = [];
  for (const environment of environments) {
    if (!selection.environments.includes(environment.name)) continue;
    const stacks = environmentStacks(app, environment);
    made.push(...stacks);
    for (const warning of warnings.filter(({ environment: name }) => name === environment.name)) {
      const about = stackOf(warning, stacks);
      if (about !== undefined) Annotations.of(about).addWarning(inWords(warning));
    }
  }
  return [...problems, ...sharedNames(made, systemNames)].map(inWords);
}

/**
 * Names as they are synthesized, of systems and environments that share an account: what follows from the name of a service
 * counts as much as what is named by a field of its own.
 */
function sharedNames(stacks: readonly SystemStack[], systems: readonly string[]): Problem[] {
  const unitOf = (stack: SystemStack) =>
    systems.find((system) => stack.unit === system || stack.unit.startsWith(`${system}-`));
  const pathOf = (stack: SystemStack) => {
    const system = unitOf(stack);
    return [stack.environment.name, ...(system === undefined ? ["state"] : ["systems", system])];
  };
  const clashes = nameClashes(stacks, ({ environment }) => environment);
  const problems = clashes.map(({ thing, name, earlier, later }) => {
    const [path, other] = [pathOf(later), pathOf(earlier)];
    const isOwn = path.join() === other.join();
    const rule = isOwn
      ? `must not name two of its ${thing}s alike`
      : `must have a ${thing} of another name than that of ${other.join(".")}`;
    const fix =
      isOwn || path[0] === other[0]
        ? ""
        : " Where each has an account of its own, give both their accountId.";
    return {
      environment: later.environment.name,
      path,
      message: `${rule}, got "${name}". Change the name that it has or follows from, such as that of the service.${fix}`,
    };
  });
  // A cluster, a balancer and their logs that follow from one name are one mistake.
  return problems.filter(
    ({ path }, index) => problems.findIndex((other) => other.path.join() === path.join()) === index,
  );
}

/** The environment's stacks: its state, where that is ours to keep, then each system's images and runtime. */
function environmentStacks(app: App, environment: Environment): SystemStack[] {
  const { state } = environment;
  const stacks = [
    ...(state.kind === "s3" ? [new StateStack(app, environment, state)] : []),
    ...systemStacks(app, environment),
  ];
  if (environment.dashboards) stacks.filter(isRuntime).forEach(addDashboard);
  return stacks;
}

/** The stacks of state and images have nothing to watch. */
function isRuntime({ unit }: SystemStack): boolean {
  return systemNames.some((name) => name === unit);
}

function addDashboard(stack: SystemStack): void {
  const { region } = stack.environment;
  new SystemDashboard(stack, "dashboard", { name: stack.node.id, region });
}

/** A warning is shown with the stack that it is about: its system's runtime stack, or else the environment's first. */
function stackOf({ path }: Problem, stacks: readonly SystemStack[]): SystemStack | undefined {
  const [, section, system] = path;
  return section === "systems" ? stacks.find(({ unit }) => unit === system) : stacks[0];
}
