import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..", "..", "..");

export interface Output {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project of its own with a copy of the runner, an installed esbuild, and an `npm` that only notes that it was called. */
export class SampleProject {
  readonly folder = mkdtempSync(join(tmpdir(), "runner-"));

  constructor() {
    cpSync(join(ROOT, "tools", "run.mjs"), this.path("tools/run.mjs"), { recursive: true });
    cpSync(join(ROOT, "tools", "runner"), this.path("tools/runner"), { recursive: true });
    this.write("package.json", "{}");
    this.write("tsconfig.json", "{}");
    this.writeLock("package-lock.json", { esbuild: "1.0.0" });
    this.writeLock("node_modules/.package-lock.json", { esbuild: "1.0.0" });
    this.link("esbuild");
    this.link("@esbuild");
    this.write(
      "bin/npm",
      `#!/bin/sh\necho "$@" >> "${this.path("npm-calls")}"\nexit \${NPM_STATUS:-0}\n`,
    );
    spawnSync("chmod", ["+x", this.path("bin/npm")]);
  }

  path(file: string): string {
    return join(this.folder, ...file.split("/"));
  }

  write(file: string, content: string): void {
    mkdirSync(join(this.path(file), ".."), { recursive: true });
    writeFileSync(this.path(file), content);
  }

  writeLock(file: string, versions: Record<string, string>): void {
    const packages = Object.fromEntries(
      Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }]),
    );
    this.write(file, JSON.stringify({ packages: { "": {}, ...packages } }));
  }

  /** @param words the program and its arguments; an object of variables for its environment may come last */
  run(...words: (string | NodeJS.ProcessEnv)[]): Output {
    const isWord = (word: string | NodeJS.ProcessEnv) => typeof word === "string";
    const { env, ...options } = this.options();
    return spawnSync(process.execPath, ["tools/run.mjs", ...words.filter(isWord)], {
      ...options,
      env: Object.assign(env, ...words.filter((word) => !isWord(word))) as NodeJS.ProcessEnv,
    });
  }

  /** The same without waiting for the end. */
  start(...words: string[]): Promise<number | null> {
    const child = spawn(process.execPath, ["tools/run.mjs", ...words], {
      ...this.options(),
      stdio: "ignore",
    });
    return new Promise((resolveWith) => child.once("close", resolveWith));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private options() {
    return {
      cwd: this.folder,
      env: { ...process.env, PATH: [this.path("bin"), process.env.PATH].join(delimiter) },
      encoding: "utf8" as const,
    };
  }

  private link(name: string): void {
    symlinkSync(join(ROOT, "node_modules", name), this.path(`node_modules/${name}`));
  }
}
