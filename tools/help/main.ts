import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import { defineCommand } from "../terminal/command-line";

const HELP = defineCommand({
  run: "npm run help",
  forms: [""],
  summary: "Prints every command of the project, grouped by task (the file `help`).",
  options: {},
  examples: [["npm run help", "Print every command"]],
  maxWords: 0,
});

void asCommand(HELP, () => {
  // Its first line lets the file be run as a program: `./help`.
  const [, ...lines] = readFileSync(join(projectRoot(), "help"), "utf8").split("\n");
  process.stdout.write(lines.join("\n"));
  return 0;
});
