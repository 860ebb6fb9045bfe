import { defineCommand } from "../terminal/command-line";

export const SETTINGS = defineCommand({
  run: "npm run settings",
  forms: [""],
  summary:
    "Writes the tables of all settings from the schema: docs/reference/settings.md and the pages in docs/reference/systems. Also writes a JSON schema for other programs: docs/reference/settings.schema.json.",
  options: {},
  examples: [["npm run settings", "Update the tables after a change of the schema"]],
  maxWords: 0,
});
