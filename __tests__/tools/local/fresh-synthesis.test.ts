import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freshSynthesis, newerSource } from "../../../tools/local/fresh-synthesis";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "fresh-"));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(file: string, seconds: number, text = ""): void {
  mkdirSync(join(root, file, ".."), { recursive: true });
  writeFileSync(join(root, file), text);
  utimesSync(join(root, file), seconds, seconds);
}

it("[2026-11 E4] finds what was changed after a synth", () => {
  write("environments/dev.ts", 100);
  write("modules/a/b.ts", 300);
  write("README.md", 900);
  expect(newerSource(root, 200_000)).toBe(join("modules", "a", "b.ts"));
  expect(newerSource(root, 300_000)).toBeUndefined();
});

it("[2026-11 E4] synthesizes again, says so, and does it once", async () => {
  const synth = `require("node:fs").appendFileSync("synths", "x")`;
  write(
    "tools/run.mjs",
    100,
    `import { createRequire } from "node:module"; const require = createRequire(import.meta.url); ${synth};`,
  );
  write("environments/dev.ts", 300);
  write("cdktf.out/manifest.json", 200, JSON.stringify({ stacks: {} }));
  const said: string[] = [];
  const outdir = join(root, "cdktf.out");
  await freshSynthesis(root, outdir, (line) => said.push(line));
  await freshSynthesis(root, outdir, (line) => said.push(line));
  expect(said).toEqual([
    expect.stringMatching(/^environments.dev.ts is newer than .*: synthesizing again.$/),
  ]);
});
