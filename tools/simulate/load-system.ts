import { EvaluatedStack } from "../synthesized/evaluated-stack";
import { SAMPLE_VARIABLES } from "../synthesized/sample-variables";
import { Synthesis, type SynthesizedStack } from "../synthesized/synthesis";
import { requireKnown } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import { readSimulatedSystem, type ReadSystem } from "./system/read-system";

/** Reads a system of an environment from a folder with a synthesis. */
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
