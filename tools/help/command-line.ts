import { defineCommand } from "../terminal/command-line";

export const HELP = defineCommand({
  run: "npm run help",
  forms: [""],
  summary: "Prints every command of the project, grouped by task (the file `help`).",
  options: {},
  examples: [["npm run help", "Print every command"]],
  maxWords: 0,
});
