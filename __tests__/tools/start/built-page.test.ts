import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { builtPage } from "../../../tools/start/built-page";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "start-page-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Nothing to install, and a Vite that runs a line. */
function page(vite: string): void {
  const lock = JSON.stringify({ name: "page", lockfileVersion: 3, packages: {} });
  for (const [path, text] of [
    ["package-lock.json", lock],
    ["node_modules/.package-lock.json", lock],
    ["node_modules/vite/bin/vite.js", vite],
  ] as const) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

it("builds the page once, so that a synth finds it", async () => {
  page(
    `const fs = require("fs"); fs.mkdirSync("dist"); fs.writeFileSync("dist/index.html", "built");`,
  );
  expect((await builtPage(folder)).join()).toMatch(/^Built the page/);
  expect(readFileSync(join(folder, "dist", "index.html"), "utf8")).toBe("built");
  expect(await builtPage(folder)).toEqual([]);
});

it("goes on without a page that cannot be built, and says why", async () => {
  page(`console.error("no way"); process.exit(1);`);
  const [why, what] = await builtPage(folder);
  expect(why).toBe("no way");
  expect(what).toContain("was not built");
});

it("has nothing to do where there is no page", async () => {
  expect(await builtPage(folder)).toEqual([]);
});
