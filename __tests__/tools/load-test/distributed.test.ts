import { mkdtempSync, rmSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import {
  formatProblem,
  type EnvironmentSettings,
  parseEnvironments,
} from "../../../settings/environment";
import { synthesizeApp } from "../../../modules/synthesis/synthesize";
import { buildStacks } from "../../../stacks/environment-stacks";
import {
  costOfRun,
  planOf,
  requireWithinLimits,
} from "../../../tools/load-test/distributed/limits";
import {
  imageTagOf,
  loadTestStack,
  portOf,
} from "../../../tools/load-test/distributed/load-test-stack";
import { loadNamed } from "../../../tools/load-test/load/load";
import { loadOf } from "../../../tools/load-test/task/order";
import { runCommand } from "../../../tools/process/run-command";
import { projectRoot } from "../../../tools/project-root";
import { withoutSettingsOf } from "../../../tools/rehearse/emulator/aws-environment";
import { dev } from "../../fixtures/environments/dev";
import { prod } from "../../fixtures/environments/prod";
import { staging } from "../../fixtures/environments/staging";

let outdir: string;
const former = process.env.CDKTF_OUTDIR;

/** dev builds the image, prod has private subnets, qa an image of its own, staging no load tests. */
const settings: Readonly<Record<string, EnvironmentSettings>> = {
  dev: { ...dev, systems: {} },
  prod: { ...prod, systems: {} },
  staging: { ...staging, systems: {} },
  qa: {
    ...dev,
    name: "qa",
    nameSuffix: "-qa",
    state: { kind: "s3", bucket: "acme-state-qa" },
    loadTest: {
      image: { kind: "reference", reference: "example.com/load" },
      architecture: "arm64",
    },
    systems: {},
  },
};

beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), "distributed-"));
  const parsed = parseEnvironments(settings);
  synthesizeApp((app, selection) => buildStacks(app, parsed, formatProblem, selection), {
    outdir,
    environments: Object.keys(settings),
  });
  process.env.CDKTF_OUTDIR = outdir;
});

afterAll(() => {
  if (former === undefined) delete process.env.CDKTF_OUTDIR;
  else process.env.CDKTF_OUTDIR = former;
  rmSync(outdir, { recursive: true });
});

const url = new URL("https://api.example.com/");
const planned = (environment: string, minutes: number, tasks = 3, rate = 100) => ({
  url,
  load: loadNamed("step:1x", { baseRate: rate, seconds: minutes * 60 }),
  tasks,
  target: loadTestStack(projectRoot(), environment),
});

async function refusal(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(
    process.execPath,
    ["tools/run.mjs", "tools/load-test/main.ts", ...args],
    {
      cwd: projectRoot(),
      env: {
        ...withoutSettingsOf(["AWS_"]),
        AWS_CONFIG_FILE: devNull,
        AWS_SHARED_CREDENTIALS_FILE: devNull,
        AWS_EC2_METADATA_DISABLED: "true",
      },
    },
  );
  expect(exitCode).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).not.toContain("    at ");
  return stderr.trim();
}

const target = "https://api.example.com/";

test.each<[string, readonly string[], string]>([
  [
    "an unknown environment",
    [target, "--distributed", "deev"],
    "There is no environment deev. Did you mean dev?\nChoose from: dev, prod, qa, staging.",
  ],
  [
    "an environment without load tests",
    [target, "--distributed", "staging"],
    "--distributed needs the stack load-test-staging, and staging has none. Set `loadTest: {}` in environments/staging.ts, and run: npm run synth",
  ],
  [
    "this machine as the target, and what several machines by hand need",
    ["http://127.0.0.1:8080", "--distributed", "dev", "--part", "1/2", "--at", "2030-01-01"],
    [
      "--part must not be combined with --distributed. Remove one of them.",
      "--at must not be combined with --distributed. Remove one of them.",
      "The URL must be one that tasks on Fargate can reach, got http://127.0.0.1:8080, which is this machine. Remove --distributed, or use the address of a deployed system.",
    ].join("\n"),
  ],
  [
    "tasks without --distributed",
    [target, "--tasks", "4", "--keep-stack"],
    "--tasks must be combined with --distributed <environment>.\n--keep-stack must be combined with --distributed <environment>.",
  ],
  [
    "too many tasks",
    [target, "--distributed", "dev", "--tasks", "101"],
    '--tasks must be a whole number from 1 to 100, got "101".',
  ],
  [
    "a load that exceeds every limit of the settings",
    ["http://api.example.com:8080", "--distributed", "dev", "--seconds", "36000", "--tasks", "100"],
    [
      "`loadTest.maxMinutes` must be at least 606 for a load of 10.0 h and up to 6 min to start and end, got 60.",
      "`loadTest.maxCostUsd` must be at least ",
      "`loadTest.egress` must include port 8080 of http://api.example.com:8080, got ",
    ].join("|"),
  ],
  [
    "an image whose tag nobody knows",
    [target, "--distributed", "qa"],
    "--image-tag must be set, because this project does not build the image of the load generator (`loadTest.image`). Add the tag that you pushed.",
  ],
  [
    "no credentials",
    [target, "--distributed", "dev", "--yes"],
    "--distributed needs AWS credentials that may run tasks, got none: ",
  ],
])("refuses %s", async (_, args, message) => {
  const told = await refusal(...args);
  for (const part of message.split("|")) expect(told).toContain(part);
});

