import { existsSync, readdirSync, statSync, utimesSync } from "node:fs";
import { join, relative } from "node:path";
import { Synthesis } from "../synthesized/synthesis";
import { runNode } from "../terminal/node-program";
import { UserError } from "../terminal/user-error";

/** What a synth reads. */
const SOURCES = ["main.ts", "environments", "settings", "stacks", "modules", "aws"];

/**
 * Reads what was synthesized, after another synth when a source has changed since the last one.
 *
 * @throws UserError when nothing was synthesized, or the synth fails, which says why itself
 */
export async function freshSynthesis(
  projectRoot: string,
  outdir: string,
  say: (line: string) => void,
): Promise<Synthesis> {
  const manifest = join(outdir, "manifest.json");
  const changed = existsSync(manifest)
    ? newerSource(projectRoot, statSync(manifest).mtimeMs)
    : undefined;
  if (changed !== undefined) {
    say(`${changed} is newer than ${relative(process.cwd(), outdir)}: synthesizing again.`);
    const { exitCode } = await runNode([join("tools", "run.mjs"), "main.ts"], {
      cwd: projectRoot,
      env: { ...process.env, CDKTF_OUTDIR: outdir },
      output: "errors-shown",
    });
    if (exitCode !== 0) throw new UserError(`Mend that, or undo the change of ${changed}.`);
    // A synth leaves files alone that have not changed: this one need not be done again.
    utimesSync(manifest, new Date(), new Date());
  }
  return Synthesis.read(outdir);
}

/** A source changed after a moment, as a path within the project. */
export function newerSource(projectRoot: string, sinceMs: number): string | undefined {
  return SOURCES.flatMap((source) => filesOf(projectRoot, source)).find(
    (file) => statSync(join(projectRoot, file)).mtimeMs > sinceMs,
  );
}

function filesOf(root: string, path: string): readonly string[] {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return path.endsWith(".ts") ? [path] : [];
  return readdirSync(join(root, path)).flatMap((name) => filesOf(root, join(path, name)));
}
