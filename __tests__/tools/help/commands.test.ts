import { parse } from "shell-quote";
import { scripts } from "../../../package.json";
import { COMMANDS } from "../../../tools/help/commands";
import { asCommand } from "../../../tools/terminal/as-command";
import type { Command } from "../../../tools/terminal/command-line";
import { readCommandLine } from "../../../tools/terminal/command-line";

// After an error, a command ends its process half a second later.
beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const table = Object.entries(COMMANDS);

/** The cdktf command reads its own options. */
const owned = table.filter(([script]) => script !== "cdktf");

async function outcomeOf(command: Command, args: readonly string[]) {
  const lines: string[] = [];
  const keep = (text: string) => lines.push(text);
  const spies = [
    jest.spyOn(console, "log").mockImplementation(keep),
    jest.spyOn(console, "error").mockImplementation(keep),
  ];
  process.exitCode = undefined;
  await asCommand(command, () => fail("The program must not start."), args);
  spies.forEach((spy) => {
    spy.mockRestore();
  });
  const { exitCode = 0 } = process as { exitCode?: number };
  process.exitCode = undefined;
  return { exitCode, told: lines.join("\n") };
}

function fail(message: string): never {
  throw new Error(message);
}

/** The arguments of a command in an example, as far as a pipe or a redirection. */
function argumentsIn(example: string): readonly string[] {
  const words = parse(example);
  const end = words.findIndex((word) => typeof word !== "string" && !("pattern" in word));
  const own = (end === -1 ? words : words.slice(0, end)).map((word) =>
    typeof word === "string" ? word : "pattern" in word ? word.pattern : "",
  );
  return own.includes("--") ? own.slice(own.indexOf("--") + 1) : [];
}

it("describes each script of package.json", () => {
  expect(Object.keys(COMMANDS).sort()).toEqual(Object.keys(scripts).sort());
});

it.each(table)("%s answers --help with its examples, and ends with 0", async (_, command) => {
  const { exitCode, told } = await outcomeOf(command, ["--help"]);
  expect(exitCode).toBe(0);
  expect(told).toMatch(/^Usage: npm /);
  expect(command.examples.length).toBeGreaterThan(0);
  for (const [example, what] of command.examples)
    expect(told).toContain(`${example}\n      ${what}`);
});

it.each(table)("%s has examples that it accepts", (script, command) => {
  const names = script === "lint" || script === "format" ? "lint|format" : script;
  for (const [example] of command.examples) {
    expect(example).toMatch(new RegExp(`(^|\\| )npm (run )?(-s )?(${names})\\b`));
    expect(() => readCommandLine(command, argumentsIn(example))).not.toThrow();
  }
});

it.each(owned)(
  "%s answers an unknown option with the nearest, and ends with 1",
  async (_, command) => {
    const [option = "help"] = Object.keys(command.options);
    const { exitCode, told } = await outcomeOf(command, [`--${option}z`]);
    expect(told).toContain(`There is no option --${option}z. Did you mean --${option}?`);
    expect(told).toContain(`For help: ${command.run} -- --help`);
    expect(exitCode).toBe(1);
  },
);
