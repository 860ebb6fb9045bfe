import { cpSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "./run";

/**
 * Builds a base image with what the Dockerfile needs, from the node, npm and shell of this machine. It replaces the pinned
 * image where no image registry is available.
 */
export function buildLocalBaseImage(
  buildah: (...args: string[]) => string,
  folder: string,
): string {
  const root = mkdtempSync(join(folder, "base-"));
  copyProgram(process.execPath, root, "usr/bin/node");
  copyProgram("/bin/sh", root, "bin/sh");
  copyProgram("/usr/bin/env", root, "usr/bin/env");
  copyFile(npmFolder(), join(root, "usr/lib/node_modules/npm"));
  symlinkSync("../lib/node_modules/npm/bin/npm-cli.js", join(root, "usr/bin/npm"));
  mkdirSync(join(root, "tmp"), { mode: 0o777 });

  const container = buildah("from", "scratch");
  buildah("config", "--env", "PATH=/usr/bin:/bin", container);
  // npm in the image needs the additional certificates of this network, too.
  const certificates = process.env.NODE_EXTRA_CA_CERTS;
  if (certificates !== undefined) {
    copyFile(certificates, join(root, "etc/extra-certificates.pem"));
    buildah("config", "--env", "NODE_EXTRA_CA_CERTS=/etc/extra-certificates.pem", container);
  }
  buildah("copy", "--quiet", container, root, "/");
  const name = "localhost/local-base";
  buildah("commit", "--quiet", container, name);
  return name;
}

/** @returns the folder of the npm that runs these tests, or else of the npm in the PATH */
function npmFolder(): string {
  const program = process.env.npm_execpath ?? run("which", ["npm"]);
  return dirname(dirname(realpathSync(program)));
}

/** Copies a program and its shared libraries to the paths where the loader looks for them. */
function copyProgram(program: string, root: string, target: string): void {
  copyFile(program, join(root, target));
  for (const [library] of run("ldd", [realpathSync(program)]).matchAll(/\/\S+/g))
    copyFile(library, join(root, library));
}

function copyFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(realpathSync(from), to, { recursive: true });
}
