import { parseArgs } from "node:util";
import { fittingConcurrency, rehearseEnvironments } from "./life/rehearse-environments";
import type { EnvironmentReport } from "./life/report";
import { Workplace } from "./life/workplace";
import { SAMPLE_VARIABLES } from "./life/sample-variables";
import { missingTools } from "./requirements";
import { Synthesis } from "./synthesized/synthesis";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    var: { type: "string", multiple: true, default: [] },
    concurrency: { type: "string" },
  },
});

async function main(): Promise<number> {
  const missing = missingTools();
  for (const { tool, reason, howToEnable } of missing)
    console.error(`${tool}: ${reason}. ${howToEnable}`);
  if (missing.length > 0) return 1;

  const synthesis = Synthesis.read("cdktf.out");
  for (const { name } of synthesis.strays) {
    console.log(`${name}: not rehearsed, its environment has no stack that makes a state bucket`);
  }
  const workplace = Workplace.create();
  console.log(
    `AWS provider ${workplace.awsProvider}, ${workplace.providersFrom}; work copies in ${workplace.folder}`,
  );
  await workplace.installAwsProvider();
  const environments = positionals.length > 0 ? positionals : synthesis.environments;
  const concurrency = Number(values.concurrency ?? fittingConcurrency(environments.length));
  const rehearsals = rehearseEnvironments(environments, {
    synthesis,
    workplace,
    variables: { ...SAMPLE_VARIABLES, ...variablesOf(values.var) },
    concurrency,
    onProgress: (line) => {
      console.log(line);
    },
  });
  const results = await Promise.all(
    [...rehearsals.values()].map((each) => each.then(tell, tellFailure)),
  );
  if (!results.every(Boolean)) return 1;
  workplace.remove();
  return 0;
}

/** Reads `name=value`, as Terraform's own -var has it. */
function variablesOf(assignments: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    assignments.map((assignment) => {
      const [name = "", ...value] = assignment.split("=");
      return [name, value.join("=")];
    }),
  );
}

function tellFailure(error: unknown): boolean {
  console.error(error instanceof Error ? error.message : error);
  return false;
}

/** Tells how an environment fared, and whether all went well. */
function tell({ environment, seconds, stacks, leftBehind }: EnvironmentReport): boolean {
  const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0);
  console.log(
    `${environment}: ${resources} resources applied and destroyed in ${seconds.toFixed(0)} s`,
  );
  const kinds = Object.entries(leftBehind);
  for (const [kind, names] of kinds)
    console.error(`${environment}: left behind ${kind} ${names.join(", ")}`);
  return kinds.length === 0;
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    tellFailure(error);
    process.exit(1);
  },
);
