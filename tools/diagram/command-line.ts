import { defineCommand } from "../terminal/command-line";

export const DIAGRAM = defineCommand({
  run: "npm run diagram",
  forms: ["", "<stack>"],
  summary:
    "Draws stacks from cdktf.out as Mermaid diagrams: the path of requests to services, stores and instances, or the stages of a pipeline. Without a stack, it updates the diagrams in README.md and docs/.",
  options: {},
  examples: [
    ["npm run diagram", "Update the diagrams in the documentation"],
    ["npm run -s diagram -- rest-api-prod", "Print the diagram of one stack"],
  ],
  maxWords: 1,
});
