import { join } from "node:path";
import { Synthesis } from "../../synthesized/synthesis";
import { runNode } from "../../terminal/node-program";
import { StatusLine } from "../../terminal/status-line";
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
    const status = new StatusLine(process.stderr);
    const started = performance.now();
    const show = (): void => {
      status.show(`Synthesizing … ${Math.round((performance.now() - started) / 1000)} s`);
    };
    show();
    const ticking = setInterval(show, 1000);
    try {
      for (const line of await builtPage(join(root, "web"))) status.print(line);
      const { exitCode, output } = await runNode([join("tools", "run.mjs"), "main.ts"], {
        cwd: root,
        output: "gathered",
      });
      if (exitCode !== 0) throw refused(output);
    } finally {
      clearInterval(ticking);
      status.show("");
    }
    return Synthesis.read(join(root, process.env.CDKTF_OUTDIR ?? "cdktf.out"));
  });
}

function refused(output: string): UserError {
  return new UserError(
    `${output.trim()}\n\nThe synthesis rejected these settings. No file was changed.`,
  );
}
