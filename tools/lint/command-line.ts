import { defineCommand } from "../terminal/command-line";

export const LINT = defineCommand({
  run: "npm run lint",
  forms: ["[--fix]"],
  summary: "Checks types, rules and formatting; all of them even when the first finds something.",
  options: { fix: { kind: "flag", help: "Repair what a program can repair" } },
  examples: [
    ["npm run lint", "Check everything"],
    ["npm run format", "Repair what a program can repair"],
  ],
  maxWords: 0,
});
