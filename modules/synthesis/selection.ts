import { didYouMean, didYouMeanOrList, Mistakes } from "./mistakes";

/** Options that a synth takes in addition to names. */
const OPTIONS = ["--details", "--help"];

/** The selection by the names on the command line. */
export interface Selection {
  /** Environments that have to be built. */
  readonly environments: readonly string[];
  /** Stacks that are selected by name. */
  readonly stacks: readonly string[];
  /** Whether every stack is wanted. */
  readonly isEverything: boolean;
  /** Whether a stack, named as in `http-scale-out-dev`, is wanted. */
  includes(stack: string): boolean;
}

/**
 * Reads names of environments, systems and stacks. Environments and systems limit each other: `http-scale-out dev`
 * selects that system in that environment. Stacks are added. Without names, everything is selected.
 *
 * @throws Mistakes naming the nearest valid name for each unknown one
 */
export function select(
  names: readonly string[],
  environments: readonly string[],
  systems: readonly string[],
): Selection {
  const stackOf = (name: string) => parseStackName(name, environments, systems);
  const isStack = (name: string) => stackOf(name) !== undefined;
  const isKnown = (name: string) =>
    environments.includes(name) || systems.includes(name) || isStack(name);
  refuseUnknown(
    names.filter((name) => !isKnown(name)),
    environments,
    systems,
  );

  const wantedEnvironments = names.filter((name) => environments.includes(name));
  const wantedSystems = names.filter((name) => systems.includes(name));
  const stacks = names.filter((name) => !environments.includes(name) && !systems.includes(name));
  const isEverything = names.length === 0;
  const byParts = isEverything || wantedEnvironments.length + wantedSystems.length > 0;

  return {
    environments: environments.filter(
      (environment) =>
        (byParts && admits(wantedEnvironments, environment)) ||
        stacks.some((stack) => stackOf(stack)?.environment === environment),
    ),
    stacks,
    isEverything,
    includes(stack) {
      const { environment = "", system = "" } = stackOf(stack) ?? {};
      return (
        isEverything ||
        stacks.includes(stack) ||
        (byParts && admits(wantedEnvironments, environment) && admits(wantedSystems, system))
      );
    },
  };
}

/** An empty list limits nothing. */
function admits(wanted: readonly string[], name: string): boolean {
  return wanted.length === 0 || wanted.includes(name);
}

/** Stacks are named `<system>-<environment>`, `<system>-<part>-<environment>` or `state-<environment>`. */
function parseStackName(
  name: string,
  environments: readonly string[],
  systems: readonly string[],
): { environment: string; system?: string } | undefined {
  const environment = longest(environments.filter((candidate) => name.endsWith(`-${candidate}`)));
  if (environment === undefined) return undefined;
  const unit = name.slice(0, -environment.length - 1);
  if (unit === "state") return { environment };
  const system = longest(
    systems.filter((candidate) => unit === candidate || unit.startsWith(`${candidate}-`)),
  );
  return system === undefined ? undefined : { environment, system };
}

/** If one name is a prefix or suffix of another, the longer one wins. */
function longest(names: readonly string[]): string | undefined {
  return [...names].sort((one, other) => other.length - one.length)[0];
}

function refuseUnknown(
  unknown: readonly string[],
  environments: readonly string[],
  systems: readonly string[],
): void {
  // If the settings cannot be read, that error is reported instead.
  if (unknown.length === 0 || environments.length === 0) return;
  const stacks = environments.flatMap((environment) => [
    `state-${environment}`,
    ...systems.flatMap((system) => [`${system}-${environment}`, `${system}-images-${environment}`]),
  ]);
  throw new Mistakes(
    unknown.map((name) => {
      if (name.startsWith("-")) {
        return `There is no option \`${name}\`.${didYouMeanOrList(name, OPTIONS)}`;
      }
      return (
        `\`${name}\` is no environment (${environments.join(", ")}), no system (${systems.join(", ")}) ` +
        `and no stack of theirs.${didYouMean(name, [...environments, ...systems, ...stacks])}`
      );
    }),
  );
}
