import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { BuildContext, buildContextProblem } from "../../../modules/delivery/build-context";

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "build-context-"))));
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** A folder of its own with these files. */
function folder(files: Readonly<Record<string, string>>, name = "app"): string {
  const path = join(root, name);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), content);
  }
  return path;
}

const contextOf = (path: string, dockerfile = "Dockerfile") =>
  new BuildContext({ folder: path, dockerfile });

const FILES = { Dockerfile: "FROM scratch\n", "src/main.ts": "main", "src/a/b.ts": "b" };

describe("takes the files that Docker would", () => {
  test("sorted, with forward slashes", () => {
    expect(contextOf(folder(FILES)).files).toEqual(["Dockerfile", "src/a/b.ts", "src/main.ts"]);
  });

  test("less what .dockerignore leaves out, exceptions minded", () => {
    const path = folder({
      ...FILES,
      ".dockerignore": "# logs\n*.log\n**/*.md\n!README.md\nsrc/a\n",
      "x.log": "",
      "README.md": "",
      "docs/notes.md": "",
    });
    expect(contextOf(path).files).toEqual([
      ".dockerignore",
      "Dockerfile",
      "README.md",
      "src/main.ts",
    ]);
  });

  test("with the Dockerfile, wherever it is and whatever .dockerignore says", () => {
    const path = folder({ "build/app.Dockerfile": "", ".dockerignore": "build\n" });
    expect(contextOf(path, "build/app.Dockerfile").files).toEqual([
      ".dockerignore",
      "build/app.Dockerfile",
    ]);
  });

  test("by the rules of a Dockerfile's own .dockerignore in place of the folder's, where there is one", () => {
    const path = folder({
      ...FILES,
      ".dockerignore": "src\n",
      "a/Dockerfile": "",
      "a/Dockerfile.dockerignore": "*\n!src/main.ts\n",
    });
    expect(contextOf(path, "a/Dockerfile").files).toEqual([
      "a/Dockerfile",
      "a/Dockerfile.dockerignore",
      "src/main.ts",
    ]);
  });

  test("never node_modules, at any depth", () => {
    const path = folder({
      ...FILES,
      "node_modules/x/index.js": "",
      "packages/a/node_modules/y.js": "",
      ".git/HEAD": "",
    });
    expect(contextOf(path).files).toEqual(["Dockerfile", "src/a/b.ts", "src/main.ts"]);
  });

  test("but for those that .dockerignore asks for", () => {
    const path = folder({ Dockerfile: "", ".venv/main.py": "", ".dockerignore": "!.venv\n" });
    expect(contextOf(path).files).toContain(".venv/main.py");
  });
});

describe("hash", () => {
  const hashOf = (files: Readonly<Record<string, string>>, name?: string) =>
    contextOf(folder(files, name)).hash;

  test("is the same wherever, whenever and in whatever order the files were written", () => {
    const first = hashOf(FILES, "first");
    const second = folder(Object.fromEntries(Object.entries(FILES).reverse()), "elsewhere/second");
    utimesSync(join(second, "src/main.ts"), 1, 1);
    chmodSync(join(second, "src/main.ts"), 0o755);
    expect(contextOf(second).hash).toBe(first);
  });

  test("does not see files that are left out", () => {
    const plain = hashOf(FILES, "plain");
    expect(hashOf({ ...FILES, "node_modules/x.js": "x" }, "installed")).toBe(plain);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["content", { ...FILES, "src/main.ts": "other" }],
    ["a name", { Dockerfile: "FROM scratch\n", "src/main.js": "main", "src/a/b.ts": "b" }],
    ["a new file", { ...FILES, empty: "" }],
  ])("changes with %s", (_, files) => {
    expect(hashOf(files, "changed")).not.toBe(hashOf(FILES, "former"));
  });

  test("knows where a name ends and the content begins", () => {
    expect(hashOf({ Dockerfile: "", ab: "c" }, "one")).not.toBe(
      hashOf({ Dockerfile: "", a: "bc" }, "other"),
    );
  });
});

describe("copy", () => {
  test("holds exactly these files, in place of what was there", () => {
    const context = contextOf(folder({ ...FILES, "node_modules/x.js": "" }));
    const target = folder({ "old.txt": "" }, "target");
    context.copyTo(target);
    expect(contextOf(target).files).toEqual(context.files);
    expect(contextOf(target).hash).toBe(context.hash);
    expect(existsSync(join(target, "old.txt"))).toBe(false);
    expect(readFileSync(join(target, "src/main.ts"), "utf8")).toBe("main");
  });

  test("keeps links links", () => {
    const path = folder(FILES);
    symlinkSync("src/main.ts", join(path, "link.ts"));
    const target = join(root, "target");
    contextOf(path).copyTo(target);
    expect(readFileSync(join(target, "link.ts"), "utf8")).toBe("main");
    expect(contextOf(target).hash).toBe(contextOf(path).hash);
  });
});

test("says what is wrong with a folder", () => {
  const path = folder(FILES);
  expect(buildContextProblem({ folder: path, dockerfile: "Dockerfile" })).toBeUndefined();
  expect(buildContextProblem({ folder: path, dockerfile: "Other" })).toMatch(
    /^`dockerfile` must be/,
  );
  expect(buildContextProblem({ folder: join(path, "x"), dockerfile: "Dockerfile" })).toMatch(
    /^`context` must be an existing folder/,
  );
});
