import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root";
import { UserError } from "../terminal/user-error";
import { moveIntoPlace } from "./move-into-place";
import { runCommand } from "./run-command";

/** The oldest Python that the pinned packages accept. */
export const OLDEST_PYTHON = [3, 11] as const;

export function pythonCommand(): string {
  return process.platform === "win32" ? "python" : "python3";
}

/** Pinned packages that a part of this project uses. */
export interface PythonPackages {
  /** Who uses them, and the name of the folder in `.build`. */
  readonly owner: "emulator" | "facts" | "scanners";
  /** Path of the file that pins them, from the project's root. */
  readonly requirements: string;
}

const EMULATOR: PythonPackages = {
  owner: "emulator",
  requirements: "tools/rehearse/emulator/requirements.txt",
};

/**
 * Creates a virtual environment, once per content of the requirements file.
 *
 * @param packages packages to install @default - the emulator's packages
 * @returns the path of its Python executable
 */
export async function pythonEnvironment(packages = EMULATOR): Promise<string> {
  const requirements = join(projectRoot(), ...packages.requirements.split("/"));
  const content = createHash("sha256")
    .update(readFileSync(requirements))
    .digest("hex")
    .slice(0, 12);
  const environments = join(projectRoot(), ".build", packages.owner);
  const finished = join(environments, content, ".venv");
  if (existsSync(finished)) return pythonOf(finished);

  mkdirSync(environments, { recursive: true });
  const unfinished = mkdtempSync(join(environments, "unfinished-"));
  const made = join(unfinished, ".venv");
  await succeed(packages, pythonCommand(), ["-m", "venv", made]);
  const install = [
    "-m",
    "pip",
    "install",
    "--disable-pip-version-check",
    "--quiet",
    "--requirement",
    requirements,
  ];
  await succeed(packages, pythonOf(made), install);
  moveIntoPlace(unfinished, join(environments, content));
  return pythonOf(finished);
}

function pythonOf(environment: string): string {
  return process.platform === "win32"
    ? join(environment, "Scripts", "python.exe")
    : join(environment, "bin", "python");
}

async function succeed(
  { requirements }: PythonPackages,
  command: string,
  args: readonly string[],
): Promise<void> {
  const { exitCode, stdout, stderr } = await runCommand(command, args, { cwd: projectRoot() });
  if (exitCode === 0) return;
  // pip prints warnings and progress around its error. What Python itself says is printed whole.
  const reason = /^ERROR: .*$/m.exec(stderr)?.[0] ?? `${stdout}${stderr}`.trim();
  throw new UserError(
    `The packages of ${requirements} cannot be installed (${reason || `${command} ended with ${exitCode}`}). ` +
      "Check that pip reaches pypi.org, or the index in PIP_INDEX_URL " +
      "(https://pip.pypa.io/en/stable/topics/configuration/), then run the command again.",
  );
}
