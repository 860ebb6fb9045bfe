import { Annotations, type App } from "cdktf";
import type { Environment, ParsedEnvironments, Problem } from "../settings/environment";
import { GithubStack } from "./operations/github-stack";
import { HttpApiStack } from "./http-api-stack";
import { RestApiStack } from "./rest-api-stack";
import { SpendStack } from "./operations/spend-stack";
import { StateStack } from "./operations/state-stack";
import type { SystemStack } from "./system-stack";
import { encryptStack } from "../modules/encryption/encrypt-stack";
import { IdleSleep, type IdleSleepProps } from "../modules/sleep/idle-sleep";
import { Service } from "../modules/service/service";
import { SleepSchedule } from "../modules/sleep/sleep-schedule";
import type { Selection } from "../modules/synthesis/selection";
import { synthesize } from "../modules/synthesis/synthesize";
import { nameClashes } from "../modules/synthesis/unique-names";
import {
  loadTestStacks,
  pipelineStacks,
  previewStacks,
  previewedRepositories,
  previewUnits,
  systemNames,
  systemStacks,
} from "./systems";
import { watch } from "./operations/watch-stack";

/** Stacks of an environment beside its systems: their unit, and the section of the settings that asks for them. */
const SECTIONS: Readonly<Record<string, string>> = {
  github: "github",
  "load-test": "loadTest",
  pipeline: "pipelines",
  spend: "budget",
};

/**
 * Synthesizes the environments for the command line: prints the result and the warnings, or all mistakes, and sets the
 * exit code.
 *
 * @param names environments, systems and stacks to restrict the synthesis to; empty means everything
 * @param environments names of all environments, including those with mistakes
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
    systems: [...systemNames, ...Object.keys(SECTIONS), ...previewUnits.keys()],
  });
}

/** Adds the stacks of the selected environments to the app. Returns the problems of the settings. */
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
 * Checks the synthesized names of systems and environments that share an account. This includes names that are derived from
 * another name, such as that of a service.
 */
function sharedNames(stacks: readonly SystemStack[], systems: readonly string[]): Problem[] {
  const belongsTo = (stack: SystemStack, unit: string) =>
    stack.unit === unit || stack.unit.startsWith(`${unit}-`);
  const pathOf = (stack: SystemStack) => {
    const system = previewUnits.get(stack.unit) ?? systems.find((name) => belongsTo(stack, name));
    if (system !== undefined) return [stack.environment.name, "systems", system];
    const section = Object.entries(SECTIONS).find(([unit]) => belongsTo(stack, unit))?.[1];
    return [stack.environment.name, section ?? "state"];
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
  // Conflicts of a cluster, a load balancer and their logs that are derived from one name count as one mistake.
  return problems.filter(
    ({ path }, index) => problems.findIndex((other) => other.path.join() === path.join()) === index,
  );
}

/** The environment's stacks: its state, if this project manages it, then each system's images and runtime. */
function environmentStacks(app: App, environment: Environment): SystemStack[] {
  const { state, github, budget } = environment;
  // In the order in which they are listed.
  const first = [
    ...(state.kind === "s3" ? [new StateStack(app, environment, state)] : []),
    ...(github === undefined
      ? []
      : [new GithubStack(app, environment, github, previewedRepositories(environment))]),
  ];
  const ofSystems = systemStacks(app, environment);
  const previews = previewStacks(app, environment, ofSystems);
  const stacks = [
    ...first,
    ...ofSystems,
    ...loadTestStacks(app, environment),
    ...(budget === undefined ? [] : [new SpendStack(app, environment, budget)]),
  ];
  const runtimes = stacks.filter(isRuntime);
  runtimes.forEach(watch);
  runtimes.forEach(putToSleep);
  runtimes.forEach(leaveToPipeline);
  // What a pipeline watches after a release is there by then.
  const pipelines = pipelineStacks(app, environment, runtimes);
  for (const stack of [...stacks, ...pipelines]) encrypt(stack);
  return [...stacks, ...previews, ...pipelines];
}

/**
 * Encrypts with keys of the customer, where the environment has them. The state bucket has its own key. Previews have none:
 * a key costs as much as some of them, and is there for weeks after its preview.
 */
function encrypt(stack: SystemStack): void {
  const { customerManagedKeys } = stack.environment;
  if (customerManagedKeys !== undefined) encryptStack(stack, customerManagedKeys);
}

/** Where CodePipeline releases the services, Terraform ignores which task definitions they run. */
function leaveToPipeline({ unit, environment, node }: SystemStack): void {
  if (environment.pipelines?.[unit]?.deploy.kind !== "ecs") return;
  for (const each of node.findAll())
    if (each instanceof Service) each.leaveTaskDefinitionToReleases();
}

/** Scales a system to zero at night, or while nobody calls: what watches it is there by then. */
function putToSleep(stack: SystemStack): void {
  const { asleep } = stack.environment;
  const staysAwake = asleep?.except.some((system) => system === stack.unit) ?? true;
  if (asleep !== undefined && !staysAwake) new SleepSchedule(stack, "sleep", asleep);
  const idling = idlingOf(stack);
  if (idling !== undefined) new IdleSleep(stack, "idle", { name: stack.node.id, ...idling });
}

/** What the stack's API counts, where its tasks stop while nobody calls. */
function idlingOf(stack: SystemStack): Omit<IdleSleepProps, "name"> | undefined {
  if (stack instanceof HttpApiStack) return stack.idling;
  if (stack instanceof RestApiStack) return stack.idling;
  return undefined;
}

/** The stacks of state and images have nothing to watch. */
function isRuntime({ unit }: SystemStack): boolean {
  return systemNames.some((name) => name === unit);
}

/** A warning is attached to the stack of its section or system, or otherwise to the environment's first stack. */
function stackOf({ path }: Problem, stacks: readonly SystemStack[]): SystemStack | undefined {
  const [, section, system] = path;
  if (section === "systems") return stacks.find(({ unit }) => unit === system);
  if (section === "pipelines")
    return stacks.find(({ unit }) => unit === `pipeline-${String(system)}`);
  return stacks.find(({ unit }) => SECTIONS[unit] === section) ?? stacks[0];
}
