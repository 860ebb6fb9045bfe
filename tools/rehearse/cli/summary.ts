import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Account } from "../emulator/account";
import { Emulator } from "../emulator/emulator";
import type { EnvironmentReport, PhaseStep, StackReport } from "../life/report";
import type { Workplace } from "../life/workplace";
import { stylesFor } from "../../terminal/style";
import { layOut } from "../../terminal/table";

const PHASES: readonly PhaseStep["phase"][] = [
  "init",
  "recover",
  "apply",
  "second plan",
  "change",
  "destroy",
];

/** A table of the stacks with the seconds of each phase, followed by the resources left out, kept and left behind. */
export function summary(environments: readonly EnvironmentReport[]): string {
  const { bold, red, green, yellow } = stylesFor(process.stdout);
  const stacks = environments.flatMap((environment) => environment.stacks);
  const phases = PHASES.filter((phase) =>
    stacks.some(({ steps }) => steps.some((step) => step.phase === phase)),
  );
  const rows = stacks.map((stack) => [
    stack.stack,
    String(stack.resources),
    ...phases.map((phase) => secondsOf(stack, phase)),
    String(stack.changes.filter(({ address }) => !address.startsWith("output.")).length),
    String(stack.leftOut.length),
  ]);
  const head = [
    "stack",
    "resources",
    ...phases.map((phase) => `${phase} s`),
    "changes",
    "left out",
  ];
  const [first = "", ...lines] = layOut([head, ...rows], head.map((_, column) => column).slice(1));
  return [
    "",
    bold(first),
    ...lines,
    "",
    ...stacks.flatMap(({ stack, leftOut }) =>
      leftOut.map(
        ({ address, reason }) => `${yellow("left out")}  ${stack}: ${address}: ${reason}`,
      ),
    ),
    ...environments.flatMap(({ environment, leftBehind }) =>
      Object.entries(leftBehind).map(
        ([kind, names]) => `${red("left behind")}  ${environment}: ${kind} ${names.join(", ")}`,
      ),
    ),
    ...environments.flatMap(({ environment, violations }) =>
      violations.map(
        ({ operation, resource, field, value, rule }) =>
          `${red("AWS refuses")}  ${environment}: ${operation}${resource === "" ? "" : ` (${resource})`}: ` +
          `${field} ${rule}, got "${value}"`,
      ),
    ),
    ...environments
      .filter(({ isKept, isLookedOver, error }) => !isKept && !isLookedOver && error === undefined)
      .map(
        ({ environment }) =>
          `${yellow("not checked")}  ${environment}: only an emulator that this project started can list what is left`,
      ),
    ...environments.map(({ environment, passed, seconds, error }) =>
      passed
        ? `${green("passed")}  ${environment} in ${seconds.toFixed(0)} s`
        : `${red("failed")}  ${environment}${error === undefined ? "" : `: ${error}`}`,
    ),
  ].join("\n");
}

function secondsOf({ steps }: StackReport, phase: PhaseStep["phase"]): string {
  const own = steps.filter((step) => step.phase === phase);
  return own.length === 0 ? "-" : own.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(1);
}

const POINTING = /^(AWS_|TF_|NO_PROXY|CHECKPOINT_DISABLE)/;

/** Explains how to inspect the kept emulator, and writes a file with the environment variables for it. */
export function howToLookAround(
  workplace: Workplace,
  accounts: ReadonlyMap<string, Account>,
): string {
  return [...accounts]
    .flatMap(([environment, account]) => {
      const file = join(workplace.folder, `look-around-${environment}.sh`);
      const variables = Object.entries(workplace.environment(account.endpoint)).filter(([name]) =>
        POINTING.test(name),
      );
      writeFileSync(
        file,
        variables.map(([name, value]) => `export ${name}='${value ?? ""}'\n`).join(""),
      );
      return [
        `${environment} is kept at ${account.endpoint}, its stacks in ${workplace.folder}. To inspect it:`,
        `  . ${file}`,
        `  terraform -chdir=${join(workplace.folder, `<stack>-${environment}`)} state list`,
        account instanceof Emulator
          ? `To end it: kill ${account.processId}`
          : "You started it, so end it yourself.",
      ];
    })
    .join("\n");
}
