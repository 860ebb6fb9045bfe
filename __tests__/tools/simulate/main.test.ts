import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../../tools/process/run-command";
import { projectRoot } from "../../../tools/project-root";

const cwd = projectRoot();
let folder: string;

const env = () => ({ ...process.env, CDKTF_OUTDIR: join(folder, "cdktf.out") });
const program = (entry: string, args: readonly string[]) =>
  runCommand(process.execPath, ["tools/run.mjs", entry, ...args], { cwd, env: env() });
const simulate = (...args: readonly string[]) => program("tools/simulate/main.ts", args);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "simulate-"));
  const { exitCode, stderr } = await program("main.ts", ["http-scale-out"]);
  expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Compared {
  readonly name: string;
  readonly secondsToCapacity: number;
}

describe("npm run simulate", () => {
  it("compares an environment, a settings file and another synthesis, as JSON and as a picture", async () => {
    const picture = join(folder, "compared.svg");
    const file = "environments/examples/responsive.ts";
    const { exitCode, stdout } = await simulate(
      ...["http-scale-out", "dev", "--load", "step:10x", "--rate", "30", "--json"],
      ...["--compare", "prod", "--compare", file, "--compare", join(folder, "cdktf.out")],
      ...["--picture", picture],
    );
    expect(exitCode).toBe(0);
    const report = JSON.parse(stdout) as { secondsToCapacity: number; compared: Compared[] };
    expect(report.compared.map(({ name }) => name)).toEqual([
      "prod",
      "responsive",
      join(folder, "cdktf.out"),
    ]);
    const [, responsive, same] = report.compared;
    expect(responsive!.secondsToCapacity).toBeLessThan(report.secondsToCapacity / 2);
    // The same environment from the same synthesis.
    expect(same!.secondsToCapacity).toBe(report.secondsToCapacity);
    expect(readFileSync(picture, "utf8")).toMatch(/^<svg .*<tspan.*responsive|responsive/s);
  });

  it("prints a column for each that is compared", async () => {
    const { stdout } = await simulate("http-scale-out", "--load", "spike", "--compare", "prod");
    expect(stdout).toMatch(/\n +dev +prod\nfailed /);
    expect(stdout).toMatch(/\ncost +\$\d\.\d+\/h +\$\d\.\d+\/h/);
  });

  it("searches, draws the trade-off, and exits by the assertions", async () => {
    const page = join(folder, "search.html");
    const search = (assertion: string) =>
      simulate(
        ...["http-scale-out", "--load", "step:10x", "--search", "maxInstances=2..4"],
        ...["--assert", assertion, "--html", page],
      );
    const held = await search("under<90%");
    expect(held.exitCode).toBe(0);
    expect(held.stdout).toContain("3 settings tried, 3 meet the assertions (under<90%).");
    expect(held.stdout).toContain("capacity.maxInstances: ");
    expect(readFileSync(page, "utf8").match(/<circle/g)).toHaveLength(3);
    const missed = await search("p50<1ms");
    expect(missed.exitCode).toBe(1);
    expect(missed.stdout).toContain("No setting meets the assertions.");
  });

  it("answers for a system that no environment runs, by its example or a settings file", async () => {
    const { exitCode, stdout, stderr } = await simulate("worker", "--load", "spike");
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringContaining("No environment runs worker. This simulates"),
    ]);
    expect(stdout).toMatch(/^worker-worker under spike: .* messages\n/);
    const named = await simulate("worker", "environments/examples/worker.ts", "--load", "spike");
    expect(named.stdout).toBe(stdout);
    const missing = await simulate("worker", "no-such.ts");
    expect(missing.stderr).toContain("There is no settings file no-such.ts.");
  });

  it("exits with 1 if an assertion does not hold", async () => {
    const args = ["http-scale-out", "--load", "spike", "--assert"];
    expect((await simulate(...args, "cost<9$")).exitCode).toBe(0);
    const { exitCode, stdout } = await simulate(...args, "p99<1ms");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/✗ p99<1ms: \d/);
  });
});

