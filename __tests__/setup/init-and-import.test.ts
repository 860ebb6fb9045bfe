import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../tools/project-root";
import { runCommand } from "../../tools/process/run-command";
import { ProjectCopy } from "../terraform/project-copy";
import { startOnTerminal } from "./terminal";

/** Both commands in a copy of the project, as a new user runs them; each test begins with the shipped settings. */
const parent = mkdtempSync(join(tmpdir(), "init-command-"));
let folder: string;

beforeAll(() => {
  folder = new ProjectCopy(join(parent, "project"), {}).folder;
  // The page takes longer to build than all else, and is tested where it belongs.
  rmSync(join(folder, "web"), { recursive: true });
});
afterAll(() => {
  rmSync(parent, { recursive: true, force: true });
});
beforeEach(() => {
  rmSync(join(folder, "environments"), { recursive: true });
  cpSync(join(projectRoot(), "environments"), join(folder, "environments"), { recursive: true });
});

const run = async (tool: "init" | "import", ...args: string[]) => {
  const { stderr, ...result } = await runCommand(
    process.execPath,
    [join("tools", "run.mjs"), join("tools", tool, "main.ts"), ...args],
    {
      cwd: folder,
      env: { ...process.env, INIT_CWD: join(projectRoot(), "__tests__", "fixtures", "import") },
    },
  );
  // On a busy machine, it tells how long it takes.
  return { ...result, stderr: stderr.replaceAll(/^.* \.\.\. \d+ s\n/gm, "") };
};
const settings = (name: string) => readFileSync(join(folder, "environments", name), "utf8");
const files = () =>
  readdirSync(join(folder, "environments"))
    .filter((name) => name !== "examples")
    .sort();
const SHIPPED = ["all.ts", "dev.ts", "prod.ts", "staging.ts"];
const IMAGE = ["--image", "ghcr.io/acme/shop:2.1.0", "--port", "3000"];

it("writes an environment, keeps what it replaces, shows what it makes and costs, and adds to it", async () => {
  const before = settings("dev.ts");
  const first = await run("init", ...IMAGE);
  expect([first.exitCode, first.stderr]).toEqual([0, ""]);
  expect(first.stdout).toMatch(
    /kept in environments\/dev\.ts\.bak\.[^]*A deployment of dev creates \d+ resources:[^]*Elastic Load Balancing +3[^]*It costs about \$0\.\d\d per hour[^]*npm run bootstrap -- dev[^]*npm run cdktf -- deploy http-scale-out-dev/,
  );
  expect(first.stdout).not.toContain("\u001b");
  expect(settings("dev.ts.bak")).toBe(before);
  expect(settings("dev.ts")).toContain("port: 3000");

  const again = await run("init", ...IMAGE);
  expect([again.exitCode, again.stderr]).toEqual([
    1,
    expect.stringContaining("must not be replaced without --replace"),
  ]);

  const mine = settings("dev.ts").replace("region:", "// mine\n  region:");
  writeFileSync(join(folder, "environments", "dev.ts"), mine);
  const service = await run("init", "service", "--image", "acme/cart:1", "--name", "cart");
  expect([service.exitCode, service.stdout]).toEqual([
    0,
    expect.stringContaining("deploy talk-service-dev"),
  ]);
  expect(settings("dev.ts")).toContain("// mine");

  const taken = await run("init", "service", "--image", "acme/cart:1", "--name", "cart");
  expect(taken.stderr).toMatch(
    /The name "cart" is used by another service\. Choose another name\./,
  );

  const qa = await run("init", "environment", "qa");
  expect([qa.exitCode, qa.stderr]).toEqual([0, ""]);
  expect(settings("all.ts")).toContain('export { default as qa } from "./qa";');
  expect(settings("qa.ts")).toMatch(
    /nameSuffix: "-qa"[^]*bucket: "shop-tfstate-qa-[0-9a-f]{8}"[^]*acme\/cart:1/,
  );

  // prod creates the role by which API Gateway logs, one for an account: its copy must not.
  const live = await run("init", "environment", "live", "--from", "prod");
  expect([live.exitCode, live.stderr]).toEqual([0, ""]);
  expect(settings("live.ts")).toMatch(/logs: \{[^}]*accountRole: "present"/);
}, 240_000);

it("imports, reports, and keeps what it replaces", async () => {
  const dry = await run("import", "compose/gitea", "--dry-run");
  expect([dry.exitCode, files()]).toEqual([0, SHIPPED]);
  const { exitCode, stdout } = await run("import", "copilot/multi-env");
  expect([exitCode, files()]).toEqual([
    0,
    ["all.ts", "dev.ts", "prod.ts", "prod.ts.bak", "staging.ts", "staging.ts.bak", "test.ts"],
  ]);
  expect(stdout).toMatch(
    /43 fields: 30 taken over[^]*Wrote environments\/test\.ts\.[^]*deploy http-scale-out-images-test/,
  );
  const none = await run("import", "copilot/exec-and-jobs/copilot/report/manifest.yml");
  expect([none.exitCode, none.stderr]).toEqual([
    1,
    expect.stringMatching(/^Nothing was written, because no service/),
  ]);
}, 240_000);

