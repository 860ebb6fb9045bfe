import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve, sep } from "node:path";
import { Synthesis } from "../synthesized/synthesis";
import { runNode } from "../terminal/node-program";
import { UserError } from "../terminal/user-error";
import { loadSystem } from "./load-system";
import type { ReadSystem } from "./system/read-system";

/**
 * A system of a settings file that no synth of the project lists: the file is synthesized by itself into a folder that is
 * deleted again.
 *
 * @param file path of a TypeScript file with an environment as its default export
 * @throws UserError when it does not synthesize; what is wrong with it has been printed
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
    if (exitCode !== 0) throw new UserError(`${file} does not synthesize.`);
    const [environment = ""] = Synthesis.read(outdir).environments;
    return await loadSystem(outdir, system, environment, variables);
  } finally {
    rmSync(program, { force: true });
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** What main.ts does, for one environment. */
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
