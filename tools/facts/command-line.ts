import { defineCommand } from "../terminal/command-line";

export const FACTS = defineCommand({
  run: "npm run facts",
  forms: [""],
  summary:
    "Updates aws/generated/ from packages that contain AWS's published data, and prints what changed. Needs Python 3 and a " +
    "connection to pypi.org.",
  options: {},
  examples: [["npm run facts", "Update the tables of regions, instance types and databases"]],
  maxWords: 0,
});
