import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { synthEnvironments } from "../support/environments";
import { apiGateway } from "./controls/api-gateway";
import { cloudFront } from "./controls/cloudfront";
import { cognito } from "./controls/cognito";
import type { Controls, Finding } from "./controls/control";
import { dynamodb } from "./controls/dynamodb";
import { ecs } from "./controls/ecs";
import { elb } from "./controls/elb";
import { iam } from "./controls/iam";
import { instances } from "./controls/instances";
import { rds } from "./controls/rds";
import { sqs } from "./controls/sqs";
import { storage } from "./controls/storage";

/** Where a control does not hold, on purpose. */
interface Exception {
  readonly control: string;
  readonly environments: readonly string[];
  /** A regular expression of how the subjects' names start: a kind of resource (`aws_lb\\.`) or one resource. */
  readonly resource: string;
  readonly reason: string;
  /** Day of the next review, as `2027-06-01`. The exception fails from then on. */
  readonly reviewBy: string;
}

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
  ...cognito,
  ...dynamodb,
  ...sqs,
  ...cloudFront,
  ...iam,
};

const exceptions = read("security-exceptions.json") as readonly Exception[];
/** For each control, the environments and systems that have something it is about. */
const applicability = read("security-controls.json") as Record<
  string,
  Record<string, readonly string[]>
>;

const settings = { dev, staging, prod };
const { stacks } = synthEnvironments(settings);

const cases = Object.entries(settings).flatMap(([environment, { systems, ...own }]) =>
  [...Object.keys(systems), ...("loadTest" in own ? ["load-test"] : [])].flatMap((system) =>
    Object.keys(controls).map((control) => ({ control, environment, system })),
  ),
);
const applies = ({ control, environment, system }: (typeof cases)[number]) =>
  applicability[control]?.[environment]?.includes(system) ?? false;

function look({ control, environment, system }: (typeof cases)[number]): readonly Finding[] {
  // What a system needs once in an account is in a stack of its own.
  return [`${system}-${environment}`, `${system}-account-${environment}`]
    .flatMap((name) => stacks[name] ?? [])
    .flatMap((runtime) =>
      controls[control]!({
        runtime,
        images: stacks[`${system}-images-${environment}`],
        state: stacks[`state-${environment}`]!,
      }),
    );
}

const covers = (exception: Exception, control: string, environment: string, subject: string) =>
  exception.control === control &&
  exception.environments.includes(environment) &&
  new RegExp(`^${exception.resource}`).test(subject);

test("docs/security-controls.json says of every control what it applies to", () => {
  const found = Object.fromEntries(
    Object.keys(controls).map((control) => [
      control,
      Object.fromEntries(
        Object.keys(settings).map((environment) => [
          environment,
          cases
            .filter((one) => one.control === control && one.environment === environment)
            .filter((one) => look(one).length > 0)
            .map(({ system }) => system),
        ]),
      ),
    ]),
  );
  expect(found).toEqual(applicability);
});

test.each(cases.filter(applies))(
  "$control holds in $system of $environment, or is an exception on record",
  (one) => {
    const found = look(one);
    expect(found).not.toEqual([]);
    for (const { subject, holds } of found) {
      const excepted = exceptions.some((exception) =>
        covers(exception, one.control, one.environment, subject),
      );
      // Where a control holds no exception may stand: it would hide the day on which the control breaks.
      expect({ subject, holds }).toEqual({ subject, holds: !excepted });
    }
  },
);

describe.each(exceptions)("the exception of $control for $resource", (exception) => {
  test.each(exception.environments)("is needed in %s", (environment) => {
    const subjects = cases
      .filter((one) => one.control === exception.control && one.environment === environment)
      .flatMap(look)
      .filter(({ subject }) => covers(exception, exception.control, environment, subject));
    expect(subjects).not.toEqual([]);
  });

  test("has a reason, and its review is not overdue", () => {
    expect(exception.reason.length).toBeGreaterThan(20);
    expect(exception.reviewBy).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(Date.parse(exception.reviewBy)).toBeGreaterThan(Date.now());
  });
});

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, "../../docs", file), "utf8"));
}
