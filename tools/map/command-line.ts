import { defineCommand } from "../terminal/command-line";

export const MAP = defineCommand({
  run: "npm run map",
  forms: [""],
  summary: "Updates the diagrams in docs/design.md, which show the imports between folders.",
  options: {},
  examples: [["npm run map", "Update the diagrams after imports changed"]],
  maxWords: 0,
});
