import { defineCommand } from "../terminal/command-line";

export const COMPARE = defineCommand({
  run: "npm run compare",
  forms: ["<cdktf.out before> [cdktf.out after]"],
  summary: "Prints what changed in the Terraform JSON from one synth to another besides addresses.",
  options: {},
  examples: [
    ["npm run compare -- ../main/cdktf.out", "Compare a synth of another checkout with cdktf.out"],
  ],
  maxWords: 2,
});
