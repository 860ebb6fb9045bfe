import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { projectRoot } from "../../tools/project-root";
import { pythonEnvironment } from "../../tools/process/python-environment";
import { missingTools } from "../../tools/rehearse/requirements";
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

  test("a service is built from its folder, and responds on its health check path", async () => {
    const images = Synthesis.read(copy.path("cdktf.out")).stack("http-scale-out-images-qa").json;
    expect(JSON.stringify(images.resources("docker_image"))).toContain("shop");
    const [repository] = Object.values(images.resources("aws_ecr_repository"));
    expect(repository?.name).toBe("shop-qa");

    const port = await freePort();
    const server = spawn(process.execPath, [copy.path("services/shop/server.mjs")], {
      env: { PORT: String(port), HOST: "127.0.0.1" },
      stdio: ["ignore", "inherit", "inherit"],
    });
    const ended = once(server, "exit");
    try {
      const address = `http://127.0.0.1:${port}/health`;
      const statuses = () =>
        fetch(address, { headers: { connection: "close" } }).then(({ status }) => status);
      expect(await eventually(statuses)).toBe(200);
    } finally {
      server.kill("SIGTERM");
    }
    expect(await ended).toEqual([0, null]);
  });

  (missingTools().some(({ tool }) => tool === "python") ? test.skip : test)(
    "a fix for the emulator passes its test, which fails without it",
    async () => {
      const folder = copy.path("__tests__/tools/rehearse/emulator");
      const tested = await copy.run(
        await pythonEnvironment(),
        ["-m", "unittest", "discover", "-s", folder, "-p", "test_sqs_limits_fixes.py", "-v"],
        {
          env: {
            ...process.env,
            PYTHONDONTWRITEBYTECODE: "1",
            PYTHONPATH: copy.path("tools/rehearse/emulator"),
          },
        },
      );
      expect(tested.stderr).toMatch(/Ran 2 tests[^]*OK/);
    },
  );

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
      "__tests__/modules/data/shared-value.test.ts",
      "__tests__/tools/help.test.ts",
    );
    expect(tested.stderr).toContain("Test Suites: 3 passed, 3 total");
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Repeats a request until a program listens, for at most 10 seconds. */
async function eventually<T>(request: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      return await request();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
