import { defineCommand } from "../terminal/command-line";

export const PORT = defineCommand({
  run: "npm run port",
  forms: ["<folder>"],
  summary:
    "Copies the project into a new folder and moves the copy from CDKTF, which ended in December 2025, to its continuation CDK Terrain (cdktn). Then installs, type-checks and synthesizes the copy, and compares what both make.",
  options: {},
  examples: [
    ["npm run port -- ../http-scale-out-cdktn", "Create a ported copy next to the project"],
  ],
  maxWords: 1,
});
