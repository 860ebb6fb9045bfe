import {
  formatProblem,
  type EnvironmentSettings,
  parseEnvironments,
} from "../../settings/environment";
import { buildStacks } from "../../stacks/environment-stacks";
import { synthesizeApp } from "../../modules/synthesis/synthesize";
import { Synthesis } from "../../tools/synthesized/synthesis";

/** Synthesizes environments as main.ts does, for a user with other settings. */
export function synthesizeInto(
  outdir: string,
  settings: Readonly<Record<string, EnvironmentSettings>>,
): Synthesis {
  const parsed = parseEnvironments(settings);
  synthesizeApp((app, selection) => buildStacks(app, parsed, formatProblem, selection), {
    outdir,
    environments: Object.keys(settings),
  });
  return Synthesis.read(outdir);
}
