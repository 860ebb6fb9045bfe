import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { dirname, join, posix, sep } from "node:path";
import dockerignore from "@balena/dockerignore";

/**
 * Files that a build never needs and a developer's folder often contains. A `!` line in `.dockerignore` includes one
 * again.
 */
const NEVER_NEEDED = ["**/node_modules", "**/.git", "**/.venv", "**/.terraform"];

export interface BuildContextOptions {
  /** The folder, absolute or relative to the working directory. */
  readonly folder: string;
  /** Path of the Dockerfile within the folder. */
  readonly dockerfile: string;
}

/** The problem of a folder as a build context, or undefined. */
export function buildContextProblem({
  folder,
  dockerfile,
}: BuildContextOptions): string | undefined {
  if (!existsSync(folder)) return `\`context\` must be an existing folder, got ${folder}.`;
  return existsSync(join(folder, dockerfile))
    ? undefined
    : `\`dockerfile\` must be a file in ${folder}, got ${dockerfile}.`;
}

/**
 * The files of a folder that Docker would send to its daemon, without those that are never needed.
 *
 * Independent of the machine: excludes the folder's path, times, owners, modes, and the order of files in the file
 * system.
 *
 * @see https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export class BuildContext {
  /** A hash of the names and contents of all files. */
  readonly hash: string;
  /** Paths of the files with forward slashes, sorted. */
  readonly files: readonly string[];
  private readonly folder: string;
  /**
   * A Dockerfile's own ignore file replaces the folder's.
   * @see https://docs.docker.com/build/concepts/context/#filename-and-location
   */
  private readonly ignoreFile: string;

  constructor(options: BuildContextOptions) {
    this.folder = options.folder;
    const ofDockerfile = `${posix.normalize(options.dockerfile)}.dockerignore`;
    this.ignoreFile = existsSync(join(this.folder, ofDockerfile)) ? ofDockerfile : ".dockerignore";
    this.files = this.list(options.dockerfile);
    this.hash = this.hashFiles();
  }

  /** Copies the files to a folder, replacing its content. */
  copyTo(target: string): void {
    rmSync(target, { recursive: true, force: true });
    for (const file of this.files) {
      const [from, to] = [join(this.folder, file), join(target, file)];
      mkdirSync(dirname(to), { recursive: true });
      if (lstatSync(from).isSymbolicLink()) symlinkSync(readlinkSync(from), to);
      else copyFileSync(from, to);
    }
  }

  private list(dockerfile: string): readonly string[] {
    const lines = this.ignoreLines();
    const rules = dockerignore({ ignorecase: false }).add(NEVER_NEEDED).add(lines);
    const exceptions = lines.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
    // Docker always sends these two, but the rules still exclude them from the image.
    const always = [this.ignoreFile, posix.normalize(dockerfile)];
    const wanted = (path: string): boolean => always.includes(path) || !rules.ignores(native(path));
    const enter = (path: string): boolean =>
      wanted(path) ||
      exceptions.some((pattern) => mayMatchWithin(path, pattern)) ||
      always.some((file) => file.startsWith(`${path}/`));
    const walk = (path: string): string[] =>
      readdirSync(join(this.folder, path), { withFileTypes: true }).flatMap((entry) => {
        const child = posix.join(path, entry.name);
        if (entry.isDirectory()) return enter(child) ? walk(child) : [];
        return wanted(child) ? [child] : [];
      });
    return walk("").sort();
  }

  private ignoreLines(): string[] {
    const file = join(this.folder, this.ignoreFile);
    return existsSync(file) ? readFileSync(file, "utf8").split(/\r?\n/) : [];
  }

  private hashFiles(): string {
    const hash = createHash("sha256");
    for (const file of this.files) {
      const path = join(this.folder, file);
      const content = lstatSync(path).isSymbolicLink() ? readlinkSync(path) : readFileSync(path);
      // Lengths prevent the end of one file from being mistaken for the start of the next.
      hash.update(`${file.length}:${file}:${content.length}:`).update(content);
    }
    return hash.digest("hex");
  }
}

/** Whether a pattern can match something in a folder: whether their path parts match as far as both have them. */
function mayMatchWithin(folder: string, pattern: string): boolean {
  const steps = pattern.trim().replace(/^\//, "").split("/");
  const wild = steps.findIndex((step) => /[*?[]/.test(step));
  const fixed = wild === -1 ? steps : steps.slice(0, wild);
  return folder.split("/").every((step, index) => index >= fixed.length || step === fixed[index]);
}

function native(path: string): string {
  return path.split(posix.sep).join(sep);
}
