import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { EvaluatedStack } from "../synthesized/evaluated-stack";
import { SAMPLE_VARIABLES } from "../synthesized/sample-variables";
import { Synthesis, type SynthesizedStack } from "../synthesized/synthesis";
import { requireKnown } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import { readSimulatedSystem, type ReadSystem } from "./system/read-system";

/** The source of a system: an environment in the synthesis, or a settings file. */
export interface SystemSource {
  readonly environment: string;
  readonly file?: string;
}

/**
 * @param place the environment or settings file that the user names. @default - "dev", or the example of a system that
 * no environment runs
 */
export function sourceOf({
  root,
  folder,
  system,
  place,
}: {
  readonly root: string;
  readonly folder: string;
  readonly system: string;
  readonly place: string | undefined;
}): SystemSource {
  if (place?.endsWith(".ts") === true) {
    if (!existsSync(place)) throw new UserError(`There is no settings file ${place}.`);
    return { environment: basename(place, ".ts"), file: place };
  }
  const example = join("environments", "examples", `${system}.ts`);
  const isUnused = place === undefined && !Synthesis.read(folder).systems.includes(system);
  if (!isUnused || !existsSync(join(root, example))) return { environment: place ?? "dev" };
  console.error(`No environment runs ${system}. This simulates ${example}.`);
  return { environment: basename(example, ".ts"), file: join(root, example) };
}

/** Reads a system in an environment from a synthesis folder. */
export async function loadSystem(
  folder: string,
  system: string,
  environment: string,
  variables: Readonly<Record<string, string>>,
): Promise<ReadSystem> {
  const synthesis = Synthesis.read(folder);
  requireKnown("environment", [environment], synthesis.environments);
  requireKnown("system", [system], synthesis.systems);
  const name = `${system}-${environment}`;
  const stack = synthesis.stacks.find((each) => each.name === name);
  if (stack === undefined)
    throw new UserError(
      `${environment} does not run ${system}: enable it in environments/${environment}.ts, then run "npm run synth".`,
    );
  return readStack(stack, variables);
}

/** Reads the system of a stack. */
export async function readStack(
  { name, json }: SynthesizedStack,
  variables: Readonly<Record<string, string>>,
): Promise<ReadSystem> {
  const samples = json.valuesFor(SAMPLE_VARIABLES);
  const evaluated = await EvaluatedStack.read(json, { variables: { ...samples, ...variables } });
  const read = readSimulatedSystem(evaluated, name);
  if (read.system.services.length === 0)
    throw new UserError(`${name} runs no ECS service, so there is nothing to simulate.`);
  return read;
}
