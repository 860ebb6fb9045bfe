import { isFailure, passes } from "../../../tools/audit/audit";
import { subjectOf } from "../../../tools/audit/control";
import { audited, REQUIRED, stackOf, TABLES, UNPROTECTED, UNRESTORABLE } from "./sample";

const failures = (given: ReturnType<typeof audited>) =>
  given.results
    .filter(isFailure)
    .map(({ control, stack, finding }) => `${control.id} ${stack.name} ${subjectOf(finding)}`);

const messages = ({ problems }: ReturnType<typeof audited>) =>
  problems.map(({ message }) => message);

it("names what fails, by control, stack and address", () => {
  const given = audited([]);
  expect(failures(given)).toEqual([
    "DynamoDB.2 shop-dev aws_dynamodb_table.foods",
    "DynamoDB.6 shop-dev aws_dynamodb_table.pets",
    "DynamoDB.6 shop-dev aws_dynamodb_table.foods",
  ]);
  expect(messages(given)).toEqual([]);
  expect(passes(given)).toBe(false);
});

it("passes where an exception covers each failure", () => {
  const given = audited([UNPROTECTED, UNRESTORABLE]);
  expect(failures(given)).toEqual([]);
  expect(messages(given)).toEqual([]);
  expect(passes(given)).toBe(true);
});

it.each([
  ["another environment", { environments: ["prod"] }],
  ["another stack", { stacks: ["store"] }],
  ["another resource", { resource: "aws_dynamodb_table\\.food$" }],
  ["a resource that has the pattern in its middle", { resource: "dynamodb_table" }],
])("does not take an exception of %s", (_, other) => {
  const given = audited([UNPROTECTED, { ...UNRESTORABLE, ...other }]);
  expect(failures(given)).toEqual(["DynamoDB.2 shop-dev aws_dynamodb_table.foods"]);
});

it("fails for an exception that no finding needs", () => {
  const protectedTable = {
    ...TABLES.resource.aws_dynamodb_table.pets,
    deletion_protection_enabled: true,
  };
  const stacks = [
    stackOf("shop-dev", { resource: { aws_dynamodb_table: { pets: protectedTable } } }),
  ];
  const given = audited([UNPROTECTED], { stacks });
  expect(messages(given)).toEqual([
    'docs/security-exceptions.json[0].environments must name environments where DynamoDB.6 finds something, got "dev". Remove it, or the exception.',
  ]);
  expect(passes(given)).toBe(false);
  expect(passes(audited([{ ...UNPROTECTED, onlyWith: "tables.shared" }], { stacks }))).toBe(true);
});

it.each([undefined, "tables.shared"])(
  "fails for an exception that covers what passes, of setting %p",
  (onlyWith) => {
    const tooWide = { ...UNRESTORABLE, resource: "aws_dynamodb_table\\.", onlyWith };
    const given = audited([UNPROTECTED, tooWide]);
    expect(messages(given)).toEqual([
      "docs/security-exceptions.json[1].resource must match only what DynamoDB.2 finds, got aws_dynamodb_table.pets in shop-dev, which passes. Narrow it, or `stacks`.",
    ]);
    expect(passes(given)).toBe(false);
  },
);

it.each([
  ["2026-11-27", false],
  ["2026-11-28", false],
  ["2026-11-29", true],
])("on 2026-11-28, an exception to be reviewed by %s holds: %s", (reviewBy, holds) => {
  const given = audited([{ ...UNPROTECTED, reviewBy }, UNRESTORABLE]);
  expect(passes(given)).toBe(holds);
  expect(messages(given)).toEqual(
    holds
      ? []
      : [
          `docs/security-exceptions.json[0].reviewBy must be after today (2026-11-28), got ${reviewBy}. Review the reason, then set the next date or remove the exception.`,
        ],
  );
});

it("leaves out exceptions of stacks and environments that are not synthesized", () => {
  const elsewhere = { ...UNPROTECTED, reviewBy: "2020-01-01" };
  const given = audited([
    UNPROTECTED,
    UNRESTORABLE,
    { ...elsewhere, environments: ["prod"] },
    { ...elsewhere, stacks: ["store"] },
  ]);
  expect(passes(given)).toBe(true);
});

it("fails for a control without its resource", () => {
  const given = audited([], { stacks: [stackOf("shop-dev", {})] });
  expect(messages(given)).toEqual(
    REQUIRED.stacks.shop!.map(
      (id) =>
        `shop-dev must have a resource that ${id} checks, got none. Restore it, or remove "${id}" from the stack in docs/security-controls.json.`,
    ),
  );
  expect(passes(given)).toBe(false);
});

it.each([
  ["aws_sqs_queue", ["SQS.3"]],
  ["aws_sqs_queue.fifo_queue", ["SQS.3"]],
  ["aws_sqs_queue.fifo_queue=true", ["SQS.3"]],
  ["aws_sqs_queue.fifo_queue=false", []],
  ["aws_sqs_queue.name", []],
  ["aws_sqs_queue and aws_dynamodb_table", ["SQS.3"]],
  ["aws_sqs_queue and aws_lb", []],
  ["data.aws_vpc", ["SQS.3"]],
  ["data.aws_vpc.default=true", ["SQS.3"]],
  ["data.aws_subnet", []],
  ["aws_vpc", []],
])("where %s, requires %j", (condition, controls) => {
  const json = {
    resource: { ...TABLES.resource, aws_sqs_queue: { jobs: { fifo_queue: true } } },
    data: { aws_vpc: { network: { default: true } } },
  };
  const required = { stacks: { shop: [] }, where: { [condition]: ["SQS.3"] } };
  const given = audited([], { stacks: [stackOf("shop-dev", json)], required });
  expect(given.problems.map(({ control }) => control?.id)).toEqual(controls);
});

it("fails for a stack of which the data says nothing", () => {
  const given = audited([UNPROTECTED, UNRESTORABLE], {
    stacks: [stackOf("shop-dev"), stackOf("pipeline-shop-dev", {})],
  });
  expect(messages(given)).toEqual([
    'docs/security-controls.json.stacks must name every stack, got nothing for pipeline-shop-dev. Add "pipeline-shop" with the controls that must apply to it.',
  ]);
  expect(passes(given)).toBe(false);
});
