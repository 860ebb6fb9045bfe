import { cpSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "./run";

/**
 * A base image with what the Dockerfile asks of one, made of this machine's own node, npm and shell: it takes the place
 * of the pinned one where no image registry can be reached.
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
  // A network that has certificates of its own needs them for npm within the image as well.
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

/** @returns the folder of the npm that runs these tests, or else of the one that the shell finds */
function npmFolder(): string {
  const program = process.env.npm_execpath ?? run("which", ["npm"]);
  return dirname(dirname(realpathSync(program)));
}

/** Copies a program and the shared libraries that it names, each to the place where the loader looks for it. */
function copyProgram(program: string, root: string, target: string): void {
  copyFile(program, join(root, target));
  for (const [library] of run("ldd", [realpathSync(program)]).matchAll(/\/\S+/g))
    copyFile(library, join(root, library));
}

function copyFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(realpathSync(from), to, { recursive: true });
}
