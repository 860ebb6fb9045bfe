import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { scripts } from "../../package.json";
import { projectRoot } from "../../tools/project-root";
import { FreshCopy } from "./fresh-copy";
import { startOnTerminal } from "./terminal";

/** In backquotes, because `npm run port` renames the package, and not the script. */
const CDKTF = `cdktf`;

/*
 * Every command that can take more than two seconds, with what makes it slow: it tells how long it has been at work, on a
 * terminal and without one. The tests wait for the line, however long a busy machine takes.
 */

type Script = keyof typeof scripts;

const copy = new FreshCopy().withPackages();
/** Without a page to build, which would come first. */
const withoutPage = new FreshCopy().withPackages();
const PORTED = `${copy.folder}-ported`;
const COMPOSE = join(projectRoot(), "__tests__/fixtures/import/compose/gitea");

/** Takes every request, and answers those of the load test only. */
const server = createServer((request, response) => {
  if (request.method === "GET" && !("authorization" in request.headers)) response.end();
});
let url: string;

beforeAll(async () => {
  rmSync(withoutPage.path("web/package-lock.json"));
  withoutPage.replace("environments/dev.ts", "systems: {", `asleep: ${ASLEEP}, systems: {`);
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  withoutPage.replace("environments/dev.ts", "serviceScaling:", "previews: {}, serviceScaling:");
  for (const each of [copy, withoutPage])
    expect(await each.node("tools/run.mjs", "main.ts")).toMatchObject({ exitCode: 0 });
  for (const chain of CHAINS) void runChain(chain);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  copy.remove();
  withoutPage.remove();
  rmSync(PORTED, { recursive: true, force: true });
});

const ASLEEP = '{ from: "20:00", until: "07:00", timezone: "Europe/Berlin" }';

/** A program on the PATH that does not end. */
function stuck(program: string, script = ""): NodeJS.ProcessEnv {
  const bin = `.build/bin-${program}`;
  mkdirSync(copy.path(bin), { recursive: true });
  copy.write(`${bin}/${program}`, `#!/bin/sh\n${script}\nexec sleep 60\n`);
  chmodSync(copy.path(`${bin}/${program}`), 0o755);
  return { PATH: `${copy.path(bin)}${delimiter}${process.env.PATH ?? ""}` };
}

function slowFiles(pattern: string, milliseconds: number): NodeJS.ProcessEnv {
  const preload = join(projectRoot(), "__tests__", "support", "slow-files.cjs");
  return {
    SLOW_FILES: pattern,
    SLOW_MS: String(milliseconds),
    NODE_OPTIONS: `--require ${JSON.stringify(preload)}`,
  };
}

const slowSynth = () => slowFiles("cdk\\.tf\\.json$", 300);
const slowNpm = () => stuck("npm");
const terraform = () =>
  stuck(
    "terraform",
    `if [ "$1" = version ]; then echo '{"terraform_version": "1.11.4"}'; exit 0; fi`,
  );
const silentAws = () => ({
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: "a",
  AWS_SECRET_ACCESS_KEY: "b",
  AWS_REGION: "us-east-2",
});
/** A synthesis writes what changed only. */
const changed = (environment: () => NodeJS.ProcessEnv) => () => {
  const file = "environments/dev.ts";
  withoutPage.write(file, `${withoutPage.read(file)}// changed\n`);
  return environment();
};

interface Slow {
  readonly script: Script;
  readonly words?: readonly string[];
  readonly env?: () => NodeJS.ProcessEnv;
  readonly in?: FreshCopy;
}

const SLOW: readonly Slow[] = [
  { script: "start", env: slowNpm, in: copy },
  { script: "start", env: changed(slowSynth) },
  { script: "synth", env: slowSynth },
  {
    script: "init",
    words: [
      "--image",
      "acme/shop:1",
      "--port",
      "3000",
      "--name",
      "shop",
      "--environment",
      "sandbox",
      "--replace",
      "--yes",
    ],
    env: slowSynth,
  },
  { script: "import", words: [COMPOSE, "--environment", "qa", "--replace"], env: slowSynth },
  { script: "local", words: ["http-scale-out", "--port", "0"], env: changed(slowSynth) },
  {
    script: "load-test",
    words: ["<url>", "--load", "step:10x", "--rate", "1", "--seconds", "60"],
  },
  {
    script: "simulate",
    words: ["http-scale-out", "dev", "--load", "day", "--rate", "300", "--sensitivity"],
  },
  { script: "cost", words: ["--refresh-prices", "us-east-2"], env: silentAws },
  { script: "wake", words: ["dev", "--yes"], env: silentAws },
  { script: "gate", words: ["scan", "shop:1"], env: silentAws },
  { script: "bootstrap", words: ["dev", "--yes"], env: terraform },
  {
    script: CDKTF,
    words: ["deploy", "http-scale-out-dev", "--auto-approve", "--var", "image_tag=1"],
    env: terraform,
  },
  { script: "drift", words: ["http-scale-out-dev"], env: terraform },
  { script: "preview", words: ["list"], env: terraform },
  { script: "rehearse", words: ["http-scale-out"], env: terraform },
  { script: "facts", env: () => stuck("python3") },
  { script: "page", env: slowNpm, in: copy },
  { script: "docs", words: ["--build"], env: slowNpm },
  { script: "port", words: [PORTED], env: slowNpm },
  { script: "settings", env: () => slowFiles("settings/schema/.*\\.ts$", 100) },
  { script: "lint" },
  { script: "format" },
  { script: "bench", words: ["synth"] },
];

