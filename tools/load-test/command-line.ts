import { defineCommand } from "../terminal/command-line";

export const LOAD_TEST = defineCommand({
  run: "npm run load-test",
  forms: ["<url> [options]", "--merge <folder> --merge <folder> ... [--report <folder>]"],
  summary:
    "Sends requests to a URL at the rate of a load, regardless of how fast the service responds, and reports latency and failures. Asks before it sends requests to another machine. Press Ctrl-C to stop immediately; the report is still written.",
  options: {
    load: {
      kind: "text",
      value: "<load>",
      help: "reference (default), step:10x, ramp, spike, day, black-friday or a CSV file of time,requests/s, as for npm run simulate",
    },
    rate: {
      kind: "number",
      value: "<requests/s>",
      min: 0.01,
      isWhole: false,
      help: "Base rate of all loads except reference and a CSV file (default: 100)",
    },
    seconds: {
      kind: "number",
      value: "<seconds>",
      min: 1,
      help: "Compress or stretch the load to this duration. With --calibrate, the duration of each of its nine steps (default: 3)",
    },
    arrivals: {
      kind: "text",
      value: "<kind>",
      oneOf: ["poisson", "even"],
      help: "poisson: at random times, as from many users (default). even: at equal intervals",
    },
    seed: {
      kind: "number",
      value: "<number>",
      min: 0,
      help: "Seed of the random arrivals (default: 1)",
    },
    connections: {
      kind: "number",
      value: "<number>",
      min: 1,
      help: "Maximum number of connections (default: 1024)",
    },
    timeout: {
      kind: "number",
      value: "<seconds>",
      min: 0.1,
      isWhole: false,
      help: "Time after which a request without a response has failed (default: 30)",
    },
    method: {
      kind: "text",
      value: "<method>",
      oneOf: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
      help: "Method of the requests (default: GET)",
    },
    header: {
      kind: "assignments",
      value: "<name>=<value>",
      help: "Header to send with each request",
    },
    body: { kind: "text", value: "<text>", help: "Body of each request" },
    stack: {
      kind: "text",
      value: "<stack>",
      help: "Also record tasks, instances, alarms and CPU of a deployed stack, with the AWS credentials of your environment",
    },
    part: {
      kind: "text",
      value: "<number>/<of all>",
      help: "Send one part of the load, such as 2/4, from one of several machines",
    },
    at: {
      kind: "text",
      value: "<time>",
      help: "Start at this time, such as 2026-12-01T10:00:00Z, so that all parts start together",
    },
    merge: {
      kind: "list",
      value: "<folder>",
      help: "Merge the reports of all parts. Sends no load",
    },
    distributed: {
      kind: "text",
      value: "<environment>",
      help: "Send the load from tasks on Fargate: deploys the stack load-test-<environment>, and destroys it afterwards",
    },
    tasks: {
      kind: "number",
      value: "<number>",
      min: 1,
      max: 100,
      help: "Number of tasks on Fargate (default: loadTest.tasks of the environment)",
    },
    "image-tag": {
      kind: "text",
      value: "<tag>",
      help: "Tag of the load generator's image (default: a hash of its sources)",
    },
    "keep-stack": {
      kind: "flag",
      help: "Do not destroy the stack load-test-<environment> after the run",
    },
    calibrate: {
      kind: "flag",
      help: "Measure CPU and concurrency of a service under npm run local, and write them as parameters of the simulator. Sends no load",
    },
    parameters: {
      kind: "text",
      value: "<file>",
      help: "File that --calibrate writes, and that a load test reads for its simulation (default: .build/load-test/<stack>.parameters.json)",
    },
    report: {
      kind: "text",
      value: "<folder>",
      help: "Folder for report.html and report.json (default: .build/load-test)",
    },
    yes: { kind: "flag", help: "Do not ask before sending requests to another machine" },
  },
  examples: [
    [
      "npm run load-test -- http://127.0.0.1:8080 --load step:1x --rate 50 --seconds 60",
      "Send 50 requests/s",
    ],
    [
      "npm run load-test -- http://127.0.0.1:8080 --load step:10x --rate 20",
      "Send a load that rises to ten times the base rate",
    ],
    [
      "npm run load-test -- http://127.0.0.1:8080/api --calibrate",
      "Measure the parameters of npm run simulate",
    ],
    [
      "npm run load-test -- https://api.dev.example.com --load reference",
      "Send the load test of the reference",
    ],
    [
      "npm run load-test -- https://api.dev.example.com --rate 2000 --load step:10x --distributed dev --tasks 10",
      "Send up to 20,000 requests/s from ten tasks on Fargate",
    ],
  ],
});