it.each([
  ["init", [...IMAGE, "--name", "shop"]],
  ["import", ["compose/wordpress"]],
] as const)(
  "%s puts all files back where the synthesis refuses",
  async (tool, args) => {
    writeFileSync(
      join(folder, "environments", "staging.ts"),
      "export default { region: 'nowhere' };\n",
    );
    const before = SHIPPED.map(settings);
    const { exitCode, stderr } = await run(tool, ...args);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /staging\.region must be an AWS region[^]*The synthesis rejected these settings\. No file was changed\./,
    );
    expect([files(), SHIPPED.map(settings)]).toEqual([SHIPPED, before]);
  },
  120_000,
);

it.each([
  ["init", ["servce"], "There is no word servce. Did you mean service?"],
  ["init", ["--system", "htp-api"], "There is no system htp-api. Did you mean http-api?"],
  ["init", ["system", "nosuch"], "There is no system nosuch."],
  ["init", ["system"], "Name the system: npm run init -- system <"],
  ["init", ["system", "rest-api"], "dev runs rest-api already. Add a service to it"],
  ["init", ["service", "--environment", "qa"], "There is no environment qa."],
  ["init", ["environment", "prod"], 'The environment "prod" already exists'],
  ["init", ["environment", "State-1"], "The name of an environment must be"],
  [
    "init",
    ["service", "--system", "http-scale-out"],
    "http-scale-out runs one service, and dev has it already.",
  ],
  ["init", ["--imge", "x"], "There is no option --imge. Did you mean --image?"],
  ["import", ["nothing.yml"], "nothing.yml cannot be read: the file does not exist."],
  [
    "import",
    ["compose/gitea", "--region", "us-east-9"],
    '--region must be an AWS region, got "us-east-9".',
  ],
  ["import", ["compose/gitea", "--account", "12"], "--account must be a 12-digit number"],
  [
    "import",
    ["compose/gitea", "--system", "rest-api"],
    "--system must be one of http-scale-out, talk-service",
  ],
] as const)("%s %j is one clear message", async (tool, args, message) => {
  const { exitCode, stdout, stderr } = await run(tool, ...args);
  expect([exitCode, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n +at /);
  expect(files()).toEqual(SHIPPED);
});

it.each(["init", "import"] as const)("%s --help shows options and examples", async (tool) => {
  const { exitCode, stdout } = await run(tool, "--help");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    new RegExp(`^Usage: npm run ${tool}[^]*Options:[^]*Examples:\\n  npm run ${tool}`),
  );
});

/** Types on a terminal: each answer when its question is there. */
function onTerminal(
  steps: readonly (readonly [question: string, keys: string])[],
  env = {},
): Promise<{ exitCode: number; output: string }> {
  const words = [join("tools", "run.mjs"), join("tools", "init", "main.ts")];
  const terminal = startOnTerminal(words, folder, { ...process.env, CI: "", ...env });
  let output = "";
  let seen = 0;
  let at = 0;
  terminal.onData((data: string) => {
    output += data;
    const [question, keys] = steps[at] ?? [];
    if (question === undefined || keys === undefined || !output.slice(seen).includes(question))
      return;
    at++;
    seen = output.length;
    // What is typed before the question is drawn would be lost.
    setTimeout(() => {
      terminal.write(keys);
    }, 200);
  });
  return new Promise((resolve) => {
    terminal.onExit(({ exitCode }) => {
      resolve({ exitCode, output });
    });
  });
}

const ENTER = "\r";
const CTRL_C = "\u0003";

it("asks on a terminal, without colours where NO_COLOR is set", async () => {
  const { exitCode, output } = await onTerminal(
    [
      ["What do you run", `acme/shop:1${ENTER}`],
      ["Port", ENTER],
      ["returns 200", ENTER],
      ["AWS region", ENTER],
      ["Name of", ENTER],
      ["Domain", ENTER],
    ],
    { NO_COLOR: "1" },
  );
  expect([exitCode, output]).toEqual([
    0,
    expect.stringContaining("runs shop in the system http-scale-out"),
  ]);
  expect(output).not.toMatch(/\u001b\[3\dm/);
  expect(settings("dev.ts")).toContain("acme/shop:1");
}, 120_000);

it.each([
  [
    "a question",
    [
      ["What do you run", ENTER],
      ["AWS region", CTRL_C],
    ],
  ],
  [
    "the synthesis",
    [
      ["What do you run", ENTER],
      ["AWS region", ENTER],
      ["Name of", ENTER],
      ["Domain", ENTER],
      ["Synthesizing", CTRL_C],
    ],
  ],
] as const)(
  "changes nothing when it is cancelled in %s",
  async (_, steps) => {
    const before = SHIPPED.map(settings);
    const { exitCode, output } = await onTerminal(steps);
    expect([exitCode, output]).toEqual([
      130,
      expect.stringContaining("Cancelled. No file was changed."),
    ]);
    expect([files(), SHIPPED.map(settings)]).toEqual([SHIPPED, before]);
  },
  120_000,
);
