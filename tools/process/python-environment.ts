import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../process/run-command";
import { projectRoot } from "../../project-root";
import { UserError } from "../../terminal/user-error";

/** The oldest Python that the pinned packages accept. */
export const OLDEST_PYTHON = [3, 11] as const;

export function pythonCommand(): string {
  return process.platform === "win32" ? "python" : "python3";
}

/**
 * Makes the emulator's virtual environment, once for each content of requirements.txt.
 *
 * @returns the path of its Python
 */
export async function pythonEnvironment(): Promise<string> {
  const requirements = join(projectRoot(), "tools", "rehearse", "emulator", "requirements.txt");
  const content = createHash("sha256")
    .update(readFileSync(requirements))
    .digest("hex")
    .slice(0, 12);
  const environments = join(projectRoot(), ".build", "emulator");
  const finished = join(environments, content, ".venv");
  if (existsSync(finished)) return pythonOf(finished);

  mkdirSync(environments, { recursive: true });
  const unfinished = mkdtempSync(join(environments, "unfinished-"));
  const made = join(unfinished, ".venv");
  await succeed(pythonCommand(), ["-m", "venv", made]);
  const install = [
    "-m",
    "pip",
    "install",
    "--disable-pip-version-check",
    "--quiet",
    "--requirement",
    requirements,
  ];
  await succeed(pythonOf(made), install);
  moveIntoPlace(unfinished, join(environments, content));
  return pythonOf(finished);
}

/** A rename is atomic: whoever finds the environment finds it whole. When another run was first, its result serves. */
function moveIntoPlace(unfinished: string, finished: string): void {
  try {
    renameSync(unfinished, finished);
  } catch (error) {
    if (!existsSync(finished)) throw error;
    rmSync(unfinished, { recursive: true });
  }
}

function pythonOf(environment: string): string {
  return process.platform === "win32"
    ? join(environment, "Scripts", "python.exe")
    : join(environment, "bin", "python");
}

async function succeed(command: string, args: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await runCommand(command, args, { cwd: projectRoot() });
  if (exitCode !== 0) {
    throw new UserError(
      `The emulator's Python packages cannot be installed: ${command} ${args.join(" ")}\n${stdout}${stderr}\n` +
        "Check the connection to pypi.org, or set another index in PIP_INDEX_URL " +
        "(https://pip.pypa.io/en/stable/topics/configuration/).",
    );
  }
}
