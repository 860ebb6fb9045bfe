import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../tools/process/run-command";
import { projectRoot } from "../../tools/project-root";
import { SIGNED } from "../../tools/rehearse/emulator/account";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { Synthesis } from "../../tools/synthesized/synthesis";
import { ProjectCopy } from "./project-copy";

const STATE = "state-dev";
const synthesis = Synthesis.read(join(projectRoot(), "cdktf.out"));
const backend = synthesis.stack(STATE).json.s3Backend;
if (backend === undefined) throw new Error(`${STATE} keeps its state in no bucket`);
const { bucket, key } = backend;

describe("[2026-11 A7] npm run bootstrap", () => {
  const workplace = Workplace.create();
  let emulator: Emulator;
  let mine: ProjectCopy;
  let colleagues: ProjectCopy;

  /** A run in somebody's clone. */
  const run = async (project: ProjectCopy, ...words: readonly string[]) => {
    const { exitCode, stdout, stderr } = await runCommand(
      process.execPath,
      ["tools/run.mjs", "tools/bootstrap/main.ts", "dev", ...words],
      { cwd: project.folder, env: workplace.environment(emulator.endpoint) },
    );
    return { exitCode, stdout, stderr };
  };
  const keys = async () => (await emulator.inventory())["kms.Key"];
  const leftBehind = (project: ProjectCopy) =>
    readdirSync(project.folder).filter((name) => name.includes("tfstate"));
  const synthesizedBackend = (project: ProjectCopy) => {
    const file = join(project.folder, "cdktf.out", "stacks", STATE, "cdk.tf.json");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  };

  beforeAll(async () => {
    emulator = await Emulator.start({ logFile: join(workplace.folder, "emulator.log") });
    [mine, colleagues] = ["mine", "colleagues"].map((name) => {
      const project = new ProjectCopy(
        join(workplace.folder, name),
        workplace.environment(emulator.endpoint),
      );
      project.pinAwsProvider(STATE, workplace.awsProvider);
      return project;
    }) as [ProjectCopy, ProjectCopy];
  });

  afterAll(async () => {
    await emulator.stop();
    workplace.remove();
  });

  test("asks for approval in words where there is no terminal, and makes nothing", async () => {
    const { exitCode, stderr } = await run(mine);
    expect(exitCode).toBe(1);
    expect(stderr.trim()).toBe(
      "There is no terminal to approve Terraform's plan. Add `--yes` to apply it without asking.",
    );
    expect(await keys()).toBeUndefined();
  });

  test("makes the bucket and moves its state in there", async () => {
    const { exitCode, stdout } = await run(mine, "--yes");
    expect(stdout).toMatch(/1\. Makes the bucket[^]*Apply complete![^]*2\. Moves the state/);
    expect(exitCode).toBe(0);
    expect(await emulator.object(bucket, key)).toContain('"aws_s3_bucket"');
    expect(leftBehind(mine)).toEqual([]);
    expect(synthesizedBackend(mine)).not.toContain('"local"');
  });

  test("has nothing to make the second time, from a colleague's clone: no second key", async () => {
    const { exitCode, stdout } = await run(colleagues, "--yes");
    expect(stdout).toContain(
      `The bucket ${bucket} already exists and stores the state of ${STATE}: using it.`,
    );
    expect(stdout).toContain("No changes.");
    expect(exitCode).toBe(0);
    expect(await keys()).toHaveLength(1);
  });

  test("joins bucket and key when their state is lost, as after a run that was killed", async () => {
    const lost = `${emulator.endpoint}/${bucket}/${key}`;
    expect((await fetch(lost, { method: "DELETE", headers: SIGNED })).ok).toBe(true);
    const { exitCode, stdout } = await run(colleagues, "--yes");
    expect(stdout).toMatch(/Imported alias\/.*, which already exists/);
    expect(stdout).toContain(`Imported ${bucket}, which already exists`);
    expect(stdout).toMatch(/2\. Moves the state/);
    expect(exitCode).toBe(0);
    expect(await keys()).toHaveLength(1);
    expect(await emulator.object(bucket, key)).toContain('"aws_kms_key"');
  });

  test("takes the bucket away again, and then has nothing to take away", async () => {
    const first = await run(mine, "--destroy", "--yes");
    expect(first.stdout).toContain(`The bucket ${bucket} is gone.`);
    const left = await emulator.inventory();
    expect(Object.keys(left).filter((kind) => kind.startsWith("s3."))).toEqual([]);
    expect(leftBehind(mine)).toEqual([]);
    const second = await run(mine, "--destroy", "--yes");
    expect(second).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("nothing to remove") as string,
    });
  });
});
