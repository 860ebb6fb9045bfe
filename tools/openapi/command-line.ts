import { defineCommand } from "../terminal/command-line";

export const OPENAPI = defineCommand({
  run: "npm run -s openapi",
  forms: ["<stack>"],
  summary:
    "Prints the OpenAPI document of a stack's HTTP API, which the setting api.openApiFile can import.",
  options: {},
  examples: [
    ["npm run -s openapi -- http-api-dev", "Print the document of http-api in dev"],
    ["npm run -s openapi -- http-api-dev > openapi/stores.json", "Save it"],
  ],
  maxWords: 1,
});
