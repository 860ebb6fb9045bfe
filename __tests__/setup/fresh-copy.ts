import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import {
  type CommandOptions,
  type CommandResult,
  runCommand,
} from "../../tools/process/run-command";
import { projectRoot } from "../../tools/project-root";

/** What a fresh clone does not have. */
const MADE = new Set([
  "node_modules",
  ".git",
  ".build",
  "cdktf.out",
  "reports",
  "coverage",
  "dist",
]);

/** The project as a fresh clone has it: nothing is installed, built or synthesized. */
export class FreshCopy {
  readonly folder = mkdtempSync(join(tmpdir(), "fresh-"));

  constructor() {
    for (const entry of readdirSync(projectRoot()).filter((name) => !MADE.has(name))) {
      cpSync(join(projectRoot(), entry), this.path(entry), {
        recursive: true,
        filter: (path) => !MADE.has(basename(path)),
      });
    }
  }

  /** Lends it the packages that are installed here. */
  withPackages(): this {
    symlinkSync(join(projectRoot(), "node_modules"), this.path("node_modules"), "junction");
    return this;
  }

  path(file: string): string {
    return join(this.folder, ...file.split("/"));
  }

  read(file: string): string {
    return readFileSync(this.path(file), "utf8");
  }

  write(file: string, content: string): void {
    writeFileSync(this.path(file), content);
  }

  /** @throws Error when the text to replace is not there */
  replace(file: string, from: string | RegExp, to: string): void {
    const before = this.read(file);
    const after = before.replace(from, () => to);
    if (after === before) throw new Error(`${file} has no ${String(from)}`);
    this.write(file, after);
  }

  /** Runs a program of the project by its path: `node("tools/run.mjs", "main.ts")`. */
  node(...words: readonly string[]): Promise<CommandResult> {
    return this.run(process.execPath, words);
  }

  run(
    command: string,
    words: readonly string[],
    options: Partial<CommandOptions> = {},
  ): Promise<CommandResult> {
    return runCommand(command, words, { cwd: this.folder, ...options });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
