import { defineCommand } from "../tools/terminal/command-line";

export const BENCH = defineCommand({
  run: "npm run bench",
  forms: ["[bench ...]"],
  summary:
    "Runs all benchmarks, or those that you name, and prints ratios. Each takes a few minutes.",
  options: {},
  examples: [
    ["npm run bench", "Run all"],
    ["npm run bench -- synth", "Run one"],
  ],
});
