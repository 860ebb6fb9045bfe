import { defineCommand } from "../terminal/command-line";

/** What shell completion offers after `npm run cdktf`; the cdktf command itself reads and explains the rest. */
export const CDKTF = defineCommand({
  run: "npm run cdktf",
  forms: [
    "deploy <stack ...> [options]",
    "destroy <stack ...> [options]",
    "diff <stack> [options]",
    "output <stack ...>",
    "list",
    "synth",
  ],
  summary:
    "Runs the cdktf command of the project's packages, after checks for problems that it reports late or unclearly.",
  options: {
    var: { kind: "assignments", value: "<name>=<value>", help: "Set a variable" },
    "auto-approve": { kind: "flag", help: "Apply the plan without asking" },
  },
  examples: [
    ["npm run cdktf -- diff http-scale-out-dev", "Show the plan of one stack"],
    ["npm run cdktf -- deploy 'http-scale-out*-dev' --var image_tag=1.0.0", "Deploy a system"],
  ],
});
