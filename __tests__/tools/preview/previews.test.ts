import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import type { EnvironmentSettings } from "../../../settings/environment";
import { previewedSystem, previewedSystems } from "../../../tools/preview/previewed-systems";
import { isProtected, list, requireName, up } from "../../../tools/preview/previews";
import { workFolder } from "../../../tools/preview/workspaces";
import { runCommand } from "../../../tools/process/run-command";
import type { Synthesis } from "../../../tools/synthesized/synthesis";
import { projectRoot } from "../../../tools/project-root";
import { UserError } from "../../../tools/terminal/user-error";
import { dev } from "../../fixtures/environments/dev";
import { prod } from "../../fixtures/environments/prod";
import { pipelinesOf } from "../../support/pipelines";
import { synthesizeInto } from "../../terraform/synthesize-into";

const BUDGET = { monthlyUsd: 100 };
const withoutLoadTest = { loadTest: undefined };
const folder = mkdtempSync(join(tmpdir(), "previews-"));
let synthesis: Synthesis;

/** The message of a user's mistake. */
function mistake(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error("There was no mistake.");
}

beforeAll(() => {
  const previews = {};
  const own = (systems: EnvironmentSettings["systems"]) => ({ loadTest: undefined, systems });
  synthesis = synthesizeInto(folder, {
    dev: {
      ...dev,
      ...own({
        "http-scale-out": { previews },
        "talk-service": { ...dev.systems["talk-service"], previews: { maxMonthlyCostUsd: 0.01 } },
        "daemon-api": dev.systems["daemon-api"],
      }),
    },
    prod: {
      ...prod,
      ...own({
        "http-scale-out": { ...prod.systems["http-scale-out"], previews },
        "talk-service": prod.systems["talk-service"],
      }),
    },
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  [undefined, "but is missing", "pr-123"],
  ["", 'got ""', "pr-123"],
  ["PR-123", 'got "PR-123"', "pr-123"],
  ["feature/Login_2", 'got "feature/Login_2"', "feature-login-2"],
  ["123", 'got "123"', "pr-123"],
  ["pr-", 'got "pr-"', "pr"],
  ["ünder", 'got "ünder"', "nder"],
  ["a".repeat(33), `got "${"a".repeat(33)}"`, "a".repeat(32)],
])("error if the name is %p", (name, got, fix) => {
  expect(mistake(() => requireName(name))).toBe(
    `--name must be 1 to 32 lowercase letters, digits and inner hyphens, and start with a letter, ${got}. Choose a name such as ${fix}.`,
  );
  expect(requireName(fix)).toBe(fix);
});

test("error if the name is that of Terraform's own workspace", () => {
  expect(mistake(() => requireName("default"))).toBe(
    '--name must not be "default", the name of Terraform\'s own workspace. Choose a name such as pr-123.',
  );
});

test("words select systems and environments", () => {
  const selected = (...words: readonly string[]) =>
    previewedSystems(synthesis, words).map(({ stack }) => stack.name);
  expect(selected()).toEqual([
    "preview-http-scale-out-dev",
    "preview-http-scale-out-prod",
    "preview-talk-service-dev",
  ]);
  expect(selected("http-scale-out")).toHaveLength(2);
  expect(selected("dev")).toHaveLength(2);
  expect(previewedSystem(synthesis, ["talk-service"])).toMatchObject({
    system: "talk-service",
    environment: "dev",
    systemStack: "talk-service-dev",
  });
});

test.each<[string, readonly string[], string]>([
  [
    "several environments have previews of the system",
    ["http-scale-out"],
    'The words must name one system in one environment, got "http-scale-out". Choose from: http-scale-out dev, http-scale-out prod.',
  ],
  [
    "the settings have none",
    ["talk-service", "prod"],
    "`systems.talk-service.previews` must be set in environments/prod.ts, but is missing. Set `previews: {}`, run `npm run synth`, and deploy talk-service-prod.",
  ],
  [
    "the system can have none",
    ["daemon-api"],
    "daemon-api cannot have previews: it runs one task on each instance, at a port of the instance, so that a second one has no place. Systems that can: http-scale-out, talk-service.",
  ],
  [
    "there is no such system",
    ["http-scaleout"],
    "There is no system or environment http-scaleout. Did you mean http-scale-out?\nChoose from: http-scale-out, talk-service, dev, prod.",
  ],
])("error if %s", (_, words, message) => {
  expect(mistake(() => previewedSystem(synthesis, words))).toContain(message);
});

test.each([
  ["only systems and environments with previews", { previews: {} }, "http-scale-out, dev"],
  ["what can have previews, where nothing has", {}, "http-scale-out, talk-service, dev, prod"],
])("the hint offers %s", (_, more, choices) => {
  const { released } = pipelinesOf({ released: prod });
  const { systems, ...environment } = released!;
  const withBudget = { ...environment, notificationEmail: "ops@example.com", budget: BUDGET };
  const several = synthesizeInto(join(folder, choices), {
    dev: { ...dev, ...withoutLoadTest, systems: { "http-scale-out": more } },
    prod: { ...prod, ...withBudget, systems },
  });
  expect(several.systems).toEqual(expect.arrayContaining(["pipeline-worker", "spend"]));
  for (const word of ["nope", "pipeline-worker", "spend"])
    expect(mistake(() => previewedSystems(several, [word]))).toBe(
      `There is no system or environment ${word}.\nChoose from: ${choices}.`,
    );
});

const options = {
  name: "pr-1",
  imageTag: "1.0.0",
  update: false,
  today: new Date("2026-11-29"),
  tell: () => undefined,
  confirm: () => Promise.resolve(),
};

test("error if a preview costs more than the settings allow, before Terraform runs", async () => {
  const talk = previewedSystem(synthesis, ["talk-service"]);
  await expect(up(talk, options)).rejects.toThrow(
    /^A preview of talk-service-dev must cost at most 0\.01 USD a month \(systems\.talk-service\.previews\.maxMonthlyCostUsd in environments\/dev\.ts\), got 0\.\d\d USD\. Lower previews\.tasks or the size of the tasks, or raise the limit\.$/,
  );
});

test("error if there is no image tag", async () => {
  const web = previewedSystem(synthesis, ["http-scale-out", "dev"]);
  await expect(up(web, { ...options, imageTag: undefined })).rejects.toThrow(
    "--image-tag must be the tag of the image to run, but is missing. Push the image of the pull request, and add its tag.",
  );
});

test("only an environment that is protected from deletion asks first", () => {
  const of = (environment: string) => previewedSystem(synthesis, ["http-scale-out", environment]);
  expect([isProtected(of("dev")), isProtected(of("prod"))]).toEqual([false, true]);
});

describe("a failure of the outside world is one message", () => {
  const bin = join(folder, "bin");
  const path = process.env["PATH"];

  /** A Terraform that does nothing, and fails at one of its commands. */
  function failing(command: string, text: string): void {
    mkdirSync(bin, { recursive: true });
    const script = [
      "#!/bin/sh",
      `if [ "$1" = "${command}" ]; then echo '${text}' >&2; exit 1; fi`,
      `if [ "$1" = "output" ]; then echo '{}'; fi`,
    ];
    writeFileSync(join(bin, "terraform"), `${script.join("\n")}\n`, { mode: 0o755 });
  }

  /** A Terraform that writes down its commands, and does what a line of the shell says. */
  function recording(script: string): () => readonly string[] {
    mkdirSync(bin, { recursive: true });
    const log = join(folder, "commands.log");
    writeFileSync(log, "");
    const text = ["#!/bin/sh", `echo "$TF_WORKSPACE: $*" >> '${log}'`, script].join("\n");
    writeFileSync(join(bin, "terraform"), `${text}\n`, { mode: 0o755 });
    return () => readFileSync(log, "utf8").trim().split("\n");
  }

  beforeAll(() => {
    process.env["PATH"] = `${bin}${delimiter}${path ?? ""}`;
  });

  afterAll(() => {
    process.env["PATH"] = path;
    for (const { stack } of previewedSystems(synthesis, []))
      rmSync(workFolder(stack), { recursive: true, force: true });
  });

  test.each([
    ["init", "Error: dial tcp: lookup sts: no such host", /^AWS cannot be reached\. Check/],
    ["init", "Error: No valid credential sources found", /^AWS does not accept your credentials/],
    [
      "init",
      'Error: S3 bucket "x" does not exist.',
      /^The bucket "http-scale-out-tfstate-dev" for Terraform's states does not exist\. Create it first: npm run bootstrap -- dev$/,
    ],
    [
      "workspace",
      "Error: NoSuchBucket: The specified bucket does not exist",
      /^The bucket "http-scale-out-tfstate-dev" for Terraform's states does not exist\./,
    ],
    [
      "plan",
      "Error: reading SSM Parameter (/http-scale-out-dev/previews): couldn't find resource".replace(
        "'",
        "",
      ),
      /^http-scale-out-dev must be deployed with `previews` before its previews are\. Run: npm run cdktf -- deploy http-scale-out-dev$/,
    ],
    [
      "plan",
      "Error acquiring the state lock: StatusCode: 412",
      /^Another run is changing this preview/,
    ],
    [
      "apply",
      "api error TooManyRules: the maximum number of rules",
      /^The load balancer of http-scale-out-dev takes no more previews: AWS allows 100 rules/,
    ],
    [
      "apply",
      "Error: something else",
      /^terraform apply of preview-http-scale-out-dev failed:\nError: something else$/,
    ],
  ])("when terraform %s says: %s", async (command, text, message) => {
    failing(command, text);
    const web = previewedSystem(synthesis, ["http-scale-out", "dev"]);
    await expect(up(web, options)).rejects.toThrow(message);
    await expect(up(web, options)).rejects.toBeInstanceOf(UserError);
  });

  test("Terraform is initialized once for a backend, and never where another command may be running", async () => {
    const commands = recording('[ "$1" = init ] && pwd >> commands.log; true');
    const web = previewedSystem(synthesis, ["http-scale-out", "prod"]);
    await Promise.all([list(web, options.today), list(web, options.today)]);
    await list(web, options.today);
    const initialized = "default: init -input=false -no-color";
    expect([...commands()].sort()).toEqual([
      initialized,
      initialized,
      ...Array<string>(3).fill("default: workspace list -no-color"),
    ]);
    const [inits = ""] = readdirSync(workFolder(web.stack)).filter(
      (name) => name === "commands.log",
    );
    expect(readFileSync(join(workFolder(web.stack), inits), "utf8").trim()).toMatch(
      new RegExp(`^${workFolder(web.stack)}-\\w{6}$`),
    );
    expect(readdirSync(dirname(workFolder(web.stack)))).not.toContainEqual(
      expect.stringContaining("-"),
    );

    const json = web.stack.json.json;
    const backend = { s3: { bucket: "another" } };
    const moved = { ...json, terraform: { ...(json["terraform"] as object), backend } };
    const other = { folder: web.stack.folder, name: web.stack.name, json: { json: moved } };
    expect(workFolder(other as unknown as typeof web.stack)).not.toBe(workFolder(web.stack));
  });

  test("providers that are gone are installed anew by the next command", async () => {
    recording("true");
    const web = previewedSystem(synthesis, ["http-scale-out", "dev"]);
    await list(web, options.today);
    failing("workspace", "Error: Required plugins are not installed");
    await expect(list(web, options.today)).rejects.toThrow(
      "What Terraform had installed for preview-http-scale-out-dev is no longer complete. Run the command again, which installs it anew.",
    );
    const commands = recording("true");
    await list(web, options.today);
    expect(commands()).toHaveLength(2);
  });

  test("no plan is kept, because a plan contains secrets", async () => {
    recording(
      'for word; do case "$word" in -out=*) : > "${word#-out=}";; esac; done; [ "$1" = output ] && echo "{}"; true',
    );
    const web = previewedSystem(synthesis, ["http-scale-out", "dev"]);
    await up(web, options);
    expect(readdirSync(workFolder(web.stack))).toEqual(["cdk.tf.json"]);
  });

  test("Ctrl-C ends it with the way to see what is left", async () => {
    const commands = recording(
      `case "$*" in version*) echo '{ "terraform_version": "1.11.4" }';; plan*) exec sleep 60;; esac`,
    );
    const args = ["tools/run.mjs", "tools/preview/main.ts", "up", "http-scale-out", "dev"];
    const child = spawn(process.execPath, [...args, "--name", "pr-1", "--image-tag", "1"], {
      cwd: projectRoot(),
      env: { ...process.env, CDKTF_OUTDIR: folder },
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const told = text(child.stderr);
    while (!commands().some((command) => command.startsWith("pr-1: plan"))) await pause(20);
    process.kill(-(child.pid ?? 0), "SIGINT");
    expect(await told).toBe(
      "Stopped. To see what there is, run: npm run preview -- list\nAn incomplete preview has no URL. `up --update` completes it, and `down` removes it.\n",
    );
    expect(child.exitCode ?? (await once(child, "close"))[0]).toBe(1);
    expect(commands().at(-1)).toBe("default: workspace delete -no-color pr-1");
  });

  test("what failed first is what is told, even if nothing can be cleaned up", async () => {
    recording(
      `case "$*" in plan*) echo 'first' >&2; exit 1;; "workspace delete"*) echo 'second' >&2; exit 1;; esac`,
    );
    const web = previewedSystem(synthesis, ["http-scale-out", "dev"]);
    await expect(up(web, options)).rejects.toThrow(/^terraform plan of .* failed:\nfirst$/);
  });

  test("another run creates the preview at the same moment", async () => {
    recording(
      `case "$*" in "workspace new"*) echo 'Workspace "pr-1" already exists' >&2; exit 1;; esac`,
    );
    const web = previewedSystem(synthesis, ["http-scale-out", "dev"]);
    await expect(up(web, options)).rejects.toThrow(
      "Another run is creating this preview. Wait for its end, then add --update.",
    );
  });

  test("a sweep goes on where the previews of one system cannot be read", async () => {
    recording(
      [
        `case "$PWD $*" in`,
        `*preview-http-scale-out-dev/*\\ workspace\\ list*) echo 'Error: no rights' >&2; exit 1;;`,
        `*workspace\\ list*) echo '  pr-9';;`,
        `*output*) echo '{}';;`,
        `*version*) echo '{ "terraform_version": "1.11.4" }';;`,
        "esac",
      ].join("\n"),
    );
    const args = ["tools/run.mjs", "tools/preview/main.ts", "sweep", "dev"];
    const swept = await runCommand(process.execPath, args, {
      cwd: projectRoot(),
      env: { ...process.env, CDKTF_OUTDIR: folder },
    });
    expect(swept.stdout.trim().split("\n")).toEqual([
      "Previews of http-scale-out-dev: not read: terraform workspace of preview-http-scale-out-dev failed:",
      "Error: no rights",
      "pr-9 of talk-service-dev: removed, expired on unknown",
    ]);
    expect(swept).toMatchObject({ exitCode: 1, stderr: "" });
  });
});
