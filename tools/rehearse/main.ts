import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asCommand } from "../terminal/as-command";
import { withProgress } from "../terminal/progress";
import { UserError } from "../terminal/user-error";
import { type CommandLine, REHEARSE, rehearsalOf } from "./cli/command-line";
import { howToLookAround, summary } from "./cli/summary";
import { ToldProgress } from "./life/progress";
import type { Account } from "./emulator/account";
import { Emulator } from "./emulator/emulator";
import { emulatorAddress, GivenEmulator } from "./emulator/given-emulator";
import { fittingConcurrency, rehearseEnvironments } from "./life/rehearse-environments";
import type { EnvironmentReport, RehearsalReport } from "./life/report";
import { SAMPLE_VARIABLES } from "../synthesized/sample-variables";
import { Workplace } from "./life/workplace";
import { missingTools } from "./requirements";
import { select, type SelectedEnvironment } from "./synthesized/selection";
import { VERSION_VARIABLE } from "./terraform/provider-installation";
import { Synthesis } from "../synthesized/synthesis";

void asCommand(REHEARSE, async (line) => {
  const passed = await rehearse(rehearsalOf(line));
  return passed ? 0 : 1;
});

/** Rehearses the selected stacks. Returns whether everything passed. */
async function rehearse(commandLine: CommandLine): Promise<boolean> {
  const startedAt = new Date();
  if (commandLine.endpoint !== undefined)
    emulatorAddress(commandLine.endpoint, commandLine.allowAws);
  if (commandLine.reportFile !== undefined) requireWritable(commandLine.reportFile);
  const synthesis = Synthesis.read(process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const selected = select(synthesis, commandLine.names);
  const missing = missingTools().map(
    ({ tool, reason, howToEnable }) => `${tool}: ${reason}. ${howToEnable}`,
  );
  if (missing.length > 0) throw new UserError(missing.join("\n"));
  for (const { name } of synthesis.strays)
    console.log(`${name}: not rehearsed, because its environment is unknown`);

  const workplace = Workplace.create();
  console.log(
    `AWS provider ${workplace.awsProvider}, ${workplace.providersFrom}; work copies in ${workplace.folder}`,
  );
  for (const line of differentProviders(selected, workplace.awsProvider)) console.log(line);
  await withProgress("Installing the AWS provider", () => workplace.installAwsProvider());
  const accounts = new Map<string, Account>();
  const progress = new ToldProgress();
  const rehearsals = rehearseEnvironments(selected, {
    workplace,
    accountOf: async (environment) => {
      const account = await accountFor(environment, commandLine, workplace);
      accounts.set(environment, account);
      return account;
    },
    isGiven: commandLine.endpoint !== undefined,
    variables: { ...SAMPLE_VARIABLES, ...commandLine.variables },
    progress,
    concurrency: commandLine.concurrency ?? fittingConcurrency(selected.length),
    keeps: commandLine.keeps,
    recovers: commandLine.recovers,
    allowances: commandLine,
  });
  const environments = await Promise.all(rehearsals.values());
  progress.stop();
  workplace.close();
  console.log(summary(environments));
  const passed = environments.every((environment) => environment.passed);
  if (commandLine.reportFile !== undefined)
    writeReport(commandLine.reportFile, startedAt, environments);
  if (commandLine.keeps) console.log(howToLookAround(workplace, accounts));
  else if (passed) workplace.remove();
  else console.log(`The work folders are kept for inspection: ${workplace.folder}`);
  return passed;
}

/** Says which AWS provider version the stacks require, if the rehearsal uses another one. */
function differentProviders(
  environments: readonly SelectedEnvironment[],
  rehearsed: string,
): readonly string[] {
  const stacks = environments.flatMap(({ systemStacks }) => systemStacks);
  const asked = new Set(stacks.map(({ json }) => json.requiredProviders.aws?.version ?? "any"));
  return [...asked]
    .filter((constraint) => constraint !== rehearsed)
    .map(
      (constraint) =>
        `The stacks require AWS provider ${constraint}. The rehearsal uses ${rehearsed}, which the emulator was ` +
        `tested with. Set ${VERSION_VARIABLE} to use another one.`,
    );
}

/** Checks first that the report can be written, so that an hour of work is not lost. */
function requireWritable(file: string): void {
  try {
    closeSync(openSync(file, "a"));
  } catch (error) {
    throw new UserError(
      `--report must be a file that can be written, got "${file}" (${(error as Error).message}). Name another one.`,
    );
  }
}

function accountFor(
  environment: string,
  { endpoint, allowAws, keeps }: CommandLine,
  workplace: Workplace,
): Promise<Account> {
  if (endpoint !== undefined) return GivenEmulator.at(endpoint, allowAws);
  return Emulator.start({
    logFile: join(workplace.folder, `emulator-${environment}.log`),
    outlivesThisProcess: keeps,
  });
}

function writeReport(
  file: string,
  startedAt: Date,
  environments: readonly EnvironmentReport[],
): void {
  const report: RehearsalReport = {
    version: 1,
    startedAt: startedAt.toISOString(),
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    passed: environments.every(({ passed }) => passed),
    environments,
  };
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
  console.log(`Report: ${file}`);
}
