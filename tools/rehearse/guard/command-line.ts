import { defineCommand } from "../../terminal/command-line";

export const GUARD = defineCommand({
  run: "npm run guard",
  forms: ["<plan.json ...> [options]"],
  summary:
    'Reads plans as "terraform show -json <plan file>" prints them; "-" is the standard input. Ends with 1 when one of them ' +
    "destroys or replaces what holds data in a protected environment, or sets a task count that scaling owns.",
  options: {
    "allow-destroy": {
      kind: "list",
      value: "<address or type>",
      help: "Let this one be destroyed or replaced",
    },
    "allow-task-count": {
      kind: "list",
      value: "<address or type>",
      help: "Let this service's task count be set",
    },
    "protected-tag": {
      kind: "list",
      value: "<key>=<value>",
      help: "Resources with this tag are in a protected environment",
    },
  },
  examples: [
    ["npm run guard -- plan.json", "Check a plan before you apply it"],
    [
      "npm run guard -- plan.json --protected-tag Environment=prod",
      "Treat what has this tag as protected",
    ],
  ],
});
