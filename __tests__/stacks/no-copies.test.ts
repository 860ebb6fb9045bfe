import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(__dirname, "../../stacks");
const LINES = 10;

/** Every run of ten lines of a file, imports and blank lines left out. */
function runs(file: string): string[] {
  const lines = readFileSync(join(folder, file), "utf8")
    .replaceAll(/^import [^;]*;$/gm, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return lines.slice(LINES - 1).map((_, index) => lines.slice(index, index + LINES).join("\n"));
}

test("no two stacks contain the same ten lines: what both need is a module's, or a base's", () => {
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(5);
  const owners = new Map<string, string>();
  const copies = files.flatMap((file) =>
    runs(file).flatMap((run) => {
      const owner = owners.get(run);
      owners.set(run, file);
      return owner === undefined || owner === file ? [] : [{ owner, file, run }];
    }),
  );
  expect(copies).toEqual([]);
});