/** Commands that wait for nothing, and `test`, whose tiers print each file of tests as it ends. */
const QUICK: readonly Script[] = [
  ...(["help", "status", "logs", "exec", "switch", "guard", "audit", "openapi"] as const),
  ...(["compare", "diagram", "map", "test"] as const),
];

test("has every command", () => {
  const held = new Set([...SLOW.map(({ script }) => script), ...QUICK]);
  expect(CHAINS.flat().sort()).toEqual([...new Set(SLOW.map(({ script }) => script))].sort());
  expect([...held].sort()).toEqual(Object.keys(scripts).sort());
});

/** What is told, up to the line with the time. */
const TOLD = /\.\.\. \d+ s|\b\d+ s of /;

/** Rows that have nothing in common run side by side: most of their time they wait. */
const CHAINS: readonly (readonly Script[])[] = [
  ["start", "synth", "init", "import", "local", "bootstrap", CDKTF, "simulate"],
  [
    "load-test",
    "cost",
    "wake",
    "gate",
    "drift",
    "preview",
    "rehearse",
    "facts",
    "page",
    "docs",
    "port",
    "settings",
  ],
  ["lint", "format", "bench"],
];

interface Outcome {
  readonly told: string;
  readonly isAtWork: boolean;
}

const rows = SLOW.flatMap((slow) =>
  (["in plain lines", "on a terminal"] as const).map((where) => {
    let settle: (outcome: Outcome) => void = () => undefined;
    const outcome = new Promise<Outcome>((resolve) => (settle = resolve));
    return { name: `${slow.script} ${(slow.words ?? []).join(" ")}`, where, slow, outcome, settle };
  }),
);

async function runChain(chain: readonly Script[]): Promise<void> {
  for (const { slow, where, settle } of rows.filter((row) => chain.includes(row.slow.script)))
    settle(await (where === "on a terminal" ? onTerminal(slow) : intoPipes(slow)));
}

function commandOf({ script, words = [], env, in: folder = withoutPage }: Slow) {
  if (script === "port") rmSync(PORTED, { recursive: true, force: true });
  const [, ...program] = scripts[script].split(" ");
  return {
    words: [...program, ...words.map((word) => (word === "<url>" ? url : word))],
    cwd: folder.folder,
    env: { ...process.env, CI: undefined, NO_COLOR: undefined, ...env?.() },
  };
}

/** Runs a command until it tells how long it takes, or ends. */
async function intoPipes(slow: Slow): Promise<Outcome> {
  const { words, cwd, env } = commandOf(slow);
  const child = spawn(process.execPath, words, { cwd, env, detached: true });
  let told = "";
  await new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (data: Buffer) => {
        told += data.toString();
        if (TOLD.test(told)) resolve();
      });
    child.once("close", () => {
      resolve();
    });
  });
  const isAtWork = child.exitCode === null;
  if (child.pid !== undefined && isAtWork) {
    process.kill(-child.pid, "SIGKILL");
    await once(child, "close");
  }
  return { told, isAtWork };
}

async function onTerminal(slow: Slow): Promise<Outcome> {
  const { words, cwd, env } = commandOf(slow);
  const terminal = startOnTerminal(words, cwd, env);
  let told = "";
  const isAtWork = await new Promise<boolean>((resolve) => {
    terminal.onData((data) => {
      told += stripVTControlCharacters(data);
      if (TOLD.test(told)) resolve(true);
    });
    terminal.onExit(() => {
      resolve(false);
    });
  });
  if (isAtWork) process.kill(-terminal.pid, "SIGKILL");
  return { told, isAtWork };
}

test.each(rows)("$name tells $where how long it takes", async ({ where, outcome }) => {
  const { told, isAtWork } = await outcome;
  expect(told).toMatch(TOLD);
  if (where === "in plain lines") expect(told).not.toContain("\u001b");
  expect(isAtWork).toBe(true);
});
