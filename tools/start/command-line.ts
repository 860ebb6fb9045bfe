import { defineCommand } from "../terminal/command-line";

export const START = defineCommand({
  run: "npm start",
  forms: ["[environment|system|stack ...]"],
  summary:
    "Installs missing packages, builds the page, synthesizes every environment or those you name, and prints the next steps.",
  options: {},
  examples: [
    ["npm start", "Synthesize everything"],
    ["npm start -- dev", "Synthesize one environment"],
  ],
});
