import { defineCommand } from "../terminal/command-line";
import { SYSTEMS } from "./target/service-target";

export const IMPORT = defineCommand({
  run: "npm run import",
  forms: ["<file or folder> [file]"],
  summary:
    "Reads what you run now, writes settings for it, and synthesizes them: a Compose file, AWS Copilot's folder, a task definition of ECS (with its service, if you like), or a service of App Runner. It reports field by field what was taken over, what was changed and why, and what has no place here. It touches nothing that holds data, and nothing at AWS.",
  options: {
    environment: {
      kind: "text",
      value: "<name>",
      help: "Environment to write: dev unless you say otherwise. Copilot's environments keep their names",
    },
    system: {
      kind: "text",
      value: "<system>",
      oneOf: SYSTEMS,
      help: "System to run it in: http-scale-out for one service, talk-service for several, unless you say otherwise",
    },
    region: {
      kind: "text",
      value: "<region>",
      help: "AWS region, where the input does not say it",
    },
    account: {
      kind: "text",
      value: "<number>",
      help: "Number of your AWS account, which ARNs of Copilot's secrets need",
    },
    profile: {
      kind: "list",
      value: "<name>",
      help: "Profile of Compose whose services are taken, too",
    },
    include: {
      kind: "list",
      value: "<service>",
      help: "Take a service that nobody outside reaches now, so that it is reached from outside",
    },
    "dry-run": { kind: "flag", help: "Print the report, and write nothing" },
    replace: {
      kind: "flag",
      help: "Write an environment anew that init or import has written before; a copy is kept",
    },
  },
  examples: [
    ["npm run import -- docker-compose.yml --dry-run", "See what would become of a Compose file"],
    ["npm run import -- ../shop/docker-compose.yml", "Write environments/dev.ts for its services"],
    [
      "npm run import -- ../shop/copilot --account 123456789012",
      "Write an environment for each of Copilot's",
    ],
    [
      "npm run import -- task.json service.json --environment qa",
      "What describe-task-definition and describe-services printed",
    ],
    ["npm run import -- apprunner.json", "What describe-service of App Runner printed"],
  ],
});
