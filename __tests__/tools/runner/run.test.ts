import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { SampleProject } from "./sample-project";

let project: SampleProject;

beforeEach(() => {
  project = new SampleProject();
});

afterEach(() => {
  project.remove();
});

const cacheOf = () =>
  project.path(
    `.build/${readdirSync(project.path(".build")).find((file) => file.endsWith(".cache"))}`,
  );

it("runs a TypeScript program of several files with its arguments and its exit code", () => {
  project.write(
    "lib/words.ts",
    "export const join = (words: string[]): string => words.join('+');",
  );
  project.write(
    "lib/main.ts",
    "import { join } from './words';\nconsole.log(join(process.argv.slice(2)));\nprocess.exitCode = 3;",
  );
  expect(project.run("lib/main.ts", "a", "b")).toMatchObject({ status: 3, stdout: "a+b\n" });
});

it("needs no bundler as long as no source has changed", () => {
  project.write("main.ts", "console.log('one')");
  project.run("main.ts");
  rmSync(project.path("node_modules/@esbuild"));
  expect(project.run("main.ts")).toMatchObject({ status: 0, stdout: "one\n" });
});

it("sees a change that keeps the size, and one that goes back in time", () => {
  project.write("word.ts", "export const word = 'one'");
  project.write("main.ts", "import { word } from './word'; console.log(word)");
  expect(project.run("main.ts").stdout).toBe("one\n");
  project.write("word.ts", "export const word = 'two'");
  utimesSync(project.path("word.ts"), 1000, 1000);
  expect(project.run("main.ts").stdout).toBe("two\n");
  project.write("word.ts", "export const word = 'six'");
  utimesSync(project.path("word.ts"), 999, 999);
  expect(project.run("main.ts").stdout).toBe("six\n");
});

it("reports where the TypeScript is invalid, without a stack trace, and exits with 1", () => {
  project.write("main.ts", "const a: = 1;");
  const { status, stderr } = project.run("main.ts");
  expect(status).toBe(1);
  expect(stderr).toContain("main.ts:1:9");
  expect(stderr).not.toContain("    at ");
});

it("names the TypeScript lines in the stack trace of an error", () => {
  project.write(
    "main.ts",
    "interface A { b: string }\n\nthrow new Error('broken' satisfies A['b']);",
  );
  const { status, stderr } = project.run("main.ts");
  expect(status).toBe(1);
  expect(stderr).toMatch(/Error: broken\n +at .*main\.ts:3:7/);
});

it("names them in an error that comes later, too", () => {
  project.write("main.ts", "\n\nsetTimeout(() => { throw new Error('late'); }, 1);");
  expect(project.run("main.ts").stderr).toMatch(/Error: late\n +at .*main\.ts:3:26/);
});

