import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { scripts } from "../../package.json";
import { projectRoot } from "../../tools/project-root";
import { missingTerraform } from "../../tools/rehearse/requirements";
import { FreshCopy } from "./fresh-copy";
import { runOnTerminal } from "./terminal";

/** In backquotes, because `npm run port` renames the package, and not the script. */
const CDKTF = `cdktf`;

/*
 * Every command that runs offline, into a pipe and on a terminal with NO_COLOR. A pipe gets no escape codes at all; a terminal
 * with NO_COLOR may have its lines erased, but gets no colors (https://no-color.org).
 */

const copy = new FreshCopy().withPackages();
const target = createServer((_, response) => response.end());

beforeAll(async () => {
  await once(target.listen(0, "127.0.0.1"), "listening");
  expect(await copy.node("tools/run.mjs", "main.ts")).toMatchObject({ exitCode: 0 });
});

afterAll(() => {
  target.close();
  copy.remove();
});

type Row = readonly [script: keyof typeof scripts, ...words: string[]];

const COMPOSE = join(projectRoot(), "__tests__/fixtures/import/compose/gitea");
/** Stands for the URL of a server that runs during the tests. */
const TARGET = "<url>";
const COMMANDS: readonly Row[] = [
  ["synth"],
  ["synth", "talk-servce"],
  ["help"],
  ["init", "--image", "acme/shop:1", "--port", "3000", "--name", "shop"],
  ["import", COMPOSE, "--dry-run"],
  ["simulate", "http-scale-out", "dev", "--load", "step:10x", "--rate", "30"],
  ["load-test", TARGET, "--load", "step:10x", "--rate", "1", "--seconds", "3"],
  ["cost", "dev"],
  ["audit", "dev", "--details"],
  ["audit", "nothing"],
  ["status", "http-scale-out"],
  ["logs", "http-scale-out"],
  ["exec", "http-scale-out"],
  ["switch", "talk-service"],
  ["wake", "dev"],
  ["drift", "nothing"],
  ["preview", "nothing"],
  ["openapi", "http-api-dev"],
  ["compare", "cdktf.out"],
  ["diagram"],
  ["map"],
  ["settings"],
  ["guard", "nothing.json"],
  ["gate", "nothing"],
  ["local", "nothing"],
  ["rehearse", "nothing"],
  ["bootstrap", "nothing", "--yes"],
  ["port", "."],
  ["test", "nothing"],
  ...(missingTerraform() === undefined ? [[CDKTF, "list"] as const] : []),
  ...(Object.keys(scripts) as (keyof typeof scripts)[]).map((script): Row => [script, "--help"]),
];

const named = COMMANDS.map(([script, ...words]) => {
  const [, ...program] = scripts[script].split(" ");
  const shown = words.map((word) => (word === COMPOSE ? "<file>" : word));
  return [`${script} ${shown.join(" ")}`.trim(), [...program, ...words]] as const;
});

function reached(words: readonly string[]): readonly string[] {
  const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/`;
  return words.map((word) => (word === TARGET ? url : word));
}

const ENVIRONMENT = { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined, CI: undefined };
const COLOR = /\u001b\[[\d;]*m/;

test.each(named)("%s prints no escape codes into a pipe", async (_, words) => {
  const { stdout, stderr } = await copy.run(process.execPath, reached(words), {
    env: ENVIRONMENT,
  });
  expect(`${stdout}${stderr}`).not.toBe("");
  expect(`${stdout}${stderr}`).not.toContain("\u001b");
});

// On a terminal, init asks: __tests__/setup/init-and-import.test.ts answers it there, with NO_COLOR.
const unattended = named.filter(([name]) => !name.startsWith("init --image"));

test.each(unattended)("%s prints no colors on a terminal with NO_COLOR", async (_, words) => {
  const { output } = await runOnTerminal(reached(words), copy.folder, {
    ...ENVIRONMENT,
    NO_COLOR: "1",
  });
  expect(output).not.toBe("");
  expect(output).not.toMatch(COLOR);
});

test("import prints colors on a terminal without NO_COLOR", async () => {
  const [, words] = named.find(([name]) => name === "import <file> --dry-run")!;
  const { output } = await runOnTerminal(reached(words), copy.folder, ENVIRONMENT);
  expect(output).toMatch(COLOR);
});
