import { type Control, type Finding, subjectOf } from "../../tools/audit/control";
import { CONTROLS } from "../../tools/audit/controls";
import { StackJson } from "../../tools/synthesized/stack-json";

/** Whether a control holds, by subject. */
export type Outcomes = Readonly<Record<string, boolean>>;

export function controlNamed(id: string): Control {
  const found = CONTROLS.find((control) => control.id === id);
  if (found === undefined) throw new Error(`There is no control ${id}.`);
  return found;
}

/** What a control says of each subject; of several of the same name, such as statements, whether all hold. */
export function outcomes(control: Control, json: Record<string, unknown>): Outcomes {
  const all: Record<string, boolean> = {};
  for (const finding of control.look(new StackJson(json))) {
    const subject = subjectOf(finding);
    all[subject] = (all[subject] ?? true) && finding.holds;
  }
  return all;
}

/** Subjects that do not hold. */
export function failing(findings: readonly Finding[]): readonly string[] {
  return findings.filter(({ holds }) => !holds).map(subjectOf);
}