test("prices the tasks by their size, architecture, time and addresses", () => {
  const { usual, most } = costOfRun(planned("dev", 58, 10, 0));
  // us-east-1: one vCPU, 2 GB and an address for an hour; the task runs 2 min longer than the load.
  expect(usual).toBeCloseTo(10 * (0.04048 + 2 * 0.004445 + 0.005), 4);
  expect(most).toBeCloseTo((usual * 64) / 60, 4);
  expect(costOfRun(planned("qa", 58, 10, 0)).usual).toBeCloseTo(
    10 * (0.03238 + 2 * 0.00356 + 0.005),
    4,
  );
  // Three NAT gateways with an address each instead, and tasks of 2 vCPUs and 4 GB.
  expect(costOfRun(planned("prod", 58, 10, 0)).usual).toBeCloseTo(
    10 * (2 * 0.04048 + 4 * 0.004445) + 3 * 0.05,
    4,
  );
  // A NAT gateway costs a whole hour for each one that begins.
  expect(costOfRun(planned("prod", 58, 10, 0)).most).toBeCloseTo(
    (10 * (2 * 0.04048 + 4 * 0.004445) * 64) / 60 + 2 * 3 * 0.05,
    4,
  );
});

test("adds the cost of traffic: data transfer, load balancer capacity units and NAT gateways", () => {
  const without = costOfRun(planned("dev", 10, 1, 0)).usual;
  const gib = (600 * 1000 * 2) / 1024 ** 2;
  expect(costOfRun(planned("dev", 10, 1, 1000)).usual - without).toBeCloseTo(gib * 0.098, 3);
  const ofNat =
    costOfRun(planned("prod", 10, 1, 1000)).usual - costOfRun(planned("prod", 10, 1, 0)).usual;
  expect(ofNat).toBeCloseTo(gib * 0.098 + 1.5 * gib * 0.045, 3);
});

test("accepts a run at its limits, and refuses one that is a minute longer", () => {
  expect(() => {
    requireWithinLimits(planned("dev", 54));
  }).not.toThrow();
  expect(() => {
    requireWithinLimits(planned("dev", 55));
  }).toThrow("`loadTest.maxMinutes` must be at least 61");
});

test("says what a run does", () => {
  const text = planOf(planned("dev", 10), false);
  expect(text).toContain(
    "This sends 60,000 requests to https://api.example.com in 10 min, at most 100 per second:",
  );
  expect(text).toContain("at most 34 per second from each of 3 tasks on Fargate in us-east-2.");
  expect(text).toContain(
    "It deploys load-test-images-dev and load-test-dev with Terraform, and destroys load-test-dev after the run.",
  );
  expect(planOf(planned("dev", 10), true)).toContain("with Terraform.");
});

test("names the image after its sources, unless another tag is given", () => {
  const built = loadTestStack(projectRoot(), "dev");
  expect(imageTagOf(built, undefined)).toMatch(/^sources-[0-9a-f]{16}$/);
  expect(imageTagOf(built, "1.0.0")).toBe("1.0.0");
});

test.each([
  ["http://example.com", 80],
  ["https://example.com", 443],
  ["https://example.com:8443", 8443],
])("%s has the port %d", (text, port) => {
  expect(portOf(new URL(text))).toBe(port);
});

test("a task reads a CSV file from its order, as the command does from the disk", () => {
  const load = loadOf({ name: "shop.csv", csv: "0,10\n60,20\n", baseRate: 1, seconds: 12 });
  expect([load.name, load.seconds, load.rateAt(1), load.rateAt(7)]).toEqual([
    "shop.csv",
    12,
    10,
    20,
  ]);
});
