import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { projectRoot } from "../../project-root";
import { UserError } from "../../terminal/user-error";

/** Installs a service's packages and compiles it, each only where that is due. */
export async function buildService(folder: string, say: (line: string) => void): Promise<void> {
  // The packages of a workspace are installed in its root, for all of its programs.
  const root = existsSync(join(folder, "package-lock.json")) ? folder : dirname(folder);
  await run(process.execPath, [join(projectRoot(), "tools/runner/packages.mjs"), root], folder);
  const built = newest(join(folder, "dist"));
  const sources = [join(folder, "src"), join(root, "kit/src")].map((each) => newest(each) ?? 0);
  if (built !== undefined && built > Math.max(...sources)) return;
  say(`Compiling services/${basename(folder)} ...`);
  const isWindows = process.platform === "win32";
  await run(isWindows ? "npm.cmd" : "npm", ["run", "--silent", "build"], folder);
}

function newest(folder: string): number | undefined {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  return Math.max(
    ...readdirSync(folder, { recursive: true }).map(
      (file) => statSync(join(folder, file.toString())).mtimeMs,
    ),
  );
}

function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new UserError(`services/${basename(cwd)} cannot be built:\n${output.trim()}`));
    });
  });
}
