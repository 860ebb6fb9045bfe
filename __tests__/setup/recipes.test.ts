import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "../../tools/project-root";
import { Synthesis } from "../../tools/synthesized/synthesis";
import { FreshCopy } from "./fresh-copy";
import { readSteps } from "./recipes";

const page = readFileSync(join(projectRoot(), "docs", "design.md"), "utf8");

describe("the recipes of docs/design.md, carried out one after the other on a copy", () => {
  const copy = new FreshCopy().withPackages();

  afterAll(() => {
    copy.remove();
  });

  test("name places that there are", () => {
    // Copying a file is the one command among the diffs.
    copy.write("environments/qa.ts", copy.read("environments/dev.ts"));
    const steps = readSteps(page);
    expect(steps.length).toBeGreaterThan(10);
    for (const { file, before, after } of steps) {
      if (before === "") {
        expect({ file, exists: existsSync(copy.path(file)) }).toEqual({ file, exists: false });
        mkdirSync(dirname(copy.path(file)), { recursive: true });
        copy.write(file, `${after}\n`);
      } else {
        copy.replace(file, before, after);
      }
    }
  });

  test("have the right types", async () => {
    const checked = await copy.node("node_modules/typescript/bin/tsc", "--noEmit", "-p", ".");
    expect(checked).toMatchObject({ exitCode: 0, stdout: "" });
  });

  test("a setting, an environment and a system are in the synthesized JSON", async () => {
    const synth = await copy.node("tools/run.mjs", "main.ts");
    expect(synth).toMatchObject({ exitCode: 0 });
    const synthesis = Synthesis.read(copy.path("cdktf.out"));
    const { json } = synthesis.stack("job-queue-qa");
    expect(json.resources("aws_sqs_queue").jobs).toMatchObject({
      name: "jobs-qa",
      visibility_timeout_seconds: 30,
    });
    expect(json.defaultTags.CostCenter).toBe("R42");
    expect(synthesis.stack("http-scale-out-dev").json.defaultTags.CostCenter).toBeUndefined();
    expect(synthesis.stack("state-qa").json.s3Backend?.bucket).toBe("http-scale-out-tfstate-qa");
  });

  test("a tool runs, and is explained", async () => {
    const counted = await copy.node("tools/run.mjs", "tools/count/main.ts");
    expect(counted).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("job-queue-qa: 1") as string,
    });
  });

  test("their own tests and those of help pass", async () => {
    const tested = await copy.node(
      "node_modules/jest/bin/jest.js",
      "__tests__/stacks/cost-center.test.ts",
      "__tests__/tools/help.test.ts",
    );
    expect(tested.stderr).toContain("Test Suites: 2 passed, 2 total");
  });
});
