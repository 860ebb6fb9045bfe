import { defineCommand } from "../terminal/command-line";

export const PREVIEW = defineCommand({
  run: "npm run preview",
  forms: [
    "up <system> [environment] --name <name> [options]",
    "down <system> [environment] --name <name> [options]",
    "list [system] [environment] [--json]",
    "sweep [system] [environment]",
  ],
  summary:
    "Deploys a copy of a system's services for a pull request, on the cluster and the load balancer of the system, and removes it. The system needs the setting `previews`. Calls AWS, with your credentials. sweep removes the previews that have expired, and exits with 1 if one could not be removed.",
  options: {
    name: {
      kind: "text",
      value: "<name>",
      help: "Name of the preview: up to 32 lowercase letters, digits and inner hyphens",
    },
    "image-tag": { kind: "text", value: "<tag>", help: "Tag of the image to run" },
    update: {
      kind: "flag",
      help: "Deploy the preview again if it exists, and let it expire later",
    },
    yes: { kind: "flag", help: "Do not ask, in an environment that is protected from deletion" },
    json: { kind: "flag", help: "Print JSON for scripts; docs/how-to/preview.md describes it" },
  },
  examples: [
    ["npm run preview -- up http-scale-out --name pr-123 --image-tag pr-123", "Deploy a preview"],
    ["npm run preview -- down http-scale-out --name pr-123", "Remove it"],
    ["npm run preview -- list", "URLs, expiry dates and costs of all previews"],
    ["npm run preview -- sweep dev", "Remove those of an environment that have expired"],
  ],
  maxWords: 3,
});
