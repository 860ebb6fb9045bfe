import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../../tools/process/run-command";
import { projectRoot } from "../../../tools/project-root";
import { fakeTerraform } from "./fake-terraform";

const folder = mkdtempSync(join(tmpdir(), "drift-"));

/** What a synth of these stacks, with one log group each, leaves. */
function write(...names: readonly string[]): void {
  const stacks = names.map((name) => {
    const workingDirectory = join("stacks", name);
    const synthesizedStackPath = join(workingDirectory, "cdk.tf.json");
    mkdirSync(join(folder, workingDirectory), { recursive: true });
    const json = {
      terraform: { backend: { s3: { bucket: "states", key: name } } },
      resource: { aws_cloudwatch_log_group: { logs: { retention_in_days: 7 } } },
    };
    writeFileSync(join(folder, synthesizedStackPath), JSON.stringify(json));
    return [name, { name, workingDirectory, synthesizedStackPath, dependencies: [] }] as const;
  });
  writeFileSync(
    join(folder, "manifest.json"),
    JSON.stringify({ stacks: Object.fromEntries(stacks) }),
  );
}

beforeAll(() => {
  write("state-dev", "shop-dev", "web-dev", "worker-dev");
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function drift(commands: string, ...words: readonly string[]) {
  const args = ["tools/run.mjs", "tools/drift/main.ts", ...words];
  return runCommand(process.execPath, args, {
    cwd: projectRoot(),
    env: { ...fakeTerraform(commands), CDKTF_OUTDIR: folder },
  });
}

const PLAN = {
  resource_drift: [
    {
      address: "aws_cloudwatch_log_group.logs",
      mode: "managed",
      type: "aws_cloudwatch_log_group",
      change: {
        actions: ["update"],
        before: { retention_in_days: 7 },
        after: { retention_in_days: 30 },
      },
    },
  ],
};

/** Two stacks without access to their state bucket, one that is not deployed, and one with drift. */
const SOME_FAIL = `
init) case "$PWD" in *state-dev|*worker-dev) echo "Error: StatusCode: 403" >&2; exit 1 ;; esac ;;
state) case "$PWD" in *web-dev) echo aws_cloudwatch_log_group.logs ;; esac ;;
show) echo '${JSON.stringify(PLAN)}' ;;`;

test("stacks that cannot be read do not keep the others from being read", async () => {
  const { exitCode, stdout, stderr } = await drift(SOME_FAIL);
  expect(stdout.split("\n").slice(0, 3)).toEqual([
    "shop-dev: not deployed",
    "web-dev: 1 resource was changed outside Terraform",
    "  aws_cloudwatch_log_group.logs  retention_in_days: 7 -> 30",
  ]);
  expect(stderr).toMatch(
    /^Not read: state-dev, worker-dev\n {2}The bucket "states" belongs to another account.*\n$/,
  );
  expect(exitCode).toBe(1);
});

test("--json contains what could be read, and the problems of the rest", async () => {
  const { exitCode, stdout } = await drift(SOME_FAIL, "--json");
  expect(JSON.parse(stdout)).toMatchObject({
    stacks: [
      { stack: "shop-dev", deployed: false, drift: [] },
      { stack: "web-dev", deployed: true, drift: [{ address: "aws_cloudwatch_log_group.logs" }] },
    ],
    errors: [
      {
        message: expect.stringMatching(/^The bucket "states" belongs/) as string,
        stacks: ["state-dev", "worker-dev"],
      },
    ],
  });
  expect(exitCode).toBe(1);
});

test("problems of one stack each are told one by one", async () => {
  const { exitCode, stderr } = await drift(
    'init) echo "Error: no $(basename "$PWD")" >&2; exit 1 ;;',
    "web-dev",
    "shop-dev",
  );
  expect(stderr).toBe(
    "Not read: shop-dev\n  Terraform failed:\n  Error: no shop-dev\nNot read: web-dev\n  Terraform failed:\n  Error: no web-dev\n",
  );
  expect(exitCode).toBe(1);
});

test("drift alone has an exit code of its own", async () => {
  const deployed = SOME_FAIL.replace("init)", "never)");
  expect(await drift(deployed, "shop-dev")).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await drift(deployed, "web-dev")).toMatchObject({ exitCode: 2, stderr: "" });
  expect(JSON.parse((await drift(deployed, "--json")).stdout)).toMatchObject({ errors: [] });
});
