import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { affectedBy, changedFiles } from "../../../tools/test/changed";
import type { Tier } from "../../../tools/test/tier";
import { TIERS } from "../../../tools/test/tiers";

const tiersAffectedBy = async (...paths: readonly string[]): Promise<string[]> => {
  const { tiers } = await affectedBy(paths, TIERS, process.cwd());
  return tiers.map(({ name }) => name);
};

describe("of this project's tiers", () => {
  it("all run after a change of the packages or of the test command", async () => {
    const all = TIERS.map(({ name }) => name);
    expect(await tiersAffectedBy("package-lock.json")).toEqual(all);
    expect(await tiersAffectedBy("tools/test/tier.ts")).toEqual(all);
  });

  it("none runs without a change", async () => {
    expect(await tiersAffectedBy()).toEqual([]);
  });

  it("a page of the docs leaves out those that apply, run and generate", async () => {
    expect(await tiersAffectedBy("docs/design.md")).toEqual(["lint", "unit", "setup"]);
  });

  it("a module affects whatever is synthesized", async () => {
    const affected = await tiersAffectedBy("modules/network/availability-zones.ts");
    expect(affected).toEqual(expect.arrayContaining(["unit", "property", "terraform", "local"]));
    expect(affected).not.toContain("service");
  });

  it("a service affects its own tests, its image and the systems that run it", async () => {
    const affected = await tiersAffectedBy("services/http-api/src/main.ts");
    expect(affected).toEqual(expect.arrayContaining(["service", "terraform", "local"]));
    expect(affected).not.toContain("property");
  });

  it("the emulator's Python affects those that start it", async () => {
    expect(await tiersAffectedBy("tools/rehearse/emulator/moto_fixes/ecs.py")).toEqual(
      expect.arrayContaining(["terraform", "local"]),
    );
  });
});

describe("in a project of its own", () => {
  const root = mkdtempSync(join(tmpdir(), "changed-"));
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: root,
    });
  const unit: Tier = {
    name: "unit",
    about: "",
    reads: { folder: "__tests__", perFile: true },
    run: () => Promise.reject(new Error("not run here")),
  };

  beforeAll(() => {
    write("far.ts", "export const far = 1;");
    write("near.ts", 'export { far } from "./far";');
    write("other.ts", "export const other = 1;");
    write(
      "reader.ts",
      'import { readFileSync } from "node:fs";\nexport const text = readFileSync("a");',
    );
    write("__tests__/near.test.ts", 'import { far } from "../near"; far;');
    write("__tests__/other.test.ts", 'import { other } from "../other"; other;');
    write("__tests__/reader.test.ts", 'import { text } from "../reader"; text;');
    git("init", "--quiet", "--initial-branch", "main");
    git("add", ".");
    git("commit", "--quiet", "--message", "first");
    git("switch", "--quiet", "--create", "work");
  });

  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  it("runs the tests that import what changed, however far away, and those that read files", async () => {
    const { tiers, files } = await affectedBy(["far.ts"], [unit], root);
    expect(tiers).toEqual([unit]);
    expect(files.get("unit")).toEqual(["__tests__/near.test.ts", "__tests__/reader.test.ts"]);
  });

  it("includes committed, uncommitted, new and deleted files", () => {
    write("other.ts", "export const other = 2;");
    git("commit", "--quiet", "--all", "--message", "second");
    write("far.ts", "export const far = 2;");
    write("new.ts", "");
    rmSync(join(root, "reader.ts"));
    expect([...changedFiles(root)].sort()).toEqual(["far.ts", "new.ts", "other.ts", "reader.ts"]);
  });

  it("error if it is no clone", () => {
    const folder = mkdtempSync(join(tmpdir(), "no-clone-"));
    expect(() => changedFiles(folder)).toThrow(/--changed must run in a clone/);
    rmSync(folder, { recursive: true });
  });
});
