import { join } from "node:path";
import { Synthesis } from "../../synthesized/synthesis";
import { runNode } from "../../terminal/node-program";
import { withProgress } from "../../terminal/progress";
import { UserError } from "../../terminal/user-error";
import { builtPage } from "../../start/built-page";
import type { FileChanges } from "./file-changes";

/**
 * Synthesizes all environments like `npm start`. Undoes changes that the synthesis rejects.
 *
 * @throws UserError with the messages of the synthesis
 */
export async function synthesizeWith(changes: FileChanges, root: string): Promise<Synthesis> {
  return changes.keepIf(async () => {
    for (const line of await builtPage(join(root, "web"))) console.error(line);
    const { exitCode, output } = await withProgress("Synthesizing", () =>
      runNode([join("tools", "run.mjs"), "main.ts"], { cwd: root, output: "gathered" }),
    );
    if (exitCode !== 0) throw refused(output);
    return Synthesis.read(join(root, process.env.CDKTF_OUTDIR ?? "cdktf.out"));
  });
}

function refused(output: string): UserError {
  return new UserError(
    `${output.trim()}\n\nThe synthesis rejected these settings. No file was changed.`,
  );
}
