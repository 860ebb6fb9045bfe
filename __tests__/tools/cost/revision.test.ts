import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../../tools/process/run-command";
import { projectRoot } from "../../../tools/project-root";
import { synthesisOf } from "../../../tools/cost/revision";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "revision-test-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("takes a folder with a synthesis as it is", async () => {
  writeFileSync(join(folder, "manifest.json"), "{}");
  await expect(synthesisOf(projectRoot(), folder, () => undefined)).resolves.toBe(folder);
});

test("refuses anything but a synthesis or a revision", async () => {
  await expect(
    synthesisOf(projectRoot(), join(folder, "nothing"), () => undefined),
  ).rejects.toThrow("--compare must be a folder with a synthesis or a git revision");
});

test("as a program, compares one synthesis with another and prints JSON", async () => {
  const synthesis = (name: string, resource: unknown): void => {
    writeFileSync(
      join(folder, `${name}.json`),
      JSON.stringify({ provider: { aws: [{ region: "us-east-1" }] }, resource }),
    );
  };
  synthesis("state-dev", { aws_kms_key: { key: {} } });
  const stack = {
    name: "state-dev",
    workingDirectory: ".",
    synthesizedStackPath: "state-dev.json",
    dependencies: [],
  };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks: { "state-dev": stack } }));
  const { exitCode, stdout } = await runCommand(
    process.execPath,
    ["tools/run.mjs", "tools/cost/main.ts", "--json", "--compare", folder, "dev"],
    { cwd: projectRoot(), env: { ...process.env, CDKTF_OUTDIR: folder } },
  );
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    difference: [],
    environments: [{ usd: { typical: 1 } }],
  });
});
