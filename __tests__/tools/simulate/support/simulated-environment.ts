import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeApp } from "../../../../modules/synthesis/synthesize";
import {
  type EnvironmentSettings,
  formatProblem,
  parseEnvironments,
} from "../../../../settings/environment";
import { buildStacks } from "../../../../stacks/environment-stacks";
import { loadSystem } from "../../../../tools/simulate/load-system";
import type { ReadSystem } from "../../../../tools/simulate/system/read-system";

/** A system of an environment as `npm run simulate` reads it, from what a synth of the settings writes. */
export async function readFromSettings(
  system: string,
  settings: EnvironmentSettings,
  environment = "dev",
): Promise<ReadSystem> {
  const outdir = mkdtempSync(join(tmpdir(), "simulated-"));
  try {
    const parsed = parseEnvironments({ [environment]: settings });
    synthesizeApp((app, selection) => buildStacks(app, parsed, formatProblem, selection), {
      outdir,
      environments: [environment],
    });
    return await loadSystem(outdir, system, environment, {});
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
