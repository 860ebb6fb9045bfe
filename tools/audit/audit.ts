import { type Control, type Finding, subjectOf } from "./control";
import { CONTROLS } from "./controls";
import type { StackJson } from "../synthesized/stack-json";
import { covers, type Exception, overdueReview, type Policy, REQUIRED_FILE } from "./policy";
import { controlsRequiredIn } from "./required-controls";

/** The data of a stack that the audit needs. */
export interface AuditedStack {
  readonly name: string;
  /** Path of its cdk.tf.json. */
  readonly file: string;
  readonly json: StackJson;
}

/** The result of a control for a subject in a stack. */
export interface Result {
  readonly control: Control;
  readonly stack: AuditedStack;
  readonly finding: Finding;
  /** The exception for the subject, whether the control holds or not. */
  readonly exception?: Exception;
}

export type ProblemKind = "missing-resource" | "unknown-stack" | "exception";

/** A control without its resource, or a mistake in the data. It fails the audit like a finding. */
export interface Problem {
  readonly kind: ProblemKind;
  /** The control in question. @default - all */
  readonly control?: Control;
  /** The stack in question. @default - an exception */
  readonly stack?: AuditedStack;
  readonly message: string;
}

export interface EnvironmentAudit {
  readonly environment: string;
  readonly stacks: readonly AuditedStack[];
  readonly results: readonly Result[];
  readonly problems: readonly Problem[];
}

/** @param today for example `2026-11-28` */
export function audit(
  environment: string,
  stacks: readonly AuditedStack[],
  { required, exceptions }: Policy,
  today: string,
): EnvironmentAudit {
  const unitOf = ({ name }: AuditedStack): string => name.slice(0, -environment.length - 1);
  const units = new Set(stacks.map(unitOf));
  const relevant = exceptions.filter(
    (exception) =>
      exception.environments.includes(environment) &&
      exception.stacks.some((unit) => units.has(unit)),
  );
  const results = stacks.flatMap((stack) =>
    CONTROLS.flatMap((control) =>
      control.look(stack.json).map((finding): Result => {
        const exception = relevant.find(
          (each) =>
            each.control === control.id &&
            each.stacks.includes(unitOf(stack)) &&
            covers(each, subjectOf(finding)),
        );
        return { control, stack, finding, ...(exception === undefined ? {} : { exception }) };
      }),
    ),
  );
  const problems = [
    ...stacks.flatMap((stack) =>
      missingControls(stack, unitOf(stack), required, subjectsIn(results, stack)),
    ),
    ...relevant.flatMap((exception) => exceptionProblems(exception, environment, results, today)),
  ];
  return { environment, stacks, results, problems };
}

/** Whether a result fails the audit. */
export function isFailure({ finding, exception }: Result): boolean {
  return !finding.holds && exception === undefined;
}

export function passes({ results, problems }: EnvironmentAudit): boolean {
  return problems.length === 0 && !results.some(isFailure);
}

function subjectsIn(results: readonly Result[], stack: AuditedStack): ReadonlySet<string> {
  return new Set(results.filter((each) => each.stack === stack).map(({ control }) => control.id));
}

function missingControls(
  stack: AuditedStack,
  unit: string,
  required: Policy["required"],
  applied: ReadonlySet<string>,
): readonly Problem[] {
  const wanted = controlsRequiredIn(stack.json, unit, required);
  if (wanted === undefined) {
    const message = `${REQUIRED_FILE}.stacks must name every stack, got nothing for ${stack.name}. Add "${unit}" with the controls that must apply to it.`;
    return [{ kind: "unknown-stack", stack, message }];
  }
  return CONTROLS.filter(({ id }) => wanted.has(id) && !applied.has(id)).map((control) => ({
    kind: "missing-resource",
    control,
    stack,
    message: `${stack.name} must have a resource that ${control.id} checks, got none. Restore it, or remove "${control.id}" from the stack in ${REQUIRED_FILE}.`,
  }));
}

function exceptionProblems(
  exception: Exception,
  environment: string,
  results: readonly Result[],
  today: string,
): readonly Problem[] {
  const control = CONTROLS.find(({ id }) => id === exception.control);
  if (control === undefined) throw new Error(`There is no control ${exception.control}.`);
  const { place } = exception;
  const covered = results.filter((each) => each.exception === exception);
  const overdue = overdueReview(exception, today);
  const messages = overdue === undefined ? [] : [overdue];
  if (!covered.some(({ finding }) => !finding.holds)) {
    if (exception.onlyWith === undefined)
      messages.push(
        `${place}.environments must name environments where ${control.id} finds something, got "${environment}". Remove it, or the exception.`,
      );
  } else {
    // An unneeded exception would hide the day on which the control fails.
    for (const { finding, stack } of covered.filter(({ finding }) => finding.holds))
      messages.push(
        `${place}.resource must match only what ${control.id} finds, got ${subjectOf(finding)} in ${stack.name}, which passes. Narrow it, or \`stacks\`.`,
      );
  }
  return messages.map((message) => ({ kind: "exception", control, message }));
}
