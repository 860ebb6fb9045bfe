import { existsSync, readdirSync, statSync, utimesSync } from "node:fs";
import { join, relative } from "node:path";
import { Synthesis } from "../synthesized/synthesis";
import { runNode } from "../terminal/node-program";
import { UserError } from "../terminal/user-error";

/** The sources that a synth reads. */
const SOURCES = ["main.ts", "environments", "settings", "stacks", "modules", "aws"];

/**
 * Reads the synthesized output. Synthesizes again first if a source has changed since the last synth.
 *
 * @throws UserError if there is no output, or if the synth fails, after it has printed the reason
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
    if (exitCode !== 0) throw new UserError(`Fix that error, or undo the change to ${changed}.`);
    // A synth does not rewrite unchanged files. Updating their time avoids another synth.
    utimesSync(manifest, new Date(), new Date());
  }
  return Synthesis.read(outdir);
}

/** The path of a source that changed after a time, relative to the project. */
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
