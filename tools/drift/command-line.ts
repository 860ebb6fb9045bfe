import { defineCommand } from "../terminal/command-line";

export const DRIFT = defineCommand({
  run: "npm run drift",
  forms: ["[environment, system or stack ...] [options]"],
  summary:
    "Reports what was changed, deleted or added outside Terraform since the last deployment, in stacks and previews. Reads the states and your AWS account, and changes neither. Exit code 0: no drift; 2: drift; 1: a stack could not be read; the others are reported.",
  options: {
    json: { kind: "flag", help: "Print JSON for scripts; docs/how-to/drift.md describes it" },
  },
  examples: [
    ["npm run drift -- prod", "All stacks of one environment, for a nightly job"],
    ["npm run drift -- talk-service prod", "One system in one environment"],
  ],
});
