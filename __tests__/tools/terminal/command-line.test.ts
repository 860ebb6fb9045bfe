import { helpOf } from "../../../tools/terminal/command-help";
import { defineCommand, readCommandLine } from "../../../tools/terminal/command-line";
import { nearest, requireKnown } from "../../../tools/terminal/nearest";

const COMMAND = defineCommand({
  run: "npm run fly",
  forms: ["<where>", "--land"],
  summary: "Flies somewhere.",
  options: {
    land: { kind: "flag", help: "Land" },
    airline: { kind: "text", value: "<name>", oneOf: ["red", "blue"], help: "Who flies" },
    seats: { kind: "number", value: "<number>", min: 1, max: 9, help: "How many" },
    stop: { kind: "list", value: "<town>", help: "Stop there" },
    meal: { kind: "assignments", value: "<seat>=<meal>", help: "What to eat" },
  },
  examples: [["npm run fly -- rome", "Fly to Rome"]],
  takesAssignments: true,
  maxWords: 1,
});

const read = (...args: string[]) => readCommandLine(COMMAND, args);

it("reads words, assignments and options in any order, each with its type", () => {
  expect(
    read("--stop", "a", "--seats=2", "rome", "--meal", "1=a=b", "day=1", "--stop", "b", "--land"),
  ).toEqual({
    words: ["rome"],
    assignments: { day: "1" },
    options: { land: true, airline: undefined, seats: 2, stop: ["a", "b"], meal: { "1": "a=b" } },
    asksForHelp: false,
  });
});

it("takes the last of an option that counts once", () => {
  expect(read("--seats", "2", "--seats", "3").options.seats).toBe(3);
});

it.each<[readonly string[], string]>([
  [["--saets", "2"], "There is no option --saets. Did you mean --seats?"],
  [["--seats", "ten"], '--seats must be a whole number from 1 to 9, got "ten".'],
  [["--seats", "1.5"], '--seats must be a whole number from 1 to 9, got "1.5".'],
  [["--seats", "0"], '--seats must be a whole number from 1 to 9, got "0".'],
  [["--seats"], "--seats needs a value: --seats <number>"],
  [["--seats", "--land"], "--seats needs a value: --seats <number>"],
  [["--stop="], "--stop needs a value: --stop <town>"],
  [["--land=yes"], '--land takes no value, got "yes".'],
  [["--airline", "bleu"], '--airline must be one of red, blue, got "bleu". Did you mean blue?'],
  [["--meal", "soup"], '--meal must have the form name=value, got "soup".'],
  [["=x"], 'must have the form name=value, got "=x".'],
  [["rome", "paris", "oslo"], "paris oslo: npm run fly takes at most 1 word here."],
])("refuses %j", (args, message) => {
  expect(() => read(...args)).toThrow(message);
});

it("[2026-11 E10] reports all mistakes at once, and how to get help", () => {
  const message = [
    "There is no option --lnad. Did you mean --land?",
    "b: npm run fly takes at most 1 word here.",
    '--seats must be a whole number from 1 to 9, got "x".',
    "For help: npm run fly -- --help",
  ].join("\n");
  expect(() => read("--lnad", "a", "b", "--seats", "x")).toThrow(message);
});

it.each(["--help", "-h"])("[2026-11 E7] asks for help with %s, whatever else is wrong", (word) => {
  expect(read(word, "--what", "a", "b").asksForHelp).toBe(true);
});

it("[2026-11 E7] has a help with forms, every option and examples", () => {
  expect(helpOf(COMMAND)).toBe(`Usage: npm run fly -- <where>
       npm run fly -- --land

Flies somewhere.

Options:
  --land                Land
  --airline <name>      Who flies (red, blue)
  --seats <number>      How many
  --stop <town>         Stop there (repeatable)
  --meal <seat>=<meal>  What to eat (repeatable)
  --help, -h            Show this help

Examples:
  npm run fly -- rome
      Fly to Rome`);
});

it("answers an unknown word with the nearest, by its part or by its letters", () => {
  expect(nearest("talk", ["a-very-long-talk-service", "tall"])).toBe("a-very-long-talk-service");
  expect(nearest("rset-api", ["http-api", "rest-api"])).toBe("rest-api");
  expect(nearest("wbe", ["api", "web"])).toBe("web");
  expect(nearest("a", [])).toBeUndefined();
  expect(() => {
    requireKnown("tier", ["unti", "lint"], ["unit", "lint"]);
  }).toThrow("There is no tier unti. Did you mean unit?\nChoose from: unit, lint.");
});

it("suggests nothing that is not near", () => {
  expect(nearest("nosuch-dev", ["worker-ta", "rest-api-dev"])).toBeUndefined();
  expect(() => {
    requireKnown("tier", ["everything"], ["unit", "lint"]);
  }).toThrow(/^There is no tier everything\.\nChoose from: unit, lint\.$/);
});