describe("npm run simulate with --baseline", () => {
  const args = ["http-scale-out", "--load", "spike", "--assert", "capacity<1s"];

  /** The same synthesis, with what a change might have made of it. */
  const baseline = (name: string, change: (json: string) => string): string => {
    const copy = join(folder, name);
    cpSync(join(folder, "cdktf.out"), copy, { recursive: true });
    const file = join(copy, "stacks", "http-scale-out-dev", "cdk.tf.json");
    writeFileSync(file, change(readFileSync(file, "utf8")));
    return copy;
  };

  it("lets an assertion fail that fails there as well", async () => {
    const { exitCode, stdout } = await simulate(
      ...[...args, "--baseline", baseline("same", (json) => json)],
    );
    expect(stdout).toMatch(/· capacity<1s: \d.*, and does not hold in the baseline either/);
    expect(exitCode).toBe(0);
  });

  it("fails if an assertion holds there", async () => {
    const ample = baseline("ample", (json) =>
      json
        .replaceAll(/"(min_capacity|min_size|desired_capacity)": [0-9]+/g, '"$1": 5')
        .replaceAll(/"desired_count": [0-9]+/g, '"desired_count": 15')
        .replaceAll('"min_capacity": 5', '"min_capacity": 15'),
    );
    const { exitCode, stdout } = await simulate(...args, "--baseline", ample);
    expect(stdout).toMatch(/✗ capacity<1s: \d.*, but holds in the baseline/);
    expect(exitCode).toBe(1);
  });

  it("lets any fail in a system that is not there", async () => {
    const without = join(folder, "without");
    const { exitCode: synthesized } = await runCommand(
      process.execPath,
      ["tools/run.mjs", "main.ts", "daemon-api"],
      { cwd, env: { ...env(), CDKTF_OUTDIR: without } },
    );
    expect(synthesized).toBe(0);
    const { exitCode } = await simulate(...args, "--baseline", without);
    expect(exitCode).toBe(0);
  });

  it("says what it may be", async () => {
    const { exitCode, stderr } = await simulate(...args, "--baseline", "no-such");
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/--baseline must be a folder .*got "no-such"/),
    ]);
  });
});

describe("npm run simulate says, without a stack trace,", () => {
  const csv = (text: string) => {
    const file = join(folder, "load.csv");
    writeFileSync(file, text);
    return file;
  };
  it.each([
    ["the nearest system", ["http-scaleout"], /Did you mean http-scale-out\?/],
    ["the nearest environment", ["http-scale-out", "prodd"], /Did you mean prod\?/],
    ["the nearest profile", ["http-scale-out", "--load", "spik"], /Did you mean spike\?/],
    ["the nearest setting", ["http-scale-out", "--set", "maxTask=3"], /Did you mean maxTasks\?/],
    [
      "what can be set in a system without the setting",
      ["http-scale-out", "--set", "customTarget=3"],
      /has no customTarget to set\. It has minTasks, maxTasks, target, /,
    ],
    [
      "where an assertion goes wrong",
      ["http-scale-out", "--assert", "p99<3h"],
      /\n {2}p99<3h\n {7}\^\nAllowed: /,
    ],
    [
      "what may be compared",
      ["http-scale-out", "--compare", "no-such"],
      /must be an environment, a settings file \(\.ts\), a folder .*got "no-such"/,
    ],
  ])("%s", async (_, args, expected) => {
    const { exitCode, stderr } = await simulate(...args);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(expected);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("mistakes in a settings file", async () => {
    const file = join(folder, "wrong.ts");
    writeFileSync(file, 'export default { region: "us-east-9" };\n');
    const { exitCode, stderr } = await simulate("http-scale-out", "--compare", file);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("compared.region must be an AWS region");
    expect(stderr).toContain("wrong.ts cannot be synthesized.");
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each([
    ["a negative rate", "time,rate\n0,10\n60,-1\n", /line 3/],
    ["time that runs backwards", "0,10\n60,5\n30,5\n", /line 3/],
    ["a hole", "0,10\n60,\n120,5\n", /line 2/],
  ])("the line of a CSV with %s", async (_, text, expected) => {
    const { exitCode, stderr } = await simulate("http-scale-out", "--load", csv(text));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(expected);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
