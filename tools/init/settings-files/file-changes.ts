import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Changes files together or not at all. */
export class FileChanges {
  private readonly root: string;
  /** Content before the first change; undefined if the file did not exist. */
  private readonly former = new Map<string, string | undefined>();

  /** @param root the project's folder, which paths are relative to */
  constructor(root: string) {
    this.root = root;
  }

  /** Paths of the files changed, in the order of their changes. */
  get paths(): readonly string[] {
    return [...this.former.keys()];
  }

  read(path: string): string | undefined {
    const file = join(this.root, path);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  write(path: string, text: string): void {
    if (!this.former.has(path)) this.former.set(path, this.read(path));
    put(join(this.root, path), text);
  }

  /**
   * Copies a file before it is replaced.
   *
   * @returns path of the copy, or undefined if the file does not exist
   */
  keepCopy(path: string): string | undefined {
    const text = this.read(path);
    if (text === undefined) return undefined;
    let copy = `${path}.bak`;
    for (let number = 2; existsSync(join(this.root, copy)); number++) copy = `${path}.bak${number}`;
    this.write(copy, text);
    return copy;
  }

  /** Restores all files. */
  undo(): void {
    for (const [path, text] of [...this.former].reverse()) {
      if (text === undefined) rmSync(join(this.root, path), { force: true });
      else put(join(this.root, path), text);
    }
    this.former.clear();
  }

  /** Runs a check on the changes, and undoes them if it throws or the user interrupts it. */
  async keepIf<Result>(action: () => Promise<Result>): Promise<Result> {
    const interrupted = (signal: NodeJS.Signals): void => {
      this.undo();
      console.error("\nCancelled. No file was changed.");
      process.exit(signal === "SIGINT" ? 130 : 143);
    };
    process.on("SIGINT", interrupted).on("SIGTERM", interrupted);
    try {
      return await action();
    } catch (error) {
      this.undo();
      throw error;
    } finally {
      process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    }
  }
}

/** Writes atomically, so that nobody reads a partial file. */
function put(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}
