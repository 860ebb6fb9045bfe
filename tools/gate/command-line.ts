import { defineCommand } from "../terminal/command-line";

/** Highest count that an option takes. */
const MANY = 10_000;

export const GATE = defineCommand({
  run: "npm run gate",
  forms: [
    "scan <repository>:<tag> ... [--max-critical <number>] [--max-high <number>] [--max-medium <number>] [--wait-minutes <number>]",
    "alarms <alarm> ... [--minutes <number>] [--since <time>]",
  ],
  summary:
    "Stops a release in a pipeline. scan waits for the scan of images in ECR, and fails if they have more findings than allowed. alarms watches CloudWatch alarms after a release, and fails if one is raised. Reads your AWS account, and changes nothing.",
  options: {
    "max-critical": {
      kind: "number",
      value: "<number>",
      min: 0,
      max: MANY,
      help: "scan: the number of critical findings that an image may have; 0 if not given",
    },
    "max-high": {
      kind: "number",
      value: "<number>",
      min: 0,
      max: MANY,
      help: "scan: the same for findings of high severity; any number if not given",
    },
    "max-medium": {
      kind: "number",
      value: "<number>",
      min: 0,
      max: MANY,
      help: "scan: the same for findings of medium severity",
    },
    "wait-minutes": {
      kind: "number",
      value: "<number>",
      min: 0,
      max: 120,
      help: "scan: how long to wait for a scan; 15 if not given",
    },
    minutes: {
      kind: "number",
      value: "<number>",
      min: 0,
      max: 120,
      help: "alarms: how long to watch; 10 if not given",
    },
    since: {
      kind: "text",
      value: "<time>",
      help: "alarms: the time before which an alarm was raised for another reason, as in 2026-12-01T10:00:00Z",
    },
  },
  examples: [
    [
      "npm run gate -- scan shop:1.4.0 --max-high 0",
      "Fail if the image has a critical or high finding",
    ],
    [
      "npm run gate -- alarms http-scale-out-prod-incident --minutes 10",
      "Fail if the alarm is raised within ten minutes",
    ],
  ],
});
