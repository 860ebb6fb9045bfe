import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { workFolder } from "../../../tools/preview/workspaces";
import { runCommand } from "../../../tools/process/run-command";
import { projectRoot } from "../../../tools/project-root";
import { Synthesis } from "../../../tools/synthesized/synthesis";
import { fakeTerraform } from "./fake-terraform";

const folder = mkdtempSync(join(tmpdir(), "drift-"));

/** What a synth of these stacks, with one log group each, leaves. */
function write(...names: readonly string[]): void {
  const stacks = names.map((name) => {
    const workingDirectory = join("stacks", name);
    const synthesizedStackPath = join(workingDirectory, "cdk.tf.json");
    mkdirSync(join(folder, workingDirectory), { recursive: true });
    const json = {
      variable: name.startsWith("preview-") ? { preview_name: {}, image_tag: {} } : {},
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

describe("of a stack of previews", () => {
  beforeAll(() => {
    write("state-dev", "shop-dev", "preview-shop-dev");
  });

  afterAll(() => {
    const stack = Synthesis.read(folder).stack("preview-shop-dev");
    rmSync(dirname(workFolder(stack)), { recursive: true });
  });

  /** One preview has drift, one was never completed, and one cannot be read. */
  const PREVIEWS = `
workspace) printf '* default\\n  pr-1\\n  pr-2\\n  pr-3\\n' ;;
state) case "$TF_WORKSPACE" in pr-1) echo aws_cloudwatch_log_group.logs ;; pr-3) exit 1 ;; esac ;;
plan) echo "$* $TF_VAR_preview_name" | grep -q -- "-var=image_tag=1.0.0 pr-1" || exit 1 ;;
show) echo '${JSON.stringify(PLAN)}' ;;`;

  test("each preview is read, in its workspace", async () => {
    const { exitCode, stdout, stderr } = await drift(PREVIEWS, "preview-shop-dev");
    expect(stdout.trim().split("\n")).toEqual([
      "pr-1 of preview-shop-dev: 1 resource was changed outside Terraform",
      "  aws_cloudwatch_log_group.logs  retention_in_days: 7 -> 30",
      "pr-2 of preview-shop-dev: not deployed",
      "",
      "To undo the changes, deploy again:",
      "  npm run preview -- up shop dev --name pr-1 --update --image-tag <tag>",
      "To keep a change, write it into the settings, then deploy.",
    ]);
    expect(stderr).toMatch(/^Not read: pr-3 of preview-shop-dev\n/);
    expect(exitCode).toBe(1);
    const { stacks } = JSON.parse((await drift(PREVIEWS, "dev", "--json")).stdout) as {
      stacks: unknown[];
    };
    expect(stacks).toMatchObject([
      { stack: "state-dev" },
      { stack: "shop-dev" },
      { stack: "preview-shop-dev", preview: "pr-1", deployed: true },
      { stack: "preview-shop-dev", preview: "pr-2", deployed: false },
    ]);
  });

  test("a stack without previews is not deployed", async () => {
    expect(await drift("workspace) echo '* default' ;;", "preview-shop-dev")).toMatchObject({
      exitCode: 0,
      stdout: "preview-shop-dev: not deployed\n\n",
    });
  });

  test("error if the names of the previews cannot be read", async () => {
    const { exitCode, stderr } = await drift("workspace) exit 1 ;;", "preview-shop-dev");
    expect(stderr).toMatch(/^Not read: preview-shop-dev\n/);
    expect(exitCode).toBe(1);
  });
});
