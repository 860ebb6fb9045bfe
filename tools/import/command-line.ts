import { defineCommand } from "../terminal/command-line";
import { SYSTEMS } from "./target/service-target";

export const IMPORT = defineCommand({
  run: "npm run import",
  forms: ["<file or folder> [file]"],
  summary:
    "Reads the definition of an existing application, writes settings for it, and synthesizes them. The input is a Compose file, AWS Copilot's folder, an ECS task definition (optionally with its service), or an App Runner service. It reports for each field whether it was taken over, changed (and why), or has no place here. It does not touch data or call AWS.",
  options: {
    environment: {
      kind: "text",
      value: "<name>",
      help: "Environment to write. Default: dev. Copilot's environments keep their names",
    },
    system: {
      kind: "text",
      value: "<system>",
      oneOf: SYSTEMS,
      help: "System to run it in. Default: http-scale-out for one service, talk-service for several, worker for one that works from an SQS queue",
    },
    region: {
      kind: "text",
      value: "<region>",
      help: "AWS region, if the input does not specify it",
    },
    account: {
      kind: "text",
      value: "<number>",
      help: "ID of your AWS account, needed for the ARNs of Copilot's secrets",
    },
    profile: {
      kind: "list",
      value: "<name>",
      help: "Compose profile whose services are also imported",
    },
    include: {
      kind: "list",
      value: "<service>",
      help: "Also import an internal service, and make it reachable from outside; or the one for --system worker",
    },
    "dry-run": { kind: "flag", help: "Print the report, and write nothing" },
    replace: {
      kind: "flag",
      help: "Replace an environment that has your own settings; a copy is kept",
    },
  },
  examples: [
    ["npm run import -- docker-compose.yml --dry-run", "Preview the import of a Compose file"],
    ["npm run import -- ../shop/docker-compose.yml", "Write environments/dev.ts for its services"],
    [
      "npm run import -- ../shop/copilot --account 123456789012",
      "Write an environment for each of Copilot's environments",
    ],
    [
      "npm run import -- task.json service.json --environment qa",
      "Import the output of describe-task-definition and describe-services",
    ],
    ["npm run import -- apprunner.json", "Import the output of App Runner's describe-service"],
  ],
});
