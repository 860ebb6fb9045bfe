import { layOut } from "../../terminal/table";
import type { Styles } from "../../terminal/style";
import { type EnvironmentAudit, isFailure, type Result } from "../audit";
import { type Control, subjectOf } from "../control";
import { CONTROLS } from "../controls";
import type { Exception } from "../policy";

export interface TextOptions {
  /** Whether to show the reasons of the exceptions. */
  readonly details: boolean;
  readonly styles: Styles;
}

/** A table per environment, then the failures and the problems, then a summary. */
export function textReport(audits: readonly EnvironmentAudit[], options: TextOptions): string {
  return audits.map((audit) => environmentText(audit, options)).join("\n\n");
}

function environmentText(audit: EnvironmentAudit, { details, styles }: TextOptions): string {
  const { environment, results, problems } = audit;
  const rows = CONTROLS.map((control) => rowOf(control, audit)).filter((row) => row !== undefined);
  const [head = "", ...lines] = layOut(
    [
      ["control", "passed", "failed", "exceptions", "requirement"],
      ...rows.map(({ cells }) => cells),
    ],
    [1, 2, 3],
  );
  const table = lines.map((line, at) => (rows[at]?.fails === true ? styles.red(line) : line));
  const failures = results.filter(isFailure);
  const sections = [
    [styles.bold(environment), styles.dim(head), ...table].join("\n"),
    ...failures.map((failure) => styles.red(failureText(failure))),
    ...problems.map(({ control, message }) =>
      styles.red(control === undefined ? message : `${control.id} fails: ${message}`),
    ),
    ...(details ? [exceptionsText(results)] : []),
  ];
  const excepted = results.filter(({ finding }) => !finding.holds).length - failures.length;
  const passed = results.filter(({ finding }) => finding.holds).length;
  const failed = failures.length + problems.length;
  const summary = `${environment}: ${count(passed, "check")} passed, ${failed} failed, ${count(excepted, "exception")}`;
  return [...sections, failed > 0 ? styles.red(summary) : styles.green(summary)].join("\n");
}

function rowOf(control: Control, { results, problems }: EnvironmentAudit) {
  const own = results.filter((each) => each.control === control);
  const wrong = problems.filter((each) => each.control === control).length;
  if (own.length + wrong === 0) return undefined;
  const failed = own.filter(isFailure).length + wrong;
  const passed = own.filter(({ finding }) => finding.holds).length;
  const excepted = own.filter((each) => !each.finding.holds && !isFailure(each)).length;
  const numbers = [passed, failed, excepted].map((each) => (each === 0 ? "-" : `${each}`));
  return { cells: [control.id, ...numbers, control.title], fails: failed > 0 };
}

function failureText({ control, stack, finding }: Result): string {
  return `${control.id} fails: ${subjectOf(finding)} in ${stack.name}. ${control.page}`;
}

function exceptionsText(results: readonly Result[]): string {
  const subjects = new Map<Exception, string[]>();
  for (const { exception, finding, stack } of results) {
    if (exception === undefined || finding.holds) continue;
    subjects.set(exception, [
      ...(subjects.get(exception) ?? []),
      `  ${stack.name} ${subjectOf(finding)}`,
    ]);
  }
  return [...subjects]
    .map(([{ control, reason, reviewBy }, covered]) =>
      [`${control}, until ${reviewBy}: ${reason}`, ...covered].join("\n"),
    )
    .join("\n");
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}
