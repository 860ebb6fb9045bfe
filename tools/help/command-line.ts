import { defineCommand } from "../terminal/command-line";

export const SHELLS = ["bash", "zsh", "fish"] as const;

export const HELP = defineCommand({
  run: "npm run help",
  forms: ["", `completion <${SHELLS.join("|")}>`],
  summary:
    "Prints every command of the project, grouped by task (the file `help`), or a script with which your shell completes " +
    "commands, systems, environments and options.",
  options: {},
  examples: [
    ["npm run help", "Print every command"],
    [
      "npm run -s help -- completion bash >> ~/.bashrc",
      "Complete what you type in bash, in shells that you open from now on",
    ],
  ],
});
