import { defineCommand } from "../terminal/command-line";

export const AUDIT = defineCommand({
  run: "npm run audit",
  forms: ["[environment ...] [options]"],
  summary:
    "Checks the synthesized stacks against security controls, and prints a table per environment: what passed, what failed with its address, and the exceptions. Works offline. Exits with 1 if a control fails; docs/how-to/audit.md describes the data.",
  options: {
    plan: {
      kind: "list",
      value: "<file>",
      help: "Scan a plan with checkov and parliament instead, as `terraform show -json` prints it",
    },
    details: { kind: "flag", help: "Show the reason and the review date of each exception" },
    json: { kind: "flag", help: "Print JSON for scripts" },
    sarif: {
      kind: "text",
      value: "<file>",
      help: "Write SARIF 2.1.0 as well, for code scanning",
    },
  },
  examples: [
    ["npm run audit", "Audit every environment in cdktf.out"],
    ["npm run audit -- prod --details", "One environment, with the reason of each exception"],
    ["npm run -s audit -- --json > audit.json", "Write a report for a script"],
    ["npm run audit -- --plan plan.json", "Ask the scanners about a plan"],
    ["npm run audit -- --sarif audit.sarif", "Write a report for code scanning"],
  ],
});
