import { DATA_HOLDERS } from "../guard/data-holders";
import type { PlannedChange } from "../terraform/plan";

export function isResourceMade({ address, action }: PlannedChange): boolean {
  return action === "create" && !address.startsWith("output.");
}

/** Whether a change is one that the guard has a word on, as far as its address and action tell. */
export function deservesALook({ address, action }: PlannedChange): boolean {
  const [type = ""] = address.split(".");
  if (type === "aws_ecs_service") return action === "update" || action === "replace";
  return type in DATA_HOLDERS && (action === "delete" || action === "replace");
}
