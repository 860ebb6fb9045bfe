import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { delimiter, join } from "node:path";
import { scripts } from "../../package.json";
import { projectRoot } from "../../tools/project-root";
import { FreshCopy } from "./fresh-copy";

/** In backquotes, because `npm run port` renames the package, and not the script. */
const CDKTF = `cdktf`;

/*
 * Every command against the failures of the outside world that it can meet: one message with the fix, no stack trace, exit
 * code 1. Rehearsals have a table of their own (__tests__/tools/rehearse/outside-world.test.ts), and so has the runner
 * (__tests__/tools/runner/failures.test.ts).
 */

const copy = new FreshCopy().withPackages();
const NOBODY = "http://127.0.0.1:9";
/** Stands for the URL of a server that runs during the tests. */
const TARGET = "<url>";

/** A machine without a network: whoever asks for something is sent to a port on which nobody listens. */
const NO_NETWORK: NodeJS.ProcessEnv = {
  HTTP_PROXY: NOBODY,
  HTTPS_PROXY: NOBODY,
  http_proxy: NOBODY,
  https_proxy: NOBODY,
  NO_PROXY: "",
  no_proxy: "",
  npm_config_registry: NOBODY,
  npm_config_fetch_retries: "0",
  npm_config_cache: copy.path(".build/npm-cache"),
  PIP_INDEX_URL: NOBODY,
  PIP_RETRIES: "0",
  AWS_ENDPOINT_URL: NOBODY,
  AWS_MAX_ATTEMPTS: "1",
};

const NO_CREDENTIALS: NodeJS.ProcessEnv = {
  HOME: copy.path(".build"),
  USERPROFILE: copy.path(".build"),
  AWS_PROFILE: undefined,
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_REGION: "us-east-2",
};

const CREDENTIALS: NodeJS.ProcessEnv = {
  AWS_ACCESS_KEY_ID: "a",
  AWS_SECRET_ACCESS_KEY: "b",
  AWS_REGION: "us-east-2",
};

const FULL_DISK: NodeJS.ProcessEnv = {
  FULL_DISK: copy.folder,
  NODE_OPTIONS: `--require ${JSON.stringify(join(projectRoot(), "__tests__", "support", "full-disk.cjs"))}`,
};

let taken: Server;
let port: string;

/** AWS, where nothing is deployed. */
const emptyAws = createServer((request, response) => {
  const isQuery = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  response.end(
    isQuery === true
      ? "<R><DescribeScheduledActionsResult><ScheduledUpdateGroupActions/></DescribeScheduledActionsResult></R>"
      : '{"ScheduledActions": []}',
  );
});

/** An environment whose systems are asleep at night. */
const ASLEEP = "asleep";

beforeAll(async () => {
  copy.write("plan.json", '{ "format_version": "1.2" }');
  copy.write(
    `environments/${ASLEEP}.ts`,
    copy
      .read("environments/dev.ts")
      .replace(
        "systems: {",
        'nameSuffix: "-asleep", asleep: { from: "20:00", until: "07:00" }, systems: {',
      )
      .replaceAll("tfstate-dev", "tfstate-asleep"),
  );
  copy.write(
    "environments/all.ts",
    `${copy.read("environments/all.ts")}export { default as ${ASLEEP} } from "./${ASLEEP}";\n`,
  );
  await once(emptyAws.listen(0, "127.0.0.1"), "listening");
  const { exitCode } = await copy.node("tools/run.mjs", "main.ts");
  expect(exitCode).toBe(0);
  taken = createServer((_, response) => response.end()).listen(0, "127.0.0.1");
  await once(taken, "listening");
  port = String((taken.address() as AddressInfo).port);
});

afterAll(() => {
  taken.close();
  emptyAws.close();
  copy.remove();
  for (const folder of [PORTED, `${PORTED}-too`]) rmSync(folder, { recursive: true, force: true });
});

