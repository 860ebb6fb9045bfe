import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { importPaths } from "../../../tools/import/import";
import { readText } from "../../../tools/import/read-file";
import { UserError } from "../../../tools/terminal/user-error";

/** The module itself, whose functions can be replaced: what a test imports is a copy. */
const fs = jest.requireActual<typeof import("node:fs")>("node:fs");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "import-errors-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function failure(paths: readonly string[], options = {}): string {
  try {
    importPaths(paths, folder, {
      root: folder,
      environment: "dev",
      profiles: [],
      include: [],
      ...options,
    });
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  throw new Error("It was imported.");
}

describe("one clear message for", () => {
  it("bad YAML, with line and column of each mistake", () => {
    put("docker-compose.yml", "services:\n  web:\n    image: 'nginx\n    ports: [80\n");
    expect(failure(["docker-compose.yml"])).toMatch(
      /^docker-compose\.yml:\d+:\d+: Missing closing 'quote.*Correct it there\./m,
    );
    put("tabs.yml", "services:\n\tweb: {}\n");
    expect(failure(["tabs.yml"])).toMatch(/^tabs\.yml:2:1: Tabs are not allowed/);
    put("twice.yml", "services:\n  a: {image: x}\n  a: {image: y}\n");
    expect(failure(["twice.yml"])).toMatch(/^twice\.yml:3:3: Map keys must be unique/);
  });

  it("an empty file, and a part of another type", () => {
    put("empty.yml", "\uFEFF\r\n");
    expect(failure(["empty.yml"])).toBe("empty.yml is empty. Name another file.");
    put("include.yml", "include:\n  - web/compose.yml\n");
    expect(failure(["include.yml"])).toMatch(
      /^include\.yml has no services of its own.*docker compose config/,
    );
    put("null.yml", "services: null\n");
    expect(failure(["null.yml"])).toMatch(/^null\.yml:1:11: services must be an object\.$/m);
  });

  it("a name that the Compose Specification lacks, with its place and the nearest", () => {
    put("compose.yaml", "services:\n  web:\n    image: nginx\n    prots:\n      - 80\n");
    expect(failure(["."])).toMatch(
      /^\.\/compose\.yaml:\d+:\d+: services\.web must not have prots\. Did you mean ports\?[^]*must follow the Compose Specification/,
    );
  });

  it("a value of another type", () => {
    put("compose.yaml", "services:\n  web:\n    image: nginx\n    read_only: [1]\n");
    expect(failure(["compose.yaml"])).toMatch(
      /^compose\.yaml:4:16: services\.web\.read_only must be /,
    );
  });

  it("a variable that must have a value, and an odd form of one", () => {
    put(
      "compose.yaml",
      "services:\n  web:\n    image: nginx:${TAG_THAT_NOBODY_SETS:?choose one}\n",
    );
    expect(failure(["compose.yaml"])).toMatch(
      /^compose\.yaml:3:12: the variable TAG_THAT_NOBODY_SETS must have a value \(choose one\)\. Set it in the shell or in the \.env file/,
    );
    put("open.yaml", "services: {web: {image: 'nginx:${TAG'}}\n");
    expect(failure(["open.yaml"])).toMatch(/^open\.yaml:1:\d+: "\$\{" must end with "\}"/);
  });

  it("a file that is not there, or that may not be read", () => {
    expect(failure(["nothing.yml"])).toBe(
      "nothing.yml cannot be read: the file does not exist. Check the path.",
    );
    expect(failure([])).toMatch(/^Name a file or folder to import/);
    const refused = Object.assign(new Error("EACCES"), { code: "EACCES" });
    const read = fs.readFileSync;
    // Jest reads source maps by the same function.
    const spy = jest.spyOn(fs, "readFileSync").mockImplementation((path, options) => {
      if (path === "/secret.yml") throw refused;
      return read(path, options);
    });
    expect(() => readText("/secret.yml", "secret.yml")).toThrow(
      "secret.yml cannot be read: permission denied. Grant yourself read access.",
    );
    spy.mockRestore();
  });

  it("a folder that may not be read, or that has nothing of a known kind", () => {
    expect(failure(["."])).toMatch(
      /^\. must have a Compose file \(compose\.yaml.*\) or the folder copilot, but has neither/,
    );
    const spy = jest.spyOn(fs, "readdirSync").mockImplementation(() => {
      throw Object.assign(new Error("EACCES"), { code: "EACCES" });
    });
    expect(failure(["."])).toBe(
      "The folder . cannot be read: permission denied. Grant yourself read access.",
    );
    spy.mockRestore();
  });

  it("a folder of both kinds", () => {
    put("compose.yaml", "services: {}\n");
    put("copilot/web/manifest.yml", "name: web\ntype: Worker Service\n");
    expect(failure(["."])).toMatch(
      /has compose\.yaml and the folder copilot\. Name the one to import/,
    );
  });

  it("a file of no known kind", () => {
    put("package.json", '{"name": "shop"}');
    put("notes.yml", "- a\n- b\n");
    for (const path of ["package.json", "notes.yml"])
      expect(failure([path])).toMatch(
        new RegExp(
          `^${path.replace(".", "\\.")} must be a Compose file, .* It is none of them\\.$`,
        ),
      );
  });

  it("Copilot's folder without a manifest", () => {
    put("copilot/.workspace", "application: shop\n");
    expect(failure(["copilot"])).toMatch(
      /copilot must have a folder with a manifest\.yml for each service, but has none/,
    );
  });

  it("two task definitions", () => {
    put("a.json", '{"containerDefinitions": [{"name": "a", "image": "a"}]}');
    put("b.json", '{"containerDefinitions": [{"name": "b", "image": "b"}]}');
    expect(failure(["a.json", "b.json"])).toMatch(/^Pass one task definition .* got 2 and 0\.$/);
  });

  it("a service that there is not, and a system for one of several", () => {
    put(
      "compose.yaml",
      "services:\n  web: {image: a, ports: [80]}\n  admin: {image: b, ports: [81]}\n",
    );
    expect(failure(["compose.yaml"], { include: ["wbe"] })).toMatch(
      /There is no service wbe\. Did you mean web\?/,
    );
    expect(failure(["compose.yaml"], { system: "http-scale-out" })).toMatch(
      /http-scale-out runs one service, but compose\.yaml has 2/,
    );
  });
});

it("reads what Windows writes: its line endings, byte order marks and UTF-16", () => {
  const lines = [
    "services:",
    "  web:",
    "    image: nginx:1.27",
    '    ports: ["80:80"]',
    "    env_file: web.env",
    "    environment: { D: '${UNSET_IN_TESTS:-default}' }",
  ];
  const withMark = (encoding: BufferEncoding, text: string) =>
    Buffer.from(`\uFEFF${text}`, encoding);
  for (const encoding of ["utf8", "utf16le"] as const) {
    writeFileSync(join(folder, "compose.yml"), withMark(encoding, lines.join("\r\n")));
    writeFileSync(join(folder, "web.env"), withMark(encoding, "B=1\r\nC='two'\r\n"));
    const { environments } = importPaths(["compose.yml"], folder, {
      root: folder,
      environment: "dev",
      profiles: [],
      include: [],
    });
    expect(environments[0]?.systems["http-scale-out"]).toMatchObject({
      image: { reference: "nginx:1.27" },
      container: { environment: { B: "1", C: "two", D: "default" } },
    });
  }
});
