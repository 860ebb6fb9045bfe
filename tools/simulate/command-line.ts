import { defineCommand } from "../terminal/command-line";
import { knobNames } from "./knobs";
import { INCIDENTS } from "./load/read-load";
import { profileNames } from "./load/profiles";

export const SIMULATE = defineCommand({
  run: "npm run simulate",
  forms: ["<system> [environment | settings.ts] [variable=value ...] [options]"],
  summary:
    "Replays a load against a system in cdktf.out, with its alarms, scaling policies, instances and tasks, and shows whether it scales: " +
    "a chart, findings and the settings to change. It does not use the network or call AWS.",
  takesAssignments: true,
  maxWords: 2,
  options: {
    load: {
      kind: "text",
      value: "<profile>",
      help: `${profileNames.join(", ")}, or a CSV file. Add incidents after commas (${INCIDENTS.join(", ")}), each with @time, such as step:10x,lose-zone@15m. Default: reference`,
    },
    rate: {
      kind: "number",
      value: "<requests/s>",
      min: 0,
      isWhole: false,
      help: "Base rate of profiles other than reference. Default: a rate that the minimum number of tasks handles easily",
    },
    assume: {
      kind: "assignments",
      value: "<name>=<number>",
      help: "Set a parameter that neither Terraform nor AWS provides, such as cpuMsPerRequest=12",
    },
    parameters: {
      kind: "text",
      value: "<file>",
      help: "Read parameters from a file that npm run load-test -- <url> --calibrate wrote; --assume overrides them",
    },
    share: {
      kind: "assignments",
      value: "<service>=<part>",
      help: "Share of the load, from 0 to 1, that a service gets",
    },
    set: {
      kind: "assignments",
      value: "<setting>=<number>",
      help: `Try another value: ${knobNames.join(", ")}`,
    },
    assert: {
      kind: "list",
      value: "<assertion>",
      help: "Exit with code 1 unless this holds: failed<0.1%, p99<300ms, capacity<5m, under<5%, cost<0.2$",
    },
    baseline: {
      kind: "text",
      value: "<folder or revision>",
      help: "Let an assertion fail that fails in this other cdktf.out or git revision as well",
    },
    compare: {
      kind: "list",
      value: "<environment, file, folder or revision>",
      help: "Compare with another environment, a settings file, another cdktf.out or a git revision",
    },
    search: {
      kind: "assignments",
      value: "<setting>=<from>..<to>[:<step>]",
      help: "Find the cheapest settings that meet the assertions",
    },
    sensitivity: { kind: "flag", help: "Show which assumptions affect the result" },
    seed: {
      kind: "number",
      value: "<number>",
      min: 0,
      help: "Seed of the random numbers. Default: 1",
    },
    html: { kind: "text", value: "<file>", help: "Write a page with charts of everything" },
    picture: {
      kind: "text",
      value: "<file.svg>",
      help: "Draw the run and those of --compare as one picture",
    },
    json: { kind: "flag", help: "Print JSON; docs/reference/simulate.schema.json describes it" },
  },
  examples: [
    ["npm run simulate -- http-scale-out", "Run the reference's load test against dev"],
    [
      "npm run simulate -- worker environments/examples/worker.ts --assume messageSeconds=0.5",
      "Simulate a settings file: messages in a queue, and the tasks that work on them",
    ],
    [
      "npm run simulate -- http-scale-out prod --load day --rate 40 --html day.html",
      "Simulate a day with two peaks, and write a page",
    ],
    [
      "npm run simulate -- http-scale-out prod --load step:10x,lose-zone@20m --assert 'failed<0.1%'",
      "In CI: simulate a step, then the loss of a zone",
    ],
    [
      "npm run simulate -- rest-api --assert 'failed<1%' --baseline main",
      "Fail only if the branch main does better",
    ],
    [
      "npm run simulate -- http-scale-out --load step:10x --compare environments/examples/responsive.ts --picture step.svg",
      "Draw what the preset responsive changes",
    ],
    [
      "npm run simulate -- http-scale-out --assert 'p99<300ms' --search maxInstances=3..8 --search target=40..80:10",
      "Find the cheapest settings that meet the assertion",
    ],
  ],
});
