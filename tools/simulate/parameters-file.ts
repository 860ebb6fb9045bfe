import { existsSync, readFileSync } from "node:fs";
import { didYouMean } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import {
  MUST_BE_POSITIVE,
  type ParameterName,
  parameterNames,
  type Parameters,
} from "./model/parameters";

/**
 * Reads parameters from a file that `npm run load-test -- <url> --calibrate` wrote: a JSON object whose `parameters`
 * are numbers by name. Its other fields are for people.
 *
 * @throws UserError if it can't be read, and with every unknown name and every value that is not a number
 */
export function readParametersFile(file: string): Partial<Parameters> {
  if (!existsSync(file)) throw new UserError(`--parameters: there is no file ${file}.`);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`--parameters: ${file} must be JSON: ${(error as Error).message}.`);
  }
  const { parameters } = (content ?? {}) as { readonly parameters?: unknown };
  if (typeof parameters !== "object" || parameters === null)
    throw new UserError(
      `--parameters: ${file} must have an object \`parameters\`, such as {"parameters":{"cpuMsPerRequest":12}}.`,
    );
  const problems = Object.entries(parameters).flatMap(([name, value]: [string, unknown]) => {
    if (!(parameterNames as readonly string[]).includes(name))
      return [`--parameters: there is no ${name}.${didYouMean(name, parameterNames)}`];
    const isPositive = MUST_BE_POSITIVE.includes(name as ParameterName);
    if (typeof value === "number" && (isPositive ? value > 0 : value >= 0)) return [];
    const rule = isPositive ? "above 0" : "of 0 or more";
    return [
      `--parameters: \`parameters.${name}\` must be a number ${rule}, got ${JSON.stringify(value)}.`,
    ];
  });
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return parameters;
}
