import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../../tools/process/run-command";
import { projectRoot } from "../../../tools/project-root";

let root: string;

const git = (...args: readonly string[]): void => {
  const author = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
  const { status, stderr } = spawnSync("git", [...author, ...args], {
    cwd: root,
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, expect.any(String)]);
};

const program = (...args: readonly string[]) =>
  runCommand(process.execPath, ["tools/run.mjs", ...args], {
    cwd: root,
    env: { ...process.env, CDKTF_OUTDIR: undefined },
  });

/** A main.ts that synthesizes a state stack with so many keys. */
function writeMain(keys: number): void {
  const resource = {
    aws_kms_key: Object.fromEntries(Array.from({ length: keys }, (_, at) => [`key-${at}`, {}])),
  };
  const json = JSON.stringify({ provider: { aws: [{ region: "eu-north-1" }] }, resource });
  const manifest = JSON.stringify({
    stacks: {
      "state-dev": {
        name: "state-dev",
        workingDirectory: ".",
        synthesizedStackPath: "state-dev.json",
        dependencies: [],
      },
    },
  });
  writeFileSync(
    join(root, "main.ts"),
    `import { mkdirSync, writeFileSync } from "node:fs";
const folder = process.env.CDKTF_OUTDIR ?? "cdktf.out";
mkdirSync(folder, { recursive: true });
writeFileSync(folder + "/state-dev.json", ${JSON.stringify(json)});
writeFileSync(folder + "/manifest.json", ${JSON.stringify(manifest)});
`,
  );
}

/** A project of its own with two revisions: one key, then three. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "cost-project-"));
  const project = projectRoot();
  const copied = ["aws", "tools", "cdktf.json", "package.json", "package-lock.json"];
  for (const name of [...copied, "tsconfig.json"])
    cpSync(join(project, name), join(root, name), { recursive: true });
  symlinkSync(join(project, "node_modules"), join(root, "node_modules"), "junction");
  writeFileSync(join(root, ".gitignore"), "node_modules\n.build\ncdktf.out\n");
  const prices = join(root, "aws", "prices-us-east-1.json");
  const table = JSON.parse(readFileSync(prices, "utf8")) as {
    lists: Record<string, { date: string }>;
  };
  const today = new Date().toISOString().slice(0, 10);
  for (const [name, list] of Object.entries(table.lists))
    list.date = name === "kms" ? "2020-01-01" : today;
  writeFileSync(prices, JSON.stringify(table));
  writeMain(1);
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "One key");
  git("tag", "one-key");
  writeMain(3);
  expect((await program("main.ts")).exitCode).toBe(0);
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

describe("npm run cost", () => {
  it("compares with a git revision, which it synthesizes, as text", async () => {
    const { exitCode, stdout, stderr } = await program(
      ...["tools/cost/main.ts", "--compare", "one-key"],
    );
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining("Synthesizing one-key ...")]);
    expect(stdout).toMatch(/state-dev +\+2\.00 +\+2\.00 +\+2\.00/);
    expect(stdout).toContain("dev: typical 1.00 -> 3.00 USD a month");
  });

  it("compares with a git revision as JSON", async () => {
    const { exitCode, stdout } = await program(
      ...["tools/cost/main.ts", "dev", "--compare", "one-key", "--json"],
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      environments: [{ environment: "dev", usd: { typical: 3 } }],
      difference: [
        { stack: "state-dev", before: { typical: 1 }, after: { typical: 3 }, usd: { typical: 2 } },
        { stack: "state-dev", resource: "aws_kms_key.key-1", usd: { typical: 1 } },
        { stack: "state-dev", resource: "aws_kms_key.key-2", usd: { typical: 1 } },
      ],
    });
  });

  it("says whose prices a region without a table has, and which are older than a year", async () => {
    const { exitCode, stdout } = await program("tools/cost/main.ts");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      "- eu-north-1 has no price table. The report uses the prices of us-east-1, which can differ",
    );
    expect(stdout).toContain(
      "- Warning: older than a year: kms. Read them again: npm run cost -- --refresh-prices us-east-1",
    );
    const { stdout: json } = await program("tools/cost/main.ts", "--json");
    expect(JSON.parse(json)).toMatchObject({
      prices: [{ region: "us-east-1", olderThanAYear: ["kms"] }],
      environments: [{ stacks: [{ region: "eu-north-1", pricedAs: "us-east-1" }] }],
    });
  });
});
