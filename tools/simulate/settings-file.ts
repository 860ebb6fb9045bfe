import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve, sep } from "node:path";
import { Synthesis } from "../synthesized/synthesis";
import { runNode } from "../terminal/node-program";
import { UserError } from "../terminal/user-error";
import { loadSystem } from "./load-system";
import type { ReadSystem } from "./system/read-system";

/**
 * Reads a system from a settings file that is not listed in the project. The file is synthesized alone, into a temporary
 * folder.
 *
 * @param file path of a TypeScript file with an environment as its default export
 * @throws UserError if it cannot be synthesized, after the synthesis has printed its problems
 */
export async function loadSettingsFile(
  root: string,
  file: string,
  system: string,
  variables: Readonly<Record<string, string>>,
): Promise<ReadSystem> {
  const folder = join(root, ".build", "settings-files");
  mkdirSync(folder, { recursive: true });
  const program = join(folder, `${basename(file, ".ts")}-${process.pid}.ts`);
  const outdir = mkdtempSync(join(tmpdir(), "settings-file-"));
  try {
    writeFileSync(program, synthOf(folder, resolve(file), system));
    const { exitCode } = await runNode([join("tools", "run.mjs"), relative(root, program)], {
      cwd: root,
      env: { ...process.env, CDKTF_OUTDIR: outdir },
      output: "errors-shown",
    });
    if (exitCode !== 0) throw new UserError(`${file} cannot be synthesized.`);
    const [environment = ""] = Synthesis.read(outdir).environments;
    return await loadSystem(outdir, system, environment, variables);
  } finally {
    rmSync(program, { force: true });
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Does the same as main.ts, for one environment. */
function synthOf(folder: string, file: string, system: string): string {
  const path = relative(folder, file).split(sep).join("/");
  return `import { formatProblem, loadEnvironments } from "../../settings/environment";
import { synthesizeEnvironments } from "../../stacks/environment-stacks";

void loadEnvironments(async () => {
  const { default: settings } = await import(${JSON.stringify(path)});
  return { [settings?.name ?? "compared"]: settings };
}).then(({ names, ...parsed }) => {
  synthesizeEnvironments(parsed, formatProblem, [${JSON.stringify(system)}], names);
});
`;
}
