import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../../tools/process/run-command";
import { projectRoot } from "../../../tools/project-root";

test("without a synthesis a local run says what to do, and shows no stack trace", async () => {
  const folder = mkdtempSync(join(tmpdir(), "nothing-synthesized-"));
  const program = [join("tools", "run.mjs"), join("tools", "local", "main.ts"), "talk-service"];
  const { exitCode, stderr } = await runCommand(process.execPath, program, {
    cwd: projectRoot(),
    env: { ...process.env, CDKTF_OUTDIR: folder },
  });
  rmSync(folder, { recursive: true });
  expect({ exitCode, lines: stderr.trim().split("\n") }).toEqual({
    exitCode: 1,
    lines: [`There is no ${join(folder, "manifest.json")}: run "npm run synth" first.`],
  });
});
