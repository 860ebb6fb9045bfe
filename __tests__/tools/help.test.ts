import { accessSync, constants, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../tools/project-root";
import { scripts } from "../../package.json";

const help = readFileSync(join(projectRoot(), "help"), "utf8");
const names = Object.keys(scripts);

/** Programs that stand elsewhere than in a folder of tools/ with the script's name, with the reason. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  synth: "main.ts", // the product itself
  guard: "tools/rehearse/guard/main.ts", // a part of each rehearsal
  status: "tools/operate/main.ts status", // three questions about one deployed service
  logs: "tools/operate/main.ts logs",
  exec: "tools/operate/main.ts exec",
  switch: "tools/operate/main.ts switch",
  format: "tools/lint/main.ts --fix",
  bench: "bench/main.ts",
};

it("has the scripts of package.json as its verbs, in their order", () => {
  const verbs = [...help.matchAll(/^ {2}([a-z-]+): /gm)].map(([, verb]) => verb);
  expect(verbs).toEqual(names);
});

it("shows a command with each verb", () => {
  const sections = help.split(/^ {2}(?=[a-z-]+: )/m).slice(1);
  const shown = sections.map((section) => /npm (?:run (?:-s )?)?([a-z-]+)/.exec(section)?.[1]);
  expect(shown).toEqual(names);
});

it("each script runs the folder of tools/ with its name", () => {
  const expected = names.map((name) => [
    name,
    `node tools/run.mjs ${ELSEWHERE[name] ?? `tools/${name}/main.ts`}`,
  ]);
  expect(scripts).toEqual(Object.fromEntries(expected));
});

it("each program in tools/ is a script", () => {
  const tools = readdirSync(join(projectRoot(), "tools"));
  const programs = tools.filter((name) =>
    existsSync(join(projectRoot(), "tools", name, "main.ts")),
  );
  const commands = Object.values(scripts).join("\n");
  expect(programs.filter((name) => !commands.includes(`tools/${name}/main.ts`))).toEqual([]);
});

it("[2026-11 E7] is a program", () => {
  expect(help).toMatch(/^#!\/usr\/bin\/tail -n\+2\n=/);
  expect(() => {
    accessSync(join(projectRoot(), "help"), constants.X_OK);
  }).not.toThrow();
});
