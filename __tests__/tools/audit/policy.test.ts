import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXCEPTIONS_FILE, readPolicy, REQUIRED_FILE } from "../../../tools/audit/policy";
import { UserError } from "../../../tools/terminal/user-error";
import { REQUIRED, UNPROTECTED } from "./sample";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "policy-"));
  mkdirSync(join(root, "docs"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function read(exceptions: unknown, required: unknown = REQUIRED) {
  const write = (file: string, content: unknown) => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    writeFileSync(join(root, file), text);
  };
  write(EXCEPTIONS_FILE, exceptions);
  write(REQUIRED_FILE, required);
  return readPolicy(root);
}

function problems(exceptions: unknown, required?: unknown): string {
  try {
    read(exceptions, required);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "none";
}

it("gives each exception its place", () => {
  expect(read([UNPROTECTED])).toEqual({
    required: REQUIRED,
    exceptions: [{ ...UNPROTECTED, place: "docs/security-exceptions.json[0]" }],
  });
});

it.each<[string, object, string]>([
  [
    "an unknown control",
    { control: "DynamoDB.66" },
    '.control must be a control, got "DynamoDB.66". Did you mean DynamoDB.6?',
  ],
  ["no control", { control: undefined }, ".control must be text, got nothing."],
  ["no environment", { environments: [] }, ".environments must have an entry, got []."],
  ["one environment as text", { environments: "dev" }, '.environments must be a list, got "dev".'],
  ["a number as an environment", { environments: [1] }, ".environments[0] must be text, got 1."],
  ["no stack", { stacks: undefined }, ".stacks must be a list, got nothing."],
  [
    "a broken pattern",
    { resource: "aws_lb(" },
    '.resource must be a regular expression, got "aws_lb(".',
  ],
  [
    "a short reason",
    { reason: "later" },
    '.reason must say why in 20 characters or more, got "later".',
  ],
  ["no day", { reviewBy: "soon" }, '.reviewBy must be a day such as 2027-06-01, got "soon".'],
  [
    "a day that is none",
    { reviewBy: "2027-02-30" },
    '.reviewBy must be a day such as 2027-06-01, got "2027-02-30".',
  ],
  ["an unknown field", { expires: "2027-06-01" }, " must have known fields only, got expires."],
])("error if an exception has %s", (_, other, message) => {
  expect(problems([UNPROTECTED, { ...UNPROTECTED, ...other }])).toBe(
    `docs/security-exceptions.json[1]${message}`,
  );
});

it("reports every mistake in both files at once", () => {
  const required = { stacks: { shop: ["DynamoDB.7"] }, where: {} };
  expect(problems([{ ...UNPROTECTED, reason: "", reviewBy: "" }], required).split("\n")).toEqual([
    'docs/security-controls.json.stacks.shop[0] must be a control, got "DynamoDB.7". Did you mean DynamoDB.1?',
    'docs/security-exceptions.json[0].reason must say why in 20 characters or more, got "".',
    'docs/security-exceptions.json[0].reviewBy must be a day such as 2027-06-01, got "".',
  ]);
});

it.each([
  ["no list", {}, "docs/security-exceptions.json must be a list, got {}."],
  ["no JSON", "[,]", "docs/security-exceptions.json must be JSON: "],
  [
    "text as an exception",
    ["ECS.5"],
    'docs/security-exceptions.json[0] must be an object, got "ECS.5".',
  ],
])("error if the exceptions are %s", (_, exceptions, message) => {
  expect(problems(exceptions)).toContain(message);
});

it("error if a file is missing", () => {
  expect(() => readPolicy(root)).toThrow(
    new UserError(
      [REQUIRED_FILE, EXCEPTIONS_FILE]
        .map((file) => `${file} must exist. Restore it from the repository.`)
        .join("\n"),
    ),
  );
});

it("error if the controls are no object", () => {
  expect(problems([], [])).toBe("docs/security-controls.json must be an object, got [].");
  expect(problems([], { stacks: {}, where: { aws_lb: "ELB.4" } })).toBe(
    'docs/security-controls.json.where.aws_lb must be a list, got "ELB.4".',
  );
});
