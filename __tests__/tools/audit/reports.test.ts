import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";
import Ajv from "ajv-draft-04";
import { CONTROLS } from "../../../tools/audit/controls";
import { jsonReport } from "../../../tools/audit/report/json";
import { sarifReport } from "../../../tools/audit/report/sarif";
import { textReport } from "../../../tools/audit/report/text";
import { stylesFor } from "../../../tools/terminal/style";
import { audited, stackOf, TABLES, TODAY, UNPROTECTED, UNRESTORABLE } from "./sample";

const plain = stylesFor({ isTTY: false });

describe("the table", () => {
  it("shows what passed and failed, the addresses, and the exceptions", () => {
    expect(textReport([audited([UNPROTECTED])], { details: false, styles: plain })).toBe(
      `
dev
control     passed  failed  exceptions  requirement
DynamoDB.1       2       -           -  Tables scale with demand
DynamoDB.2       1       1           -  Tables have point-in-time recovery
DynamoDB.6       -       -           2  Tables have deletion protection
DynamoDB.2 fails: aws_dynamodb_table.foods in shop-dev. https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-2
dev: 3 checks passed, 1 failed, 2 exceptions`.trimStart(),
    );
  });

  it("shows the reason of each exception on request, with what it covers", () => {
    const text = textReport([audited([UNPROTECTED])], { details: true, styles: plain });
    expect(text).toContain(
      `
DynamoDB.6, until 2027-06-01: These environments are made and destroyed at will.
  shop-dev aws_dynamodb_table.pets
  shop-dev aws_dynamodb_table.foods
dev: 3`,
    );
  });

  it("counts a control without its resource and an overdue exception as failures", () => {
    const overdue = { ...UNPROTECTED, reviewBy: TODAY };
    const text = textReport([audited([overdue, UNRESTORABLE])], { details: false, styles: plain });
    expect(text).toMatch(/^DynamoDB\.6 +- +1 +2 {2}/m);
    expect(text).toContain("DynamoDB.6 fails: docs/security-exceptions.json[0].reviewBy must be");
    expect(text).toMatch(/dev: 3 checks passed, 1 failed, 3 exceptions$/);
    const empty = audited([], { stacks: [stackOf("shop-dev", {})] });
    expect(textReport([empty], { details: false, styles: plain })).toMatch(
      /^DynamoDB\.1 +- +1 +- {2}[^]*dev: 0 checks passed, 3 failed, 0 exceptions$/m,
    );
  });

  it("is red where something fails, on a terminal", () => {
    const styles = { ...plain, red: (text: string) => `<red>${text}</red>` };
    const text = textReport([audited([UNPROTECTED])], { details: false, styles });
    expect(text.match(/<red>\S+/g)).toEqual(["<red>DynamoDB.2", "<red>DynamoDB.2", "<red>dev:"]);
  });
});

it("is JSON with a result for each subject", () => {
  const { controls, environments } = jsonReport([audited([UNPROTECTED])]);
  expect(controls).toHaveLength(CONTROLS.length);
  expect(environments).toHaveLength(1);
  const { environment, passes, results, problems } = environments[0]!;
  expect({ environment, passes, problems }).toEqual({
    environment: "dev",
    passes: false,
    problems: [],
  });
  const { reason, reviewBy } = UNPROTECTED;
  const pets = { stack: "shop-dev", subject: "aws_dynamodb_table.pets" };
  const foods = { stack: "shop-dev", subject: "aws_dynamodb_table.foods" };
  expect(results).toEqual([
    { control: "DynamoDB.1", ...pets, result: "passed" },
    { control: "DynamoDB.1", ...foods, result: "passed" },
    { control: "DynamoDB.2", ...pets, result: "passed" },
    { control: "DynamoDB.2", ...foods, result: "failed" },
    { control: "DynamoDB.6", ...pets, result: "excepted", reason, reviewBy },
    { control: "DynamoDB.6", ...foods, result: "excepted", reason, reviewBy },
  ]);
});

it("has problems of the data in the JSON", () => {
  const given = audited([], { stacks: [stackOf("shop-dev", {}), stackOf("new-dev", {})] });
  const [environment] = jsonReport([given]).environments;
  expect(environment?.problems.map(({ kind, control }) => [kind, control])).toEqual([
    ["missing-resource", "DynamoDB.1"],
    ["missing-resource", "DynamoDB.2"],
    ["missing-resource", "DynamoDB.6"],
    ["unknown-stack", undefined],
  ]);
});

