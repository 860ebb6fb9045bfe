import { defineCommand } from "../terminal/command-line";

export const INIT = defineCommand({
  run: "npm run init",
  forms: ["", "service", "environment <name>", "system <system>"],
  summary:
    "Asks what you run and writes the settings for it: environments/dev.ts for one service, or, with a subcommand, another service, environment or system in the existing settings. It then synthesizes, and shows what a deployment creates and costs. Each question also has an option. Without a terminal, each option that you leave out gets the suggested answer.",
  options: {
    image: {
      kind: "text",
      value: "<image>",
      help: "The image to run, as in ghcr.io/acme/shop:2.1.0",
    },
    folder: {
      kind: "text",
      value: "<folder>",
      help: "A folder of this project with a Dockerfile, to build the image from, as in services/shop",
    },
    port: {
      kind: "number",
      value: "<port>",
      min: 1,
      max: 65_535,
      help: "Port on which the program listens",
    },
    "health-path": {
      kind: "text",
      value: "<path>",
      help: "Path that returns 200 when the program is healthy",
    },
    region: { kind: "text", value: "<region>", help: "AWS region, as in eu-central-1" },
    name: {
      kind: "text",
      value: "<name>",
      help: "Name of the service; the name of the state's bucket begins with it",
    },
    domain: {
      kind: "text",
      value: "<name>",
      help: "Domain name of the service in your public Route 53 zone, which enables HTTPS",
    },
    "hosted-zone": {
      kind: "text",
      value: "<id>",
      help: "ID of that zone, as in Z0123456789EXAMPLE",
    },
    system: {
      kind: "text",
      value: "<system>",
      help: "System to run it in: http-scale-out (default), daemon-api, talk-service, rest-api, http-api or worker",
    },
    environment: {
      kind: "text",
      value: "<name>",
      help: "Environment to write, or to add to. Default: dev",
    },
    from: {
      kind: "text",
      value: "<name>",
      help: "Environment that a new environment is copied from. Default: dev",
    },
    yes: { kind: "flag", help: "Ask nothing, and use the suggested answers" },
    replace: {
      kind: "flag",
      help: "Replace an environment that has your own settings; a copy is kept",
    },
  },
  examples: [
    ["npm run init", "Answer up to six questions, then see what you would deploy"],
    [
      "npm run init -- --image ghcr.io/acme/shop:2.1.0 --port 3000 --health-path /health --yes",
      "Do the same without questions",
    ],
    ["npm run init -- --folder services/shop --system talk-service", "Use another system"],
    [
      "npm run init -- service --image ghcr.io/acme/cart:1.4.0 --name cart",
      "Add a service to dev, in a system that runs several",
    ],
    ["npm run init -- environment qa --from dev", "Add an environment that is a copy of dev"],
    ["npm run init -- system daemon-api --environment qa", "Add a system to qa"],
  ],
  maxWords: 2,
});
