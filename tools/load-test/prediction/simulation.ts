import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { readStack } from "../../simulate/load-system";
import { type Parameters, withDefaults } from "../../simulate/model/parameters";
import { readParametersFile } from "../../simulate/parameters-file";
import { Synthesis } from "../../synthesized/synthesis";
import { requireKnown } from "../../terminal/nearest";
import type { Calibration } from "../calibrate/calibrate";
import type { Composition } from "../calibrate/fit";
import type { Load } from "../load/load";
import type { RunningLocal } from "../local/running-system";
import { asLocal, localParameters } from "./local-system";
import { predict, type Prediction } from "./prediction";

/** File that a calibration writes, and that a load test reads. */
export function calibrationFile(root: string, stack: string): string {
  return join(root, ".build", "load-test", `${stack}.parameters.json`);
}

/** The simulation of a load test. It runs after the test, when the duration is known. */
export type Simulation = (load: Load, seconds: number) => Prediction;

interface Given {
  readonly parameters: Partial<Parameters>;
  readonly balancer: Composition;
  readonly basis: string;
}

const NO_WAY: Composition = { constantMs: 0, exponentialMs: 0 };

/**
 * @param file file of parameters. @default - the calibration's file, if it exists
 * @throws UserError if the file cannot be read or the stack does not exist
 */
export async function simulationOf(options: {
  readonly root: string;
  readonly stack: string;
  readonly local: RunningLocal | undefined;
  readonly file: string | undefined;
}): Promise<Simulation | undefined> {
  const { root, stack, local, file } = options;
  const given = givenParameters(root, stack, file);
  // The defaults would be misleading, because a local program takes a fraction of their time per request.
  if (given === undefined && local !== undefined) return undefined;
  const { parameters, balancer, basis } = given ?? {
    parameters: {},
    balancer: NO_WAY,
    basis: "default parameters; measure yours with --calibrate",
  };
  const { stacks } = Synthesis.read(resolve(root, process.env.CDKTF_OUTDIR ?? "cdktf.out"));
  const names = stacks.map(({ name }) => name);
  requireKnown("stack", [stack], names);
  const found = stacks.find(({ name }) => name === stack);
  if (found === undefined) return undefined;
  const read = await readStack(found, {});
  if (local === undefined) {
    return (load, seconds) =>
      predict({ read, load, seconds, basis, parameters: withDefaults(parameters) });
  }
  // Read this before the load changes it.
  const status = await local.status();
  return (load, seconds) =>
    predict({
      read: asLocal(read, status),
      load,
      seconds,
      basis,
      parameters: localParameters(parameters, balancer, status.speed),
      speed: status.speed,
    });
}

function givenParameters(root: string, stack: string, file: string | undefined): Given | undefined {
  const calibrated = calibrationFile(root, stack);
  const chosen = file ?? (existsSync(calibrated) ? calibrated : undefined);
  if (chosen === undefined) return undefined;
  const parameters = readParametersFile(chosen);
  const { localBalancer = NO_WAY } = JSON.parse(
    readFileSync(chosen, "utf8"),
  ) as Partial<Calibration>;
  return { parameters, balancer: localBalancer, basis: relative(root, chosen) };
}
