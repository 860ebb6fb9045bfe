import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildPage } from "../../../tools/page/build-page";

/** A folder with a stand-in for Vite, which copies index.html unless that says that it fails. */
function pageFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "page-"));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const lock = { name: "page", lockfileVersion: 3, packages: { "": { name: "page" } } };
  write("package.json", '{"name":"page"}');
  write("package-lock.json", JSON.stringify(lock));
  write("node_modules/.package-lock.json", JSON.stringify({ ...lock, packages: {} }));
  write("index.html", "first");
  write("src/main.ts", "first");
  write(
    "node_modules/vite/bin/vite.js",
    `const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
    const text = readFileSync("index.html", "utf8");
    if (text === "broken") { console.error("no way"); process.exit(1); }
    mkdirSync("dist", { recursive: true });
    writeFileSync("dist/index.html", text);`,
  );
  return folder;
}

describe("the build of the page", () => {
  let folder: string;
  const built = () => readFileSync(join(folder, "dist/index.html"), "utf8");

  beforeEach(() => {
    folder = pageFolder();
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("happens once for the same sources", async () => {
    expect(await buildPage(folder)).toMatchObject({ kind: "built" });
    expect(built()).toBe("first");
    expect(await buildPage(folder)).toEqual({ kind: "up-to-date" });
  });

  it.each(["index.html", "src/main.ts", "src/new.ts", "public/icon.svg"])(
    "happens again after a change of %s",
    async (file) => {
      await buildPage(folder);
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), "second");
      expect(await buildPage(folder)).toMatchObject({ kind: "built" });
    },
  );

  it("happens again when dist is gone", async () => {
    await buildPage(folder);
    rmSync(join(folder, "dist"), { recursive: true });
    expect(await buildPage(folder)).toMatchObject({ kind: "built" });
    expect(built()).toBe("first");
  });

  it("says what went wrong, and tries again the next time", async () => {
    writeFileSync(join(folder, "index.html"), "broken");
    expect(await buildPage(folder)).toEqual({ kind: "failed", output: "no way\n" });
    expect(await buildPage(folder)).toMatchObject({ kind: "failed" });
  });
});
