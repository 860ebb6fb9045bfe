import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../tools/project-root";
import { SampleProject } from "./sample-project";

let project: SampleProject;

beforeEach(() => {
  project = new SampleProject();
});

afterEach(() => {
  project.remove();
});

/** Runs a program that ends with what this code throws. */
function outcomeOf(code: string) {
  project.write("main.ts", code);
  const { status, stderr } = project.run("main.ts");
  return { status, stderr };
}

describe("[2026-11 A2] a failure outside the project is one message without a stack trace:", () => {
  it.each([
    [
      "a full disk",
      `Object.assign(new Error("write"), { code: "ENOSPC" })`,
      "The disk is full. Free",
    ],
    [
      "a folder that may not be written to",
      `Object.assign(new Error("open"), { code: "EACCES", path: "/x" })`,
      "Permission denied (/x). Make yourself the owner",
    ],
    [
      "a file that is not there",
      `Object.assign(new Error("open"), { code: "ENOENT", syscall: "open", path: "/x" })`,
      "A file or folder does not exist (/x). Check the path.",
    ],
    [
      "a folder in place of a file",
      `Object.assign(new Error("read"), { code: "EISDIR", syscall: "read" })`,
      "A folder exists where a file is expected. Check the path.",
    ],
    [
      "a port in use",
      `Object.assign(new Error("listen"), { code: "EADDRINUSE", port: 8080 })`,
      "Port 8080 is in use. End the program",
    ],
    [
      "no network, as fetch tells it",
      `new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ENOTFOUND", hostname: "registry.terraform.io" }) })`,
      "registry.terraform.io cannot be reached (ENOTFOUND). Check the network",
    ],
    [
      "a program that is not there",
      `Object.assign(new Error("spawn terraform ENOENT"), { code: "ENOENT", syscall: "spawn terraform", path: "terraform" })`,
      "There is no `terraform` on the PATH. Install it",
    ],
    [
      "a mistake of the user",
      `Object.assign(new Error("Do it so."), { name: "UserError" })`,
      "Do it so.",
    ],
  ])("%s", (_, error, message) => {
    for (const code of [`throw ${error};`, `void Promise.reject(${error});`]) {
      const { status, stderr } = outcomeOf(code);
      expect(status).toBe(1);
      expect(stderr.trim()).toContain(message);
      expect(stderr.trim().split("\n")).toHaveLength(1);
    }
  });

  it("but an error of the program keeps its stack trace", () => {
    expect(outcomeOf(`throw new Error("broken");`).stderr).toContain("    at ");
  });
});

describe("[2026-11 A2] an installation that fails says why and what to do:", () => {
  it.each([
    ["ENOTFOUND", "npm cannot reach https://registry.example (ENOTFOUND). Check the network"],
    ["E503", "npm cannot reach https://registry.example (E503). Check the network"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "npm does not trust the certificate of"],
    ["E404", "https://registry.example refuses a package (E404)"],
    ["ENOSPC", "The disk is full. Free some space"],
    ["EACCES", "npm may not write here or into its cache (EACCES)"],
    ["EINTEGRITY", "Run `npm cache clean --force`"],
    ["EUSAGE", "package.json and package-lock.json do not agree. Run `npm install`"],
    ["EODD", "npm error code EODD"],
  ])("%s", (code, message) => {
    rmSync(project.path("node_modules/.package-lock.json"));
    project.write(
      "bin/npm",
      `#!/bin/sh\necho "npm error code ${code}" >&2\necho "npm error request to https://registry.example/a failed" >&2\nexit 1\n`,
    );
    const { status, stderr } = outcomeOf("console.log('never')");
    expect(status).toBe(1);
    expect(stderr).toMatch(/npm ci failed in .*runner-/);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });

  it("a Node.js without npm", () => {
    rmSync(project.path("node_modules/.package-lock.json"));
    rmSync(project.path("bin/npm"));
    project.write("main.ts", "console.log('never')");
    const { status, stderr } = project.run("main.ts", { PATH: project.path("bin") });
    expect(status).toBe(1);
    expect(stderr).toContain("There is no `npm` on the PATH. It comes with Node.js");
  });
});

it("reports that the bundler cannot run, instead of exiting silently", () => {
  rmSync(project.path("node_modules/esbuild"));
  project.write(
    "node_modules/esbuild/index.js",
    `exports.buildSync = () => { throw new Error("no binary for this machine"); };`,
  );
  const { status, stderr } = outcomeOf("console.log('one')");
  expect(status).toBe(1);
  expect(stderr).toContain(
    "The bundler esbuild cannot run on this machine: no binary for this machine",
  );
});

describe("[2026-11 A1] versions of Node.js", () => {
  const REFUSED = ["18.20.8", "20.18.0", "21.7.3", "22.11.0"];
  const SUPPORTED = ["20.19.0", "22.12.0", "24.0.0", "26.1.0"];
  const { range, told } = fromNodeVersion([...REFUSED, ...SUPPORTED]);

  it.each(REFUSED)("%s is refused with a message", (version) => {
    expect(told[version]).toContain(`got ${version}. Install a supported version`);
  });

  it.each(SUPPORTED)("%s is supported", (version) => {
    expect(told[version]).toBeNull();
  });

  it("are stated in package.json as the runner has them", () => {
    const file = readFileSync(join(projectRoot(), "package.json"), "utf8");
    const { engines } = JSON.parse(file) as { engines: { node: string } };
    expect(engines.node).toBe(range);
  });
});

/** What the runner says of each version. It is an ES module, which jest can't load. */
function fromNodeVersion(versions: readonly string[]) {
  const code = `
    import { SUPPORTED_NODE, unsupportedNode } from "./tools/runner/node-version.mjs";
    const told = ${JSON.stringify(versions)}.map((version) => [version, unsupportedNode(version) ?? null]);
    console.log(JSON.stringify({ range: SUPPORTED_NODE, told: Object.fromEntries(told) }));`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: projectRoot(),
    encoding: "utf8",
  });
  return JSON.parse(stdout) as { range: string; told: Record<string, string | null> };
}
