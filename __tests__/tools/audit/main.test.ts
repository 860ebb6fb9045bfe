import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../../tools/process/run-command";
import { projectRoot } from "../../../tools/project-root";

let folder: string;

/** Two environments whose stack of images has one repository; that of prod is scanned and cleaned up. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "audit-"));
  const environments = { dev: "MUTABLE", prod: "IMMUTABLE" };
  for (const [environment, mutability] of Object.entries(environments)) {
    const repository = {
      image_tag_mutability: mutability,
      image_scanning_configuration: { scan_on_push: true },
    };
    const policy = { repository: "${aws_ecr_repository.web.name}" };
    const resource = {
      aws_ecr_repository: { web: repository },
      aws_ecr_lifecycle_policy: { web: policy },
    };
    const provider = { aws: [{ default_tags: [{ tags: { Environment: environment } }] }] };
    mkdirSync(join(folder, `worker-images-${environment}`));
    writeFileSync(
      join(folder, `worker-images-${environment}`, "cdk.tf.json"),
      JSON.stringify({ provider, resource }, null, 2),
    );
  }
  const stacks = Object.keys(environments).map((environment) => {
    const name = `worker-images-${environment}`;
    const synthesizedStackPath = `${name}/cdk.tf.json`;
    return [name, { name, workingDirectory: name, synthesizedStackPath, dependencies: [] }];
  });
  writeFileSync(
    join(folder, "manifest.json"),
    JSON.stringify({ stacks: Object.fromEntries(stacks) as unknown }),
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const run = (args: readonly string[], outdir = folder) =>
  runCommand(process.execPath, ["tools/run.mjs", "tools/audit/main.ts", ...args], {
    cwd: projectRoot(),
    env: { ...process.env, CDKTF_OUTDIR: outdir },
  });

it("prints a table per environment, and ends with 1 on a finding", async () => {
  const { exitCode, stdout } = await run([]);
  expect(stdout).toMatch(/^dev\n[^]*\n\nprod\n/);
  expect(stdout).toContain("ECR.2 fails: aws_ecr_repository.web in worker-images-dev.");
  expect(stdout).toMatch(/^prod: 3 checks passed, 0 failed, 0 exceptions$/m);
  expect(exitCode).toBe(1);
});

it("audits the environments that are named, and ends with 0 when all passes", async () => {
  const { exitCode, stdout } = await run(["prod"]);
  expect(stdout).not.toContain("dev");
  expect(exitCode).toBe(0);
});

it("prints JSON and writes SARIF", async () => {
  const file = join(folder, "audit.sarif");
  const { exitCode, stdout } = await run(["--json", "--sarif", file]);
  const { environments } = JSON.parse(stdout) as { environments: { passes: boolean }[] };
  expect(environments.map(({ passes }) => passes)).toEqual([false, true]);
  const { runs } = JSON.parse(readFileSync(file, "utf8")) as {
    runs: { results: { ruleId: string }[] }[];
  };
  expect(runs.flatMap(({ results }) => results.map(({ ruleId }) => ruleId))).toEqual(["ECR.2"]);
  expect(exitCode).toBe(1);
});

it.each([
  ["an unknown environment", ["prd"], "There is no environment prd. Did you mean prod?"],
  ["an unknown option", ["--sarf"], "There is no option --sarf. Did you mean --sarif?"],
])("ends with 1 and one message for %s", async (_, args, message) => {
  const { exitCode, stdout, stderr } = await run(args);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
});

it("asks for a synthesis if there is none", async () => {
  const { exitCode, stderr } = await run([], join(folder, "nothing"));
  expect(stderr).toContain('run "npm run synth" first');
  expect(exitCode).toBe(1);
});
