import { didYouMean, requireKnown } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import type { Synthesis, SynthesizedStack } from "./synthesis";

/** The environment of a command that names none. */
const USUAL = "dev";

/**
 * The stack with the services of a system, in an environment. The stack's own name works as well.
 *
 * @param environment of the user's words; `dev` if undefined
 * @throws UserError with what is there, and which environment was assumed
 */
export function stackOfSystem(
  synthesis: Synthesis,
  system: string,
  environment: string | undefined,
): SynthesizedStack {
  const names = synthesis.stacks
    .filter(({ json }) => json.resourceTypes.includes("aws_ecs_service"))
    .map(({ name }) => name);
  if (environment === undefined && names.includes(system)) return synthesis.stack(system);
  const wanted = `${system}-${environment ?? USUAL}`;
  if (names.includes(wanted)) return synthesis.stack(wanted);
  const { environments } = synthesis;
  if (environment !== undefined) requireKnown("environment", [environment], environments);
  const other = environments.find((each) => each !== USUAL);
  const assumed =
    `Without an environment, the command uses ${USUAL}.` +
    (other === undefined
      ? ""
      : ` To use another one, add it after the system, as in: ${system} ${other}`);
  throw new UserError(
    [
      environment === undefined && !environments.includes(USUAL)
        ? `There is no environment ${USUAL}.`
        : `There is no stack with a service called ${wanted}.${didYouMean(wanted, names)}`,
      ...(environment === undefined ? [assumed] : []),
      names.length === 0
        ? "There is no stack with a service."
        : `Choose from: ${names.join(", ")}.`,
    ].join("\n"),
  );
}
