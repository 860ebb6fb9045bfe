import { readFileSync } from "node:fs";
import * as z from "zod";
import { summary } from "../../../../tools/rehearse/cli/summary";
import { type EnvironmentReport, rehearsalReport } from "../../../../tools/rehearse/life/report";

const environment: EnvironmentReport = {
  environment: "dev",
  passed: false,
  awsProvider: "5.100.0",
  seconds: 61,
  stacks: [
    {
      stack: "web-dev",
      resources: 27,
      steps: [
        { phase: "init", command: "init", seconds: 1, failed: false },
        { phase: "apply", command: "plan", seconds: 2.04, failed: false },
        { phase: "apply", command: "apply", seconds: 3, failed: false },
      ],
      changes: [
        { address: "aws_ecs_service.web", action: "update" },
        { address: "output.url", action: "update" },
      ],
      leftOut: [{ address: "docker_image.web", reason: "no docker" }],
      protections: [],
    },
  ],
  leftBehind: { "ec2.VPC": ["vpc-1"] },
  kept: {},
  checkedRequests: 300,
  checkedResources: 27,
  uncheckedArguments: ["aws_lb.idle_timeout"],
  violations: [
    {
      operation: "elbv2:CreateTargetGroup",
      resource: "Name web",
      field: "Port",
      value: "65536",
      rule: "must be at most 65535",
    },
  ],
  isLookedOver: true,
  isKept: false,
};

test("lays out the stacks, and names what was left out, left behind and refused", () => {
  expect(summary([environment]).split("\n")).toEqual([
    "",
    "stack    resources  init s  apply s  changes  left out",
    "web-dev         27     1.0      5.0        1         1",
    "",
    "left out  web-dev: docker_image.web: no docker",
    "left behind  dev: ec2.VPC vpc-1",
    'AWS refuses  dev: elbv2:CreateTargetGroup (Name web): Port must be at most 65535, got "65536"',
    "failed  dev",
  ]);
});

test("says that somebody else's emulator was not checked", () => {
  const passed = { ...environment, passed: true, leftBehind: {}, isLookedOver: false };
  expect(summary([passed])).toMatch(/not checked {2}dev: .*\npassed {2}dev in 61 s$/);
});

test("reports why an environment failed", () => {
  expect(summary([{ ...environment, error: "no disk" }])).toContain("failed  dev: no disk");
});

test("the documented schema matches the report", () => {
  const documented: unknown = JSON.parse(readFileSync("docs/rehearsal-report.schema.json", "utf8"));
  expect(z.toJSONSchema(rehearsalReport)).toEqual(documented);
  const report = {
    version: 1,
    startedAt: new Date(0).toISOString(),
    seconds: 1,
    passed: false,
    environments: [environment],
  };
  expect(rehearsalReport.parse(report)).toEqual(report);
  expect(() => rehearsalReport.parse({ ...report, version: 2 })).toThrow();
});
