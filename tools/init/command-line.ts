import { defineCommand } from "../terminal/command-line";

export const INIT = defineCommand({
  run: "npm run init",
  forms: ["", "service", "environment <name>", "system <system>"],
  summary:
    "Asks what you run and writes the settings for it: environments/dev.ts for one service, or, by a word, one more service, environment or system in the settings that are there. Then it synthesizes, and shows what a deployment creates and costs. Each question is an option, too; without a terminal, what you leave out gets the answer that the question offers.",
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
      help: "Domain name of the service in a public Route 53 zone of yours; HTTPS with it",
    },
    "hosted-zone": {
      kind: "text",
      value: "<id>",
      help: "Id of that zone, as in Z0123456789EXAMPLE",
    },
    system: {
      kind: "text",
      value: "<system>",
      help: "System to run it in: http-scale-out (unless you say otherwise), daemon-api, talk-service, rest-api, http-api or worker",
    },
    environment: {
      kind: "text",
      value: "<name>",
      help: "Environment to write, or to add to: dev unless you say otherwise",
    },
    from: {
      kind: "text",
      value: "<name>",
      help: "Environment that a new environment is a copy of: dev unless you say otherwise",
    },
    yes: { kind: "flag", help: "Ask nothing: take the offered answers" },
    replace: {
      kind: "flag",
      help: "Write an environment anew that init or import has written before; a copy is kept",
    },
  },
  examples: [
    ["npm run init", "Answer up to six questions, then see what you would deploy"],
    [
      "npm run init -- --image ghcr.io/acme/shop:2.1.0 --port 3000 --health-path /health --yes",
      "The same without questions",
    ],
    ["npm run init -- --folder services/shop --system talk-service", "In another system"],
    [
      "npm run init -- service --image ghcr.io/acme/cart:1.4.0 --name cart",
      "Add a service to dev, in a system that runs several",
    ],
    ["npm run init -- environment qa --from dev", "Add an environment that is a copy of dev"],
    ["npm run init -- system daemon-api --environment qa", "Add a system to qa"],
  ],
  maxWords: 2,
});
