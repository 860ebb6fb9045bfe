import { defineCommand } from "../terminal/command-line";

export const BOOTSTRAP = defineCommand({
  run: "npm run bootstrap",
  forms: ["<environment>"],
  summary:
    "Makes the bucket in which an environment keeps its states, and moves the bucket's own state into it. What exists already is joined, so everybody on a team may run it, at any time.",
  options: {
    yes: {
      kind: "flag",
      help: "Apply Terraform's plan without asking; required without a terminal",
    },
    destroy: {
      kind: "flag",
      help: "Take the state out of the bucket and destroy the bucket; all states in it are lost",
    },
  },
  examples: [
    ["npm run bootstrap -- dev", "Make or join the bucket of dev"],
    ["npm run bootstrap -- dev --destroy", "Remove it after everything else of dev is gone"],
  ],
  maxWords: 1,
});
