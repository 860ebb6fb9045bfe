import { defineCommand } from "../../terminal/command-line";

export const GUARD = defineCommand({
  run: "npm run guard",
  forms: ["<plan.json ...> [options]"],
  summary:
    'Reads plans as "terraform show -json <plan file>" prints them; "-" is the standard input. Exits with 1 if a plan ' +
    "destroys or replaces a resource with data in a protected environment, or sets a task count that scaling owns.",
  options: {
    "allow-destroy": {
      kind: "list",
      value: "<address or type>",
      help: "Allow this resource to be destroyed or replaced",
    },
    "allow-task-count": {
      kind: "list",
      value: "<address or type>",
      help: "Allow this service's task count to be set",
    },
    "protected-tag": {
      kind: "list",
      value: "<key>=<value>",
      help: "Treat resources with this tag as protected",
    },
  },
  examples: [
    ["npm run guard -- plan.json", "Check a plan before you apply it"],
    [
      "npm run guard -- plan.json --protected-tag Environment=prod",
      "Treat resources with this tag as protected",
    ],
  ],
});
