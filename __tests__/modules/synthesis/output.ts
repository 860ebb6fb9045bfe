import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listFiles } from "../../../modules/synthesis/output-folder";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A fresh folder for one test, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "synth-"));
  folders.push(folder);
  return folder;
}

/** Content of every file below a folder, by path. */
export function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    listFiles(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]),
  );
}

/** Time of the last change of every file below a folder, by path. */
export function times(folder: string): Record<string, number> {
  return Object.fromEntries(
    listFiles(folder).map((file) => [file, statSync(join(folder, file)).mtimeMs]),
  );
}

/** What stands beside an output folder: nothing else, when no synth has left anything. */
export function leftovers(outdir: string): string[] {
  return readdirSync(join(outdir, "..")).filter((entry) => entry.includes("-staged-"));
}
