import { stylesFor } from "../../terminal/style";
import { layOut } from "../../terminal/table";
import type { EnvironmentReport, PhaseStep, StackReport } from "../life/report";

const PHASES: readonly PhaseStep["phase"][] = [
  "init",
  "recover",
  "apply",
  "second plan",
  "change",
  "destroy",
];

/** A table of the stacks, seconds by phase, and below it by name what was left out, kept, and left behind. */
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
    ...environments
      .filter(({ isKept, isLookedOver, error }) => !isKept && !isLookedOver && error === undefined)
      .map(
        ({ environment }) =>
          `${yellow("not looked over")}  ${environment}: somebody else's emulator cannot be asked what is left in it`,
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
