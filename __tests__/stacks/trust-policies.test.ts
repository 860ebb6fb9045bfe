import { covers, readPolicy } from "../../tools/audit/policy";
import { subjectOf } from "../../tools/audit/control";
import { projectRoot } from "../../tools/project-root";
import { type Block, blocksOf, textOf, textsOf } from "../../tools/synthesized/fields";
import { StackJson } from "../../tools/synthesized/stack-json";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { fullSettings } from "../settings/full/full-settings";
import { controlNamed } from "../support/audited";
import { synthEnvironments } from "../support/environments";
import { released } from "../support/pipelines";

/*
 * Every trust policy that any setting makes. An exception of docs/security-exceptions.json is for the environments that ship;
 * here, its stacks and resource must fit, whatever the environment is called.
 */

const full = structuredClone(fullSettings);
// A file that the project does not have.
delete (full.demo.systems["http-api"].api as { openApiFile?: string }).openApiFile;
const environments = { dev, staging, prod, released, ...full };
const { stacks } = synthEnvironments(environments);

const control = controlNamed("IAM.source-account");
const exceptions = readPolicy(projectRoot()).exceptions.filter(
  (each) => each.control === control.id,
);

function unitOf(stack: string): string {
  const environment = Object.keys(environments).find((each) => stack.endsWith(`-${each}`))!;
  return stack.slice(0, -environment.length - 1);
}

/** How each service's roles name the account, by the service's principal. */
function testsByPrincipal(): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, Set<string>> = {};
  for (const { json } of Object.values(stacks))
    for (const document of Object.values(
      new StackJson(json).dataSources("aws_iam_policy_document"),
    ))
      for (const statement of blocksOf(document, "statement"))
        if (textsOf(statement, "actions").includes("sts:AssumeRole"))
          for (const principal of principalsOf(statement))
            (found[principal] ??= new Set()).add(testOf(statement));
  return Object.fromEntries(Object.entries(found).map(([key, tests]) => [key, [...tests]]));
}

function principalsOf(statement: Block): readonly string[] {
  return blocksOf(statement, "principals").flatMap((each) => textsOf(each, "identifiers"));
}

function testOf(statement: Block): string {
  const condition = blocksOf(statement, "condition").find(
    (each) => textOf(each, "variable") === "aws:SourceAccount",
  );
  return condition === undefined ? "none" : textOf(condition, "test", "");
}

test("every trust policy names the account, or an exception says why it does not", () => {
  const open = Object.entries(stacks).flatMap(([name, { json }]) =>
    control
      .look(new StackJson(json))
      .filter(({ holds }) => !holds)
      .map(subjectOf)
      .filter(
        (subject) =>
          !exceptions.some((each) => each.stacks.includes(unitOf(name)) && covers(each, subject)),
      )
      .map((subject) => `${name}: ${subject}`),
  );
  expect(open).toEqual([]);
});

test("a role requires the account only of services whose page says that they send it", () => {
  expect(testsByPrincipal()).toEqual({
    "apigateway.amazonaws.com": ["none"],
    "chatbot.amazonaws.com": ["StringEqualsIfExists"],
    "codebuild.amazonaws.com": ["StringEqualsIfExists"],
    "codepipeline.amazonaws.com": ["StringEqualsIfExists"],
    "ec2.amazonaws.com": ["none"],
    "ecs-tasks.amazonaws.com": ["StringEquals"],
    "ecs.amazonaws.com": ["StringEqualsIfExists"],
    "events.amazonaws.com": ["StringEquals"],
    "lambda.amazonaws.com": ["StringEqualsIfExists"],
    "monitoring.rds.amazonaws.com": ["StringEquals"],
    "scheduler.amazonaws.com": ["StringEquals"],
    "states.amazonaws.com": ["StringEquals"],
    "vpc-flow-logs.amazonaws.com": ["StringEquals"],
  });
});
