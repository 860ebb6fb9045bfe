import { defineCommand } from "../terminal/command-line";

export const LOAD_TEST = defineCommand({
  run: "npm run load-test",
  forms: ["<url> [options]", "--merge <folder> --merge <folder> ... [--report <folder>]"],
  summary:
    "Sends requests to a URL at the rate of a load, however fast the answers come, and reports latency and failures. Anything but this machine is asked about first. Ctrl-C stops at once and still writes the report.",
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
      help: "Base rate of all loads but reference and a CSV (default: 100)",
    },
    seconds: {
      kind: "number",
      value: "<seconds>",
      min: 1,
      help: "Run the whole shape of the load in this time; with --calibrate the time of each of its nine steps (default: 3)",
    },
    arrivals: {
      kind: "text",
      value: "<kind>",
      oneOf: ["poisson", "even"],
      help: "poisson: at random, as from many users (default); even: at equal distances",
    },
    seed: { kind: "number", value: "<number>", min: 0, help: "Other random arrivals (default: 1)" },
    connections: {
      kind: "number",
      value: "<number>",
      min: 1,
      help: "Most connections at once (default: 1024)",
    },
    timeout: {
      kind: "number",
      value: "<seconds>",
      min: 0.1,
      isWhole: false,
      help: "A request without an answer for so long has failed (default: 30)",
    },
    method: {
      kind: "text",
      value: "<method>",
      oneOf: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
      help: "Method of the requests (default: GET)",
    },
    header: { kind: "assignments", value: "<name>=<value>", help: "A header of each request" },
    body: { kind: "text", value: "<text>", help: "Body of each request" },
    stack: {
      kind: "text",
      value: "<stack>",
      help: "Also record tasks, instances, alarms and CPU of a deployed stack, with the AWS credentials of your environment",
    },
    part: {
      kind: "text",
      value: "<number>/<of all>",
      help: "Send every so many-th request of the load, as one of several machines that send it together",
    },
    at: {
      kind: "text",
      value: "<time>",
      help: "Begin at this time, such as 2026-12-01T10:00:00Z, for parts that begin together",
    },
    merge: {
      kind: "list",
      value: "<folder>",
      help: "Instead of a load, put the reports of all parts together",
    },
    calibrate: {
      kind: "flag",
      help: "Instead of a load, measure CPU and concurrency of the service under npm run local, and write them as the simulator's parameters",
    },
    parameters: {
      kind: "text",
      value: "<file>",
      help: "Where --calibrate writes, and a load test reads the parameters of its simulation (default: .build/load-test/<stack>.parameters.json)",
    },
    report: {
      kind: "text",
      value: "<folder>",
      help: "Where report.html and report.json go (default: .build/load-test)",
    },
    yes: { kind: "flag", help: "Do not ask before sending to another machine" },
  },
  examples: [
    [
      "npm run load-test -- http://127.0.0.1:8080 --load step:1x --rate 50 --seconds 60",
      "50 requests/s",
    ],
    [
      "npm run load-test -- http://127.0.0.1:8080 --load step:10x --rate 20",
      "A step to ten times as much",
    ],
    [
      "npm run load-test -- http://127.0.0.1:8080/api --calibrate",
      "Measure the parameters of npm run simulate",
    ],
    [
      "npm run load-test -- https://api.dev.example.com --load reference",
      "The reference's own load test",
    ],
  ],
});
