import { type EnvironmentAudit, isFailure, passes, type ProblemKind, type Result } from "../audit";
import { subjectOf } from "../control";
import { CONTROLS } from "../controls";

/** A result as JSON. */
export interface ReportedResult {
  readonly control: string;
  readonly stack: string;
  /** Terraform address, followed by a slash and a part of the resource, if any. */
  readonly subject: string;
  readonly result: "passed" | "failed" | "excepted";
  /** Reason of the exception. */
  readonly reason?: string;
  /** Date of the exception's next review. */
  readonly reviewBy?: string;
}

export interface ReportedProblem {
  readonly kind: ProblemKind;
  /** Undefined if it concerns all controls. */
  readonly control?: string;
  readonly message: string;
}

/** The audit as JSON for scripts. */
export interface AuditReport {
  readonly controls: readonly { readonly id: string; title: string; page: string }[];
  readonly environments: readonly {
    readonly environment: string;
    readonly passes: boolean;
    readonly results: readonly ReportedResult[];
    /** Controls without a resource, and exceptions that are unneeded or overdue. */
    readonly problems: readonly ReportedProblem[];
  }[];
}

export function jsonReport(audits: readonly EnvironmentAudit[]): AuditReport {
  return {
    controls: CONTROLS.map(({ id, title, page }) => ({ id, title, page })),
    environments: audits.map((audit) => ({
      environment: audit.environment,
      passes: passes(audit),
      results: audit.results.map(reported),
      problems: audit.problems.map(({ kind, control, message }) => ({
        kind,
        control: control?.id,
        message,
      })),
    })),
  };
}

function reported(result: Result): ReportedResult {
  const { control, stack, finding, exception } = result;
  const own = { control: control.id, stack: stack.name, subject: subjectOf(finding) };
  if (finding.holds) return { ...own, result: "passed" };
  if (isFailure(result) || exception === undefined) return { ...own, result: "failed" };
  const { reason, reviewBy } = exception;
  return { ...own, result: "excepted", reason, reviewBy };
}
