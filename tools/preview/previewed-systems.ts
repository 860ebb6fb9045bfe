import type { Synthesis, SynthesizedStack } from "../synthesized/synthesis";
import { requireKnown } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";

const PREFIX = "preview-";

/** A system that has previews in an environment. */
export interface PreviewedSystem {
  readonly system: string;
  readonly environment: string;
  /** The stack from which each of its previews is deployed. */
  readonly stack: SynthesizedStack;
  /** Name of the system's own stack. */
  readonly systemStack: string;
}

/** Systems with a load balancer of their own, on which previews have a listener. */
const CAN_HAVE = ["http-scale-out", "talk-service"];

const CANNOT_HAVE: Readonly<Record<string, string>> = {
  "daemon-api":
    "it runs one task on each instance, at a port of the instance, so that a second one has no place",
  "http-api":
    "its services are reached through an API of API Gateway, not by rules of a load balancer",
  "rest-api":
    "its services are reached through an API of API Gateway, not by rules of a load balancer",
  worker: "it works from a queue, whose messages a copy would take from it",
};

/**
 * The systems with previews that the words of a command select: names of systems and environments, all without a word.
 *
 * @throws UserError if a word is unknown, or if nothing that it selects has previews
 */
export function previewedSystems(
  synthesis: Synthesis,
  words: readonly string[],
): readonly PreviewedSystem[] {
  const { environments } = synthesis;
  const all = synthesis.stacks.flatMap((stack) => previewedBy(synthesis, stack) ?? []);
  const canHave = synthesis.systems.filter((system) => CAN_HAVE.includes(system));
  const systems = [
    ...canHave,
    ...synthesis.systems.filter((system) => Object.hasOwn(CANNOT_HAVE, system)),
  ];
  const known = [...systems, ...environments];
  requireKnown(
    "system or environment",
    words.filter((word) => !known.includes(word)),
    all.length === 0
      ? [...canHave, ...environments]
      : unique([...all.map((each) => each.system), ...all.map((each) => each.environment)]),
  );
  const wanted = {
    systems: words.filter((word) => systems.includes(word)),
    environments: words.filter((word) => environments.includes(word)),
  };
  const selected = all.filter(
    ({ system, environment }) =>
      (wanted.systems.length === 0 || wanted.systems.includes(system)) &&
      (wanted.environments.length === 0 || wanted.environments.includes(environment)),
  );
  if (selected.length > 0) return selected;
  const [system = "http-scale-out"] = wanted.systems;
  throw withoutPreviews(system, wanted.environments[0] ?? environments[0] ?? "dev");
}

/** The system whose previews are deployed from a stack. Undefined if the stack is not for previews. */
export function previewedBy(
  synthesis: Synthesis,
  stack: SynthesizedStack,
): PreviewedSystem | undefined {
  const environment = synthesis.environmentOf(stack);
  if (environment === undefined || !stack.name.startsWith(PREFIX)) return undefined;
  const system = stack.name.slice(PREFIX.length, -environment.length - 1);
  return { system, environment, stack, systemStack: `${system}-${environment}` };
}

/** The one system that the words select. */
export function previewedSystem(synthesis: Synthesis, words: readonly string[]): PreviewedSystem {
  const selected = previewedSystems(synthesis, words);
  const [only, ...others] = selected;
  if (only !== undefined && others.length === 0) return only;
  const choices = selected.map(({ system, environment }) => `${system} ${environment}`);
  throw new UserError(
    `The words must name one system in one environment, got "${words.join(" ")}". Choose from: ${choices.join(", ")}.`,
  );
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

function withoutPreviews(system: string, environment: string): UserError {
  const path = `systems.${system}.previews`;
  const reason = CANNOT_HAVE[system];
  return new UserError(
    reason === undefined
      ? `\`${path}\` must be set in environments/${environment}.ts, but is missing. Set \`previews: {}\`, run \`npm run synth\`, and deploy ${system}-${environment}.`
      : `${system} cannot have previews: ${reason}. Systems that can: ${CAN_HAVE.join(", ")}.`,
  );
}
