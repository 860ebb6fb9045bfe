import { defineCommand } from "../terminal/command-line";

export const COST = defineCommand({
  run: "npm run cost",
  forms: ["[environment, system or stack ...] [options]", "--refresh-prices <region>"],
  summary:
    "Prints what the synthesized stacks cost per month, per stack and resource, at minimum, typical and maximum. Works offline, from AWS's published prices in aws/.",
  options: {
    details: { kind: "flag", help: "Show every line of each resource's bill" },
    assume: {
      kind: "list",
      value: "<name>=<numbers>",
      help: "Replace an assumption: one number, or three for minimum, typical and maximum",
    },
    assumptions: { kind: "flag", help: "List the assumptions and their values" },
    compare: {
      kind: "text",
      value: "<folder or revision>",
      help: "Show the difference to another folder such as cdktf.out, or to a git revision",
    },
    json: { kind: "flag", help: "Print JSON for scripts; docs/how-to/cost.md describes it" },
    "refresh-prices": {
      kind: "text",
      value: "<region>",
      help: "Read the prices of a region from AWS into aws/. Needs credentials for pricing:GetProducts",
    },
  },
  examples: [
    ["npm run cost -- prod --details", "Every line of one environment's bill"],
    ["npm run cost -- prod --assume requestsPerSecond=5,80,600", "With your own traffic"],
    ["npm run cost -- --compare main --json", "What a change costs, for a pull request"],
  ],
});
