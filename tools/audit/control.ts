import type { StackJson } from "../synthesized/stack-json";

/** The result of a control for one subject: a resource, or a part of one. */
export interface Finding {
  /** Terraform address of the resource or data source. */
  readonly address: string;
  /** A part of it, such as a container or the principal of a statement. @default - the whole resource */
  readonly part?: string;
  /** Whether the control holds. */
  readonly holds: boolean;
}

/** Finds every subject of a control in a stack, including those that pass. */
export type Look = (stack: StackJson) => readonly Finding[];

/** A rule on the Terraform JSON of a stack. */
export interface Control {
  /** AWS's ID, such as `ECS.5`. */
  readonly id: string;
  /** The requirement, as a statement. */
  readonly title: string;
  /** The page that describes it. */
  readonly page: string;
  readonly look: Look;
}

/**
 * @param control without `page`: a control of AWS Security Hub
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html
 */
export function defineControl(control: Omit<Control, "page"> & { page?: string }): Control {
  const [area = ""] = control.id.toLowerCase().split(".");
  const anchor = control.id.toLowerCase().replace(".", "-");
  return {
    page: `https://docs.aws.amazon.com/securityhub/latest/userguide/${area}-controls.html#${anchor}`,
    ...control,
  };
}

/** The subject of a finding, as in exceptions: `aws_ecs_task_definition.task/web`. */
export function subjectOf({ address, part }: Finding): string {
  return part === undefined ? address : `${address}/${part}`;
}