it("runs programs that load packages while they run", () => {
  project.write("main.ts", "void import('esbuild').then(({ version }) => console.log(version));");
  expect(project.run("main.ts").stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

it("keeps what V8 has compiled, and uses it", () => {
  project.write("main.ts", "console.log('one')");
  project.run("main.ts");
  const { mtimeMs } = statSync(cacheOf());
  expect(project.run("main.ts").stdout).toBe("one\n");
  expect(statSync(cacheOf()).mtimeMs).toBe(mtimeMs);
});

it("never runs what V8 compiled from another source of the same length", () => {
  project.write("main.ts", "console.log('one')");
  project.run("main.ts");
  project.write("main.ts", "console.log('two')");
  expect(project.run("main.ts").stdout).toBe("two\n");
});

it("can be started several times at once on a fresh clone", async () => {
  project.write("main.ts", "console.log('one')");
  const ends = await Promise.all([1, 2, 3].map(() => project.start("main.ts")));
  expect(ends).toEqual([0, 0, 0]);
  expect(project.run("main.ts").stdout).toBe("one\n");
  expect(readdirSync(project.path(".build")).filter((file) => file.startsWith("tmp-"))).toEqual([]);
});

describe("packages", () => {
  const npmCalls = () => {
    const file = project.path("npm-calls");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  };
  const install = ["ci --ignore-scripts --no-audit --no-fund --loglevel=error"];

  beforeEach(() => {
    project.write("main.ts", "console.log('ran')");
  });

  it("are left alone when they are those of package-lock.json, whatever its time", () => {
    project.run("main.ts");
    utimesSync(project.path("package-lock.json"), new Date(), new Date());
    expect(project.run("main.ts").stdout).toBe("ran\n");
    expect(npmCalls()).toEqual([]);
  });

  it("are installed when package-lock.json names another version", () => {
    project.run("main.ts");
    project.writeLock("package-lock.json", { esbuild: "2.0.0" });
    const { stderr, stdout } = project.run("main.ts");
    expect(npmCalls()).toEqual(install);
    expect(stderr).toContain("Installing the packages of");
    expect(stdout).toBe("ran\n");
  });

  it("are installed when a former installation was interrupted", () => {
    rmSync(project.path("node_modules/.package-lock.json"));
    project.run("main.ts");
    expect(npmCalls()).toEqual(install);
  });

  it("are installed when one of them is gone", () => {
    project.writeLock("package-lock.json", { esbuild: "1.0.0", other: "1.0.0" });
    project.writeLock("node_modules/.package-lock.json", { esbuild: "1.0.0", other: "1.0.0" });
    project.run("main.ts");
    expect(npmCalls()).toEqual(install);
  });

  describe("are installed once", () => {
    /** An `npm` that takes its time, and then has done what `npm ci` does. */
    const slowNpm = () => {
      const [wanted, made] = ["package-lock.json", "node_modules/.package-lock.json"];
      project.write(
        "bin/npm",
        `#!/bin/sh\necho "$@" >> "${project.path("npm-calls")}"\nsleep 1\ncp ${wanted} ${made}\n`,
      );
    };

    beforeEach(() => {
      slowNpm();
      rmSync(project.path("node_modules/.package-lock.json"));
    });

    it("by programs that are started at once on a fresh clone", async () => {
      const ends = await Promise.all([1, 2, 3].map(() => project.start("main.ts")));
      expect(ends).toEqual([0, 0, 0]);
      expect(npmCalls()).toEqual(install);
      expect(existsSync(project.path(".build/installing"))).toBe(false);
    });

    it("after one that was killed in the middle of it", () => {
      const { pid } = spawnSync("true");
      project.write(".build/installing/owner", String(pid));
      expect(project.run("main.ts")).toMatchObject({ status: 0, stdout: "ran\n" });
      expect(npmCalls()).toEqual(install);
    });
  });

  const lockOptional = (more: object) => {
    const lock = { "": {}, "node_modules/a": { version: "1.0.0", optional: true, ...more } };
    project.write("package-lock.json", JSON.stringify({ packages: lock }));
  };

  it.each([
    ["nobody said for which machine", {}],
    ["another system", { os: ["aix"], cpu: [process.arch] }],
    ["another processor", { os: [process.platform], cpu: ["s390"] }],
    ["all but this system", { os: [`!${process.platform}`] }],
  ])("that are optional may be missing when they are for %s", (_, more) => {
    lockOptional(more);
    project.run("main.ts");
    expect(npmCalls()).toEqual([]);
  });

  it("[2026-11 A1] are installed when they came from another machine and lack the binaries for this one", () => {
    lockOptional({ os: [process.platform], cpu: [process.arch] });
    project.run("main.ts");
    expect(npmCalls()).toEqual(install);
  });

  it("[2026-11 A1] are looked at again on another machine, though nothing in them has changed", () => {
    project.run("main.ts");
    lockOptional({ os: ["aix"] });
    project.run("main.ts");
    const stampFile = project.path("node_modules/.checked.json");
    const stamp = readFileSync(stampFile, "utf8");
    expect(stamp).toContain(`${process.platform}-${process.arch}`);
  });
});
