import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNode } from "../terminal/node-program";
import { UserError } from "../terminal/user-error";

/**
 * A folder with another synthesis of the project: the given folder if it is one, or the synthesis of a git revision. A
 * revision is checked out into a temporary folder and synthesized there once. The result is kept under `.build`.
 *
 * @param alternatives other values that the command accepts, for the message
 * @param option the option that has the value, for the message
 * @throws UserError if it is neither, or does not synthesize
 */
export async function synthesisOf(
  root: string,
  folderOrRevision: string,
  say: (text: string) => void,
  alternatives = "",
  option = "--compare",
): Promise<string> {
  if (existsSync(join(folderOrRevision, "manifest.json"))) return folderOrRevision;
  const found = git(root, ["rev-parse", "--verify", "--quiet", `${folderOrRevision}^{commit}`]);
  if (found.status !== 0) {
    throw new UserError(
      `${option} must be ${alternatives}a folder with a synthesis or a git revision, got "${folderOrRevision}". ` +
        `A synthesis has a manifest.json; "git log" lists the revisions.`,
    );
  }
  const commit = found.stdout.trim();
  const kept = join(root, ".build", "synthesized", commit);
  if (existsSync(join(kept, "manifest.json"))) return kept;
  say(`Synthesizing ${folderOrRevision} ...`);
  const work = mkdtempSync(join(tmpdir(), "revision-"));
  try {
    const checkout = git(root, ["worktree", "add", "--detach", "--force", work, commit]);
    if (checkout.status !== 0) throw new UserError(checkout.stderr.trim());
    sharePackages(root, work);
    const { exitCode } = await runNode(["tools/run.mjs", "main.ts"], {
      cwd: work,
      env: { ...process.env, CDKTF_OUTDIR: join(work, "cdktf.out") },
      output: "errors-shown",
    });
    if (exitCode !== 0) {
      throw new UserError(`${folderOrRevision} does not synthesize.`);
    }
    cpSync(join(work, "cdktf.out"), kept, { recursive: true });
    return kept;
  } finally {
    git(root, ["worktree", "remove", "--force", work]);
    rmSync(work, { recursive: true, force: true });
  }
}

/** A revision with the same packages uses the installed ones. Any other revision installs its own. */
function sharePackages(root: string, work: string): void {
  const lock = (folder: string): string => readFileSync(join(folder, "package-lock.json"), "utf8");
  const installed = join(root, "node_modules");
  if (!existsSync(installed) || lock(root) !== lock(work)) return;
  symlinkSync(installed, join(work, "node_modules"), "junction");
}

function git(
  root: string,
  args: readonly string[],
): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  const { status, stdout, stderr, error } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  if (error !== undefined) throw new UserError(`git cannot be run: ${error.message}`);
  return { status, stdout, stderr };
}
