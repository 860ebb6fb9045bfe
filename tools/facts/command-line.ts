import { defineCommand } from "../terminal/command-line";

export const FACTS = defineCommand({
  run: "npm run facts",
  forms: ["[--certificates]"],
  summary:
    "Updates aws/generated/ from packages that contain AWS's published data, and prints what changed. Needs Python 3 and a " +
    "connection to pypi.org.",
  options: {
    certificates: {
      kind: "flag",
      help: "Update the certificate authorities of RDS that rest-api's sample trusts instead; needs a connection to AWS",
    },
    bundle: {
      kind: "list",
      value: "<URL>",
      help: "With --certificates: read this bundle instead of AWS's own",
    },
  },
  examples: [
    ["npm run facts", "Update the tables of regions, instance types and databases"],
    ["npm run facts -- --certificates", "Trust the databases of Regions that opened since 2023"],
  ],
  maxWords: 0,
});