/** Where Terraform answers as told; with no answer, there is none. */
function terraform(name: string, script?: string): NodeJS.ProcessEnv {
  const bin = copy.path(`.build/bin-${name}`);
  mkdirSync(bin, { recursive: true });
  const version = `if [ "$1" = version ]; then echo '{"terraform_version": "${script ?? ""}"}'; exit 0; fi`;
  if (script === undefined) return { PATH: bin };
  const file = join(bin, "terraform");
  copy.write(
    `.build/bin-${name}/terraform`,
    script.startsWith("fails: ")
      ? `#!/bin/sh\nif [ "$1" = version ]; then echo '{"terraform_version": "1.11.4"}'; exit 0; fi\necho '${script.slice(7)}' >&2; exit 1\n`
      : `#!/bin/sh\n${version}\nexit 1\n`,
  );
  chmodSync(file, 0o755);
  return { PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
}

async function run(
  script: keyof typeof scripts,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
) {
  const [, ...program] = scripts[script].split(" ");
  const result = await copy.run(process.execPath, [...program, ...words], {
    env: { ...process.env, CI: undefined, TF_CLI_CONFIG_FILE: undefined, ...env },
    timeoutSeconds: 120,
  });
  return { ...result, told: `${result.stdout}${result.stderr}` };
}

type Row = readonly [script: keyof typeof scripts, words: readonly string[]];

async function expectOneMessage(
  [script, words]: Row,
  env: NodeJS.ProcessEnv,
  message: RegExp,
): Promise<void> {
  const { exitCode, told } = await run(script, words, env);
  expect(told).toMatch(message);
  expect(new Set(told.match(new RegExp(message, "g")))).toHaveProperty("size", 1);
  expect(told).not.toMatch(/\n\s+at .*[:(]/);
  expect(exitCode).toBe(1);
}

/** A folder beside the copy. */
const PORTED = `${copy.folder}-ported`;
const DEPLOY = ["deploy", "http-scale-out-dev", "--auto-approve", "--var", "image_tag=1"];
/** What each command that runs Terraform is about. */
const WORDS = { bootstrap: ["dev", "--yes"], [CDKTF]: DEPLOY, drift: ["http-scale-out-dev"] };
const INIT = ["--image", "ghcr.io/acme/shop:2.1.0", "--port", "3000", "--name", "shop"];

describe("a full disk is one message for", () => {
  test.each<Row>([
    ["synth", []],
    ["start", []],
    ["init", INIT],
    ["import", [join(projectRoot(), "__tests__/fixtures/import/compose/gitea")]],
    ["local", ["http-scale-out", "--port", "0"]],
    ["load-test", [TARGET, "--load", "step:10x", "--rate", "1", "--seconds", "1"]],
    ["simulate", ["http-scale-out", "dev", "--html", "page.html"]],
    ["audit", ["dev", "--sarif", "audit.sarif"]],
    ["bootstrap", ["dev", "--yes"]],
    [CDKTF, DEPLOY],
    ["rehearse", ["http-scale-out", "--report", "report.json"]],
    ["docs", ["--build"]],
    ["page", []],
    ["diagram", []],
    ["map", []],
    ["settings", []],
    ["port", [PORTED]],
  ])("%s", async (script, words) => {
    const disk = script === "port" ? { ...FULL_DISK, FULL_DISK: PORTED } : FULL_DISK;
    // These write what changed only.
    for (const page of ["docs/design.md", "README.md"])
      copy.write(page, copy.read(page).replace("flowchart LR", "flowchart TD"));
    copy.write("docs/reference/settings.md", "");
    copy.write("environments/dev.ts", `${copy.read("environments/dev.ts")}// changed\n`);
    const message = script === "rehearse" ? /no space left on device/ : /The disk is full/;
    const url = `http://127.0.0.1:${port}/`;
    const there = words.map((word) => (word === TARGET ? url : word));
    await expectOneMessage([script, there], disk, message);
  });

  (existsSync("/dev/full") ? test : test.skip).each(Object.keys(scripts))(
    "%s, which cannot print",
    (script) => {
      const [, ...program] = scripts[script as keyof typeof scripts].split(" ");
      const full = openSync("/dev/full", "w");
      try {
        const { status, stderr } = spawnSync(process.execPath, [...program, "--help"], {
          cwd: copy.folder,
          encoding: "utf8",
          stdio: ["ignore", full, "pipe"],
        });
        expect(stderr.match(/^The disk is full\. Free some space/gm)).toHaveLength(1);
        expect(stderr).not.toMatch(/\n\s+at /);
        expect(status).toBe(1);
      } finally {
        closeSync(full);
      }
    },
  );
});

describe("a port in use is one message for", () => {
  test.each<[keyof typeof scripts, (port: string) => readonly string[], RegExp]>([
    [
      "local",
      (at) => ["http-scale-out", "--port", at],
      /--port \d+ is taken by another program\. /,
    ],
    ["docs", (at) => ["--port", at], /--port must be a free port, got \d+, which another program/],
  ])("%s", async (script, words, message) => {
    await expectOneMessage([script, words(port)], {}, message);
  });
});

describe("no network is one message for", () => {
  test.each<[keyof typeof scripts, readonly string[], RegExp]>([
    ["docs", ["--build"], /npm cannot reach http:\/\/127\.0\.0\.1:9 .*Check the network/],
    ["page", [], /npm cannot reach http:\/\/127\.0\.0\.1:9 .*Check the network/],
    ["port", [`${PORTED}-too`], /npm cannot reach .*Check the network/],
    [
      "audit",
      ["--plan", "plan.json"],
      /packages of tools.audit.scanners.requirements\.txt cannot be installed [^]*pypi\.org/,
    ],
    [
      "facts",
      [],
      /tools.facts.requirements\.txt cannot be installed \(ERROR: .*Check that pip reaches pypi\.org/,
    ],
    ["cost", ["--refresh-prices", "us-east-2"], /Price List cannot be read: .*Check the network/],
    ["wake", [ASLEEP, "--yes"], /AWS cannot be reached, so it did not wake .*Check the network/],
    [
      "gate",
      ["scan", "shop:1"],
      /AWS cannot be reached, so it did not return the scan of shop:1: /,
    ],
    ["load-test", [NOBODY], /must be reachable from this machine: .*Check the URL, the network/],
  ])("%s", async (script, words, message) => {
    await expectOneMessage([script, words], { ...NO_NETWORK, ...CREDENTIALS }, message);
  });

  test.each(["bootstrap", CDKTF, "drift"] as const)("%s", async (script) => {
    const offline = terraform("offline", "fails: Error: dial tcp: lookup sts: no such host");
    const words = WORDS[script];
    await expectOneMessage([script, words], offline, /AWS cannot be reached\. Check the network/);
  });
});

describe("no credentials are one message for", () => {
  test.each<[keyof typeof scripts, readonly string[], RegExp]>([
    ["cost", ["--refresh-prices", "us-east-2"], /Price List cannot be read: .*Sign in with/],
    [
      "load-test",
      [`${NOBODY}/`, "--yes", "--stack", "http-scale-out-dev"],
      /--stack needs AWS credentials .*Run `aws configure`/,
    ],
    ["wake", [ASLEEP, "--yes"], /--yes needs AWS credentials .*Run `aws configure`/],
    ["gate", ["alarms", "shop"], /gate needs AWS credentials .*Run `aws configure`/],
  ])("%s", async (script, words, message) => {
    await expectOneMessage([script, words], NO_CREDENTIALS, message);
  });

  test.each(["bootstrap", CDKTF, "drift"] as const)("%s", async (script) => {
    const refused = terraform("refused", "fails: Error: No valid credential sources found");
    const words = WORDS[script];
    await expectOneMessage(
      [script, words],
      refused,
      /AWS does not accept your credentials\. Sign in/,
    );
  });
});

test("audit says in one message that Python is missing", async () => {
  const message = /no python3? on the PATH\. Install Python 3\.\d+/;
  await expectOneMessage(["audit", ["--plan", "plan.json"]], terraform("none"), message);
});

describe.each(["bootstrap", CDKTF, "drift"] as const)("%s says in one message that", (script) => {
  const words = WORDS[script];

  test.each<[string, () => NodeJS.ProcessEnv, RegExp]>([
    [
      "Terraform is missing",
      () => terraform("none"),
      /no terraform on the PATH\. Install Terraform 1\.11/,
    ],
    [
      "Terraform is too old",
      () => terraform("old", "1.9.8"),
      /terraform on the PATH is 1\.9\.8\. Install/,
    ],
    [
      "the provider cannot be downloaded",
      () => terraform("no-provider", "fails: Error: Failed to query available provider packages"),
      /The AWS provider cannot be downloaded\. Check the network/,
    ],
  ])("%s", async (_, env, message) => {
    await expectOneMessage([script, words], env(), message);
  });
});

test.each([CDKTF, "drift"] as const)(
  "%s says in one message that there is no state bucket yet",
  async (script) => {
    const env = terraform("no-bucket", 'fails: Error: S3 bucket "x" does not exist.');
    const message =
      /for Terraform's states does not exist\. Create it first: npm run bootstrap -- dev/;
    await expectOneMessage([script, WORDS[script]], env, message);
  },
);

test("wake says in one message that nothing is deployed that could wake", async () => {
  const { port } = emptyAws.address() as AddressInfo;
  await expectOneMessage(
    ["wake", [ASLEEP, "--yes"]],
    { ...CREDENTIALS, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` },
    /AWS knows no scheduled action "awake" of .*Deploy .*-asleep with the setting asleep first/,
  );
});

describe("no synthesis is one message for", () => {
  test.each<Row>([
    ["audit", []],
    ["cost", ["dev"]],
    ["openapi", ["http-api-dev"]],
    ["compare", ["nothing"]],
    ["status", ["http-scale-out"]],
    ["logs", ["http-scale-out"]],
    ["exec", ["http-scale-out"]],
    ["switch", ["talk-service"]],
    ["wake", ["dev"]],
    ["drift", ["http-scale-out-dev"]],
    ["simulate", ["http-scale-out", "dev"]],
    ["rehearse", ["http-scale-out"]],
  ])("%s", async (script, words) => {
    const message = /There is no .*nothing.manifest\.json: run "npm run synth" first\./;
    await expectOneMessage([script, words], { CDKTF_OUTDIR: copy.path("nothing") }, message);
  });
});

test("guard says in one message that a plan cannot be read", async () => {
  await expectOneMessage(["guard", ["nothing.json"]], {}, /nothing\.json cannot be read: /);
});
