import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Changes of files that are made together or not at all. */
export class FileChanges {
  private readonly root: string;
  /** Content before the first change; undefined where there was no file. */
  private readonly former = new Map<string, string | undefined>();

  /** @param root the project's folder, from which paths are */
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
   * Keeps what a file holds beside it, before it is replaced.
   *
   * @returns path of the copy, or undefined when there is no such file
   */
  keepCopy(path: string): string | undefined {
    const text = this.read(path);
    if (text === undefined) return undefined;
    let copy = `${path}.bak`;
    for (let number = 2; existsSync(join(this.root, copy)); number++) copy = `${path}.bak${number}`;
    this.write(copy, text);
    return copy;
  }

  /** Puts everything back as it was. */
  undo(): void {
    for (const [path, text] of [...this.former].reverse()) {
      if (text === undefined) rmSync(join(this.root, path), { force: true });
      else put(join(this.root, path), text);
    }
    this.former.clear();
  }

  /** Does something that decides whether the changes stay: they are undone when it throws, or when the user interrupts it. */
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

/** In one step, so that nobody reads half a file. */
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
