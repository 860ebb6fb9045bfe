import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dev } from "../../environments/dev";
import { prod } from "../../environments/prod";
import { staging } from "../../environments/staging";
import { synthEnvironments } from "../support/environments";
import { apiGateway } from "./controls/api-gateway";
import type { Controls, Stacks } from "./controls/control";
import { cloudFront } from "./controls/cloudfront";
import { cognito } from "./controls/cognito";
import { dynamodb } from "./controls/dynamodb";
import { ecs } from "./controls/ecs";
import { elb } from "./controls/elb";
import { httpApis } from "./controls/http-apis";
import { iam } from "./controls/iam";
import { instances } from "./controls/instances";
import { rds } from "./controls/rds";
import { storage } from "./controls/storage";

interface Exception {
  readonly control: string;
  readonly environments: readonly string[];
  /** @default every system */
  readonly systems?: readonly string[];
  readonly reason: string;
  readonly nextLook: string;
}

const exceptions = JSON.parse(
  readFileSync(join(__dirname, "../../docs/security-exceptions.json"), "utf8"),
) as Exception[];

/**
 * The controls of AWS Foundational Security Best Practices that touch what the stacks create, each with what holds it.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html
 */
const controls: Controls = {
  ...ecs,
  ...elb,
  ...instances,
  ...storage,
  ...rds,
  ...apiGateway,
  ...httpApis,
  ...cognito,
  ...dynamodb,
  ...cloudFront,
  ...iam,
};

const settings = { dev, staging, prod };
const { stacks } = synthEnvironments(settings);
const runningSystems = Object.entries(settings).flatMap(([environment, { systems }]) =>
  Object.keys(systems).map((system) => [environment, system] as const),
);

test("every system runs in every environment", () => {
  const systems = new Set(runningSystems.map(([, system]) => system));
  expect(runningSystems).toHaveLength(systems.size * Object.keys(settings).length);
});

describe.each(runningSystems)("%s: %s", (environment, system) => {
  const own: Stacks = {
    runtime: stacks[`${system}-${environment}`]!,
    images: stacks[`${system}-images-${environment}`],
    state: stacks[`state-${environment}`]!,
  };

  test.each(Object.entries(controls))(
    "%s holds, or is an exception on record",
    (control, holds) => {
      const excepted = exceptions.some(
        (exception) =>
          exception.control === control &&
          exception.environments.includes(environment) &&
          (exception.systems?.includes(system) ?? true),
      );
      const found = holds(own);
      // What a system has nothing of, an exception for all systems is not about.
      if (found === undefined) return;
      // A control that holds needs no exception: a record of the past would hide the day it breaks.
      expect({ control, holds: found }).toEqual({ control, holds: !excepted });
    },
  );
});

test.each(exceptions)(
  "the exception of $control has a known control, a reason and a date",
  (exception) => {
    expect(Object.keys(controls)).toContain(exception.control);
    expect(exception.environments.length).toBeGreaterThan(0);
    for (const system of exception.systems ?? []) {
      expect(runningSystems.map(([, name]) => name)).toContain(system);
    }
    expect(exception.reason.length).toBeGreaterThan(5);
    expect(exception.nextLook).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  },
);
