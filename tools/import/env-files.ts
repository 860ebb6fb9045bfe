import { statSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { Field } from "./field";
import { readText } from "./read-file";
import type { ImportedFile } from "./report";

/** Env files. Each is read once, and its variables are reported as fields of that file. */
export class EnvFiles {
  private readonly folder: string;
  private readonly byPath = new Map<string, Field>();

  /** @param folder folder that their paths are relative to */
  constructor(folder: string) {
    this.folder = folder;
  }

  read(path: string): Field | undefined {
    const known = this.byPath.get(path);
    if (known !== undefined) return known;
    const file = join(this.folder, path);
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
    const field = Field.of({ ...parseEnv(readText(file, path)) });
    this.byPath.set(path, field);
    return field;
  }

  get files(): readonly ImportedFile[] {
    return [...this.byPath].map(([path, field]) => ({ path, field }));
  }
}
