import { defineCommand } from "../terminal/command-line";
import { TIERS } from "./tiers";

const names = TIERS.map(({ name }) => name);

export const TEST = defineCommand({
  run: "npm test",
  forms: ["[tier ...] [options]"],
  summary: `Runs the tests of the tiers that you name, or of all: ${names.join(", ")}. Ends with the counts on one line.`,
  options: {
    changed: {
      kind: "flag",
      help: "Run only what the changes since the branch main can affect, including uncommitted ones",
    },
  },
  examples: [
    ["npm test", "Run everything that this machine can run, and name what it skipped"],
    ["npm test -- unit property", "Run two tiers"],
    ["npm test -- --changed", "Run what your changes can affect"],
  ],
});
