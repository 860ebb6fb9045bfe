import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { synthesizeApp } from "../../../modules/synthesis/synthesize";
import { contents, leftovers, temporaryFolder } from "./output";
import { SampleStack } from "./sample-stacks";

const program = ["tools/run.mjs", "__tests__/modules/synthesis/programs/two-stacks.ts"];

const environmentOf = (outdir: string, more: NodeJS.ProcessEnv = {}) => ({
  ...process.env,
  CDKTF_OUTDIR: outdir,
  ...more,
});

/** What the program does, in this process. */
function synth(value: string): void {
  synthesizeApp(
    (app) => {
      for (const id of ["web-dev", "web-prod"]) new SampleStack(app, id, value);
      return undefined;
    },
    { outdir },
  );
}

function run(...words: string[]) {
  return spawnSync(process.execPath, [...program, ...words], {
    env: environmentOf(outdir),
    encoding: "utf8",
  });
}

/** Runs a synth up to its middle and ends it there. */
async function interrupt(signal: NodeJS.Signals): Promise<void> {
  const child = spawn(process.execPath, [...program, "two", "wait"], {
    env: environmentOf(outdir),
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  child.kill(signal);
  expect(await once(child, "exit")).toEqual([null, signal]);
}

let outdir: string;
let former: Record<string, string>;

beforeEach(() => {
  outdir = join(temporaryFolder(), "cdktf.out");
  synth("one");
  former = contents(outdir);
  expect(Object.keys(former)).toHaveLength(3);
});

describe.each(["SIGINT", "SIGKILL"] as const)("a synth ended by %s", (signal) => {
  it("leaves the former output whole, and the next synth clears up after it", async () => {
    await interrupt(signal);
    expect(contents(outdir)).toEqual(former);
    expect(leftovers(outdir)).toHaveLength(1);
    synth("two");
    expect(contents(outdir)).not.toEqual(former);
    expect(leftovers(outdir)).toEqual([]);
  });
});

it("puts all files in place before it obeys a signal that comes meanwhile", () => {
  run("two", "SIGTERM-while-placing");
  const complete = contents(outdir);
  expect(complete["stacks/web-prod/cdk.tf.json"]).toContain("two");
  synth("two");
  expect(contents(outdir)).toEqual(complete);
});

it("takes back what a synth killed while placing has done, even when the next one fails", () => {
  const { signal } = run("two", "SIGKILL-while-placing");
  expect(signal).toBe("SIGKILL");
  expect(contents(outdir)).not.toEqual(former);
  const mistake = () => synthesizeApp(() => ["broken"], { outdir });
  expect(mistake).toThrow("broken");
  expect(contents(outdir)).toEqual(former);
  expect(leftovers(outdir)).toEqual([]);
});

it("does not touch the folder of a synth that is still running", async () => {
  const running = spawn(process.execPath, [...program, "two", "wait"], {
    env: environmentOf(outdir),
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(running.stdout, "data");
  synth("three");
  expect(leftovers(outdir)).toHaveLength(1);
  running.kill("SIGKILL");
  await once(running, "exit");
});

describe("what the user is told", () => {
  it("is a mistake without a stack trace, with exit code 1", () => {
    const { status, stderr } = run("two", "mistake");
    expect(status).toBe(1);
    expect(stderr).toBe(
      "Nothing was synthesized: 2 problems.\n" +
        "  - [web-dev] `size` is too big.\n" +
        "  - [web-prod] `size` is too big.\n",
    );
  });

  it("is where in the TypeScript a bug is", () => {
    const { status, stderr } = run("two", "bug");
    expect(status).toBe(1);
    expect(stderr).toMatch(/TypeError: a bug\n +at .*programs\/two-stacks\.ts:\d+:\d+/);
    expect(contents(outdir)).toEqual(former);
  });

  it("is each warning once: here on standard error", () => {
    const { stderr, stdout } = run("two", "warning");
    expect(stderr).toBe(
      "Warning: [web-dev] 15 of 20 tasks fit\nWarning: [web-prod] 15 of 20 tasks fit\n",
    );
    expect(stdout).toContain("Synthesized 2 stacks");
  });

  it("is nothing under the cdktf command, which shows the warnings of the manifest", () => {
    const { stderr, stdout } = spawnSync(process.execPath, [...program, "two", "warning"], {
      env: environmentOf(outdir, { CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: "true" }),
      encoding: "utf8",
    });
    expect({ stderr, stdout }).toEqual({ stderr: "", stdout: "" });
  });
});
