import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, extname, join, posix } from "node:path";
import { contentType } from "mime-types";

/** Written during deployment. A copy in the folder is only for a local run. */
export const SETTINGS_FILE = "settings.json";

/** A file of a page. */
export interface PageFile {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly contentType: string;
  /** SHA-256 of the content. */
  readonly hash: string;
}

/** The files of a page that was built into a folder, independent of the machine. */
export class PageFiles {
  /** Sorted by path. Empty if the folder does not exist. */
  readonly files: readonly PageFile[];
  private readonly folder: string;

  /** @param folder absolute, or relative to the synth's working directory */
  constructor(folder: string) {
    this.folder = folder;
    this.files = existsSync(folder)
      ? pathsIn(folder)
          .filter((path) => path !== SETTINGS_FILE)
          .map((path) => this.read(path))
      : [];
  }

  /** Copies the files to a folder, replacing its content. */
  copyTo(target: string): void {
    rmSync(target, { recursive: true, force: true });
    for (const { path } of this.files) {
      const to = join(target, path);
      mkdirSync(dirname(to), { recursive: true });
      copyFileSync(join(this.folder, path), to);
    }
  }

  private read(path: string): PageFile {
    const content = readFileSync(join(this.folder, path));
    return {
      path,
      // With "nosniff", a browser refuses scripts, styles and WebAssembly with another type.
      contentType: contentType(extname(path)) || "application/octet-stream",
      hash: createHash("sha256").update(content).digest("hex"),
    };
  }
}

function pathsIn(folder: string, within = ""): readonly string[] {
  return readdirSync(join(folder, within), { withFileTypes: true })
    .flatMap((entry) => {
      const path = posix.join(within, entry.name);
      return entry.isDirectory() ? pathsIn(folder, path) : [path];
    })
    .sort();
}
