import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../../tools/process/run-command";
import { projectRoot } from "../../../tools/project-root";

/** A machine of its own: programs that answer as told, and stacks of one environment. */
const machine = mkdtempSync(join(tmpdir(), "outside-world-"));
const programs = join(machine, "bin");
const stacks = join(machine, "cdktf.out");

beforeAll(() => {
  mkdirSync(programs);
  program("python3", "echo 3.12.0");
  program(
    "terraform",
    `case "$1" in version) echo '{"terraform_version": "1.11.4"}';; *) echo "Error: Failed to query available provider packages" >&2; exit 1;; esac`,
  );
  const folder = join(stacks, "stacks", "web-dev");
  mkdirSync(folder, { recursive: true });
  const aws = { source: "hashicorp/aws", version: "~> 6.25" };
  const provider = { aws: [{ default_tags: [{ tags: { Environment: "dev" } }] }] };
  write(join(folder, "cdk.tf.json"), { terraform: { required_providers: { aws } }, provider });
  const stack = {
    name: "web-dev",
    workingDirectory: "stacks/web-dev",
    synthesizedStackPath: "stacks/web-dev/cdk.tf.json",
    dependencies: [],
  };
  write(join(stacks, "manifest.json"), { stacks: { "web-dev": stack } });
});

afterAll(() => {
  rmSync(machine, { recursive: true });
});

function program(name: string, script: string): void {
  writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(programs, name), 0o755);
}

function write(file: string, json: object): void {
  writeFileSync(file, JSON.stringify(json));
}

async function run(tool: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const entry = ["tools/run.mjs", `tools/${tool}/main.ts`, ...args];
  const result = await runCommand(process.execPath, entry, {
    cwd: projectRoot(),
    env: {
      ...process.env,
      CI: undefined,
      TF_CLI_CONFIG_FILE: undefined,
      TERRAFORM_PROVIDER_MIRROR: undefined,
      PATH: `${programs}:${process.env.PATH}`,
      HOME: machine,
      CDKTF_OUTDIR: stacks,
      ...env,
    },
  });
  return { ...result, told: `${result.stdout}${result.stderr}` };
}

const mirrorOf = (version: string): string => {
  const mirror = mkdtempSync(join(machine, "mirror-"));
  const folder = ["registry.terraform.io", "hashicorp", "aws", version, "linux_amd64"];
  mkdirSync(join(mirror, ...folder), { recursive: true });
  return mirror;
};

test.each<[string, readonly string[], () => NodeJS.ProcessEnv, RegExp]>([
  [
    "the provider cannot be installed",
    [],
    () => ({}),
    /5\.100\.0 cannot be installed here.*Check the connection to registry/,
  ],
  [
    "a mirror lacks the version",
    [],
    () => ({ TERRAFORM_PROVIDER_MIRROR: mirrorOf("4.0.0") }),
    /has 4\.0\.0\. Add that version/,
  ],
  [
    "a mirror holds nothing",
    [],
    () => ({ TERRAFORM_PROVIDER_MIRROR: mkdtempSync(join(machine, "empty-")) }),
    /names .*, which holds no provider/,
  ],
  [
    "there is no synthesis",
    [],
    () => ({ CDKTF_OUTDIR: join(machine, "none") }),
    /There is no .*manifest\.json: run/,
  ],
  [
    "no program is there",
    [],
    () => ({ PATH: machine }),
    /no terraform on the PATH.*\n.*no python3 on the PATH/,
  ],
  [
    "the report cannot be written",
    ["--report", join(machine, "none", "r.json")],
    () => ({}),
    /--report must be a file that can be written/,
  ],
  [
    "nobody answers at the endpoint",
    ["--endpoint", "http://127.0.0.1:9"],
    () => ({}),
    /5\.100\.0 cannot be installed|No emulator answers/,
  ],
])(
  "[2026-11 A2] rehearse says in one message what to do when %s",
  async (_, args, env, message) => {
    const { exitCode, told } = await run("rehearse", args, env());
    expect(told).toMatch(message);
    expect(told).not.toMatch(/\n\s+at /);
    expect(exitCode).toBe(1);
  },
);

test.each([
  ["the plan is not there", ["/nonsense/plan.json"], "/nonsense/plan.json cannot be read"],
  ["the plan is a folder", ["."], ". cannot be read"],
  ["no plan is named", [], "Name a plan as JSON"],
])("[2026-11 A2] guard says in one message what to do when %s", async (_, args, message) => {
  const { exitCode, told } = await run("rehearse/guard", args);
  expect(told).toContain(message);
  expect(told).not.toMatch(/\n\s+at /);
  expect(exitCode).toBe(1);
});

test("[2026-11 A2] test says in one message what to do without git", async () => {
  const { exitCode, told } = await run("test", ["--changed"], { PATH: machine });
  expect(told).toMatch(/--changed must run in a clone of the project with git/);
  expect(told).not.toMatch(/\n\s+at /);
  expect(exitCode).toBe(1);
});

test("[2026-11 A9] says at its start that the stacks require another provider", async () => {
  const { stdout } = await run("rehearse", []);
  expect(stdout).toContain(
    "The stacks require AWS provider ~> 6.25. The rehearsal uses 5.100.0, which the emulator was tested with. " +
      "Set REHEARSAL_AWS_PROVIDER_VERSION to use another one.",
  );
});
