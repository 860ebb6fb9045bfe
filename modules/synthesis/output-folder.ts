import {
  type Dirent,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Placement } from "./placement";

/** Files that a synth writes into a stack's folder. All other files there belong to Terraform or the user. */
const OURS = /^(cdk\.tf(\.json)?|metadata\.json|openapi\.json|assets\/.*)$/;

/** Files that `terraform init` recreates. They do not keep the folder of a removed stack alive. */
const CACHES = [".terraform", ".terraform.lock.hcl"];

/**
 * The folder that CDKTF's output goes to. A synth works in a folder next to it. Only a complete result is moved into place,
 * so a synth that fails or is interrupted leaves the previous one intact.
 */
export class OutputFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = existsSync(path) ? realpathSync(path) : resolve(path);
  }

  /** Creates a folder to synthesize into, after repairing what a killed synth may have left. */
  stage(): string {
    const parent = this.stagingParent();
    for (const entry of readdirSync(parent)) {
      const owner = this.stagingOwner(entry);
      if (owner === undefined || isAlive(owner)) continue;
      Placement.undoLeftOver(join(parent, entry), this.path);
      rmSync(join(parent, entry), { recursive: true, force: true });
    }
    const staged = join(parent, `${this.stagingPrefix()}${process.pid}`);
    mkdirSync(staged);
    return staged;
  }

  /**
   * Moves a staged result into place. Only files that differ are written, files of removed stacks are deleted, and the
   * manifest comes last. Either all of it happens or none.
   *
   * @param kept stacks that were not synthesized this time and are not changed
   * @returns names of the stacks that changed
   */
  place(staged: string, kept: readonly string[]): string[] {
    const files = listFiles(staged);
    const manifestLast = [
      ...files.filter((file) => !isManifest(file)),
      ...files.filter(isManifest),
    ];
    const placement = new Placement(staged, this.path);
    const changed = placement.differing(manifestLast);
    const outdated = this.outdated(new Set(files), kept);
    placement.run(changed, outdated);
    this.removeEmptyFolders(files, kept);
    return [...new Set([...changed, ...outdated].filter((file) => !isManifest(file)).map(stackOf))];
  }

  /** Our files for stacks, or of kinds, that are no longer synthesized. */
  private outdated(staged: ReadonlySet<string>, kept: readonly string[]): string[] {
    return this.stackFolders()
      .filter((stack) => !kept.includes(stack))
      .flatMap((stack) =>
        listFiles(
          join(this.path, "stacks", stack),
          (entry) => OURS.test(entry) || entry === "assets",
        )
          .map((file) => `stacks/${stack}/${file}`)
          .filter((file) => !staged.has(file)),
      );
  }

  /** Removes folders of previous stacks that contain only caches: a state file or a user's file stays. */
  private removeEmptyFolders(files: readonly string[], kept: readonly string[]): void {
    const present = new Set([...kept, ...files.map(stackOf)]);
    for (const stack of this.stackFolders().filter((folder) => !present.has(folder))) {
      const folder = join(this.path, "stacks", stack);
      if (listFiles(folder, (entry) => !CACHES.includes(entry)).length === 0) {
        rmSync(folder, { recursive: true });
      }
    }
  }

  private stackFolders(): string[] {
    const folder = join(this.path, "stacks");
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  }

  /** Next to the output folder, or in it if that is a separate file system that files cannot be moved into. */
  private stagingParent(): string {
    const parent = dirname(this.path);
    mkdirSync(parent, { recursive: true });
    if (!existsSync(this.path) || statSync(this.path).dev === statSync(parent).dev) return parent;
    return this.path;
  }

  private stagingPrefix(): string {
    return `.${basename(this.path)}-staged-`;
  }

  /** The process that a staging folder belongs to. */
  private stagingOwner(entry: string): number | undefined {
    if (!entry.startsWith(this.stagingPrefix())) return undefined;
    return Number(entry.slice(this.stagingPrefix().length));
  }
}

function isManifest(file: string): boolean {
  return file === "manifest.json";
}

function stackOf(file: string): string {
  return file.split("/")[1] ?? file;
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists, but belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Paths of all files below a folder, with `/` on every platform, in the order of their names.
 *
 * @param isWanted which entries of the folder itself to include, by name
 */
export function listFiles(
  folder: string,
  isWanted: (entry: string) => boolean = () => true,
): string[] {
  return entriesOf(folder)
    .filter(({ name }) => isWanted(name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? listFiles(join(folder, entry.name)).map((file) => `${entry.name}/${file}`)
        : [entry.name],
    );
}

function entriesOf(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).sort((one, other) =>
    one.name < other.name ? -1 : 1,
  );
}