describe("the SARIF", () => {
  // A pattern of the schema, for languages, is none with the flag "u".
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  const validate = ajv.compile(schema);

  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "sarif-"));
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  /** A stack whose JSON is in a file, as synth writes it. */
  function written(name: string, json: Record<string, unknown> = TABLES) {
    const stack = stackOf(name, json);
    const file = join(root, stack.file);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(json, null, 2));
    return { ...stack, file };
  }

  function log(exceptions: Parameters<typeof audited>[0], stacks = [written("shop-dev")]) {
    return sarifReport([audited(exceptions, { stacks })], root, TODAY);
  }

  it.each([
    ["findings and exceptions", [UNPROTECTED]],
    ["nothing", [UNPROTECTED, UNRESTORABLE]],
    ["an overdue exception", [{ ...UNPROTECTED, reviewBy: TODAY }]],
  ])("is valid by the schema of SARIF 2.1.0, with %s", (_, exceptions) => {
    expect([validate(log(exceptions)), validate.errors]).toEqual([true, null]);
  });

  it("is refused by the schema when a result has no message", () => {
    const broken = structuredClone(log([]));
    delete (broken.runs[0]!.results![0] as { message?: unknown }).message;
    expect(validate(broken)).toBe(false);
  });

  it("names the rule, the place in the stack's JSON and the resource", () => {
    const [result] = log([UNPROTECTED]).runs[0]!.results!;
    expect(result).toMatchObject({
      ruleId: "DynamoDB.2",
      level: "error",
      message: {
        text: "aws_dynamodb_table.foods in shop-dev fails DynamoDB.2: Tables have point-in-time recovery.",
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "cdktf.out/stacks/shop-dev/cdk.tf.json" },
          },
          logicalLocations: [{ fullyQualifiedName: "aws_dynamodb_table.foods" }],
        },
      ],
    });
    expect(result).not.toHaveProperty("suppressions");
    const lines = readFileSync(join(root, "cdktf.out/stacks/shop-dev/cdk.tf.json"), "utf8").split(
      "\n",
    );
    const line = result!.locations![0]!.physicalLocation!.region!.startLine!;
    expect(lines[line - 1]).toContain('"foods": {');
  });

  it("finds the line of a data source, too", () => {
    const trust = {
      actions: ["sts:AssumeRole"],
      principals: [{ identifiers: ["ecs.amazonaws.com"] }],
    };
    const json = { data: { aws_iam_policy_document: { trust: { statement: [trust] } } } };
    const found = log([], [written("role-dev", json)]).runs[0]!.results!.find(
      ({ ruleId }) => ruleId === "IAM.source-account",
    );
    expect(found!.locations![0]!.logicalLocations![0]!.fullyQualifiedName).toBe(
      "data.aws_iam_policy_document.trust/ecs.amazonaws.com",
    );
    expect(found!.locations![0]!.physicalLocation!.region!.startLine).toBe(4);
  });

  it("names rules that are described", () => {
    const { tool, results } = log([{ ...UNPROTECTED, reviewBy: TODAY }]).runs[0]!;
    const rules = tool.driver.rules!;
    expect(results!.map(({ ruleId }) => ruleId)).toContain("exception");
    for (const { ruleId, ruleIndex } of results!) expect(rules[ruleIndex!]!.id).toBe(ruleId);
  });

  it("suppresses what an exception covers, as long as its review is not overdue", () => {
    const suppressions = (reviewBy: string) =>
      log([{ ...UNPROTECTED, reviewBy }]).runs[0]!.results!.find(
        ({ ruleId }) => ruleId === "DynamoDB.6",
      )!.suppressions;
    expect(suppressions("2027-06-01")).toEqual([
      {
        kind: "external",
        status: "accepted",
        justification:
          "These environments are made and destroyed at will. (Next review: 2027-06-01)",
      },
    ]);
    expect(suppressions(TODAY)).toMatchObject([{ status: "underReview" }]);
  });

  it("distinguishes two findings, and keeps their fingerprints", () => {
    const prints = () =>
      log([]).runs[0]!.results!.map(
        ({ partialFingerprints }) => partialFingerprints!["control/v1"],
      );
    expect(new Set(prints()).size).toBe(3);
    expect(prints()).toEqual(prints());
  });
});
