import { didYouMean } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import { knob, knobNames, settableIn } from "./knobs";
import {
  MUST_BE_POSITIVE,
  type ParameterName,
  parameterNames,
  type Parameters,
  withDefaults,
} from "./model/parameters";
import { readParametersFile } from "./parameters-file";
import type { ReadSystem } from "./system/read-system";

type Assignments = Readonly<Record<string, string>>;

export interface Overrides {
  readonly parameters: Parameters;
  /** A system with the values of `--set` and `--share`. */
  apply(read: ReadSystem): ReadSystem;
}

/** @throws UserError with every unknown name and every value that is not a number */
export function readOverrides(options: {
  /** A file of parameters. @default - none */
  readonly parameters?: string | undefined;
  readonly assume: Assignments;
  readonly set: Assignments;
  readonly share: Assignments;
}): Overrides {
  const problems: string[] = [];
  const numbers = (option: string, given: Assignments, known?: readonly string[]) =>
    Object.entries(given).flatMap(([name, text]) => {
      const value = text.trim() === "" ? NaN : Number(text);
      if (known !== undefined && !known.includes(name))
        problems.push(`--${option}: there is no ${name}.${didYouMean(name, known)}`);
      else if (!(value >= 0))
        problems.push(`--${option}: ${name} must be a number of 0 or more, got "${text}".`);
      return [[name, value] as const];
    });
  const assumed = numbers("assume", options.assume, parameterNames);
  for (const [name, value] of assumed)
    if (value === 0 && MUST_BE_POSITIVE.includes(name as ParameterName))
      problems.push(`--assume: ${name} must be above 0, got 0.`);
  const set = numbers("set", options.set, knobNames);
  const shares = numbers("share", options.share);
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  const fromFile = options.parameters === undefined ? {} : readParametersFile(options.parameters);
  return {
    parameters: withDefaults({ ...fromFile, ...Object.fromEntries(assumed) }),
    apply: (read) => applyShares(applySettings(read, set), shares),
  };
}

function applySettings(
  read: ReadSystem,
  settings: readonly (readonly [string, number])[],
): ReadSystem {
  let { system } = read;
  for (const [name, value] of settings) {
    const turned = knob(name);
    if (turned?.get(system) === undefined)
      throw new UserError(
        `--set: ${read.system.name} has no ${name} to set. It has ${settableIn(system).join(", ")}.`,
      );
    system = turned.set(system, value);
  }
  return { ...read, system };
}

function applyShares(read: ReadSystem, shares: readonly (readonly [string, number])[]): ReadSystem {
  if (shares.length === 0) return read;
  const names = read.system.services.map(({ name }) => name);
  const problems = shares.flatMap(([name, part]) => {
    if (!names.includes(name))
      return [`--share: there is no service ${name}.${didYouMean(name, names)}`];
    return part > 1 ? [`--share: ${name} must be from 0 to 1, got ${part}.`] : [];
  });
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  const parts = new Map(shares);
  const services = read.system.services.map((service) => ({
    ...service,
    loadShare: parts.get(service.name) ?? service.loadShare,
  }));
  return { ...read, system: { ...read.system, services } };
}
