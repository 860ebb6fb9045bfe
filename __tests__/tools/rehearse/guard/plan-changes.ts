import { judge } from "../../../../tools/rehearse/guard/guard";
import type { ResourceChange } from "../../../../tools/rehearse/terraform/plan";

export type Actions = ResourceChange["change"]["actions"];

export function change(
  address: string,
  actions: Actions,
  before: unknown,
  after: unknown = null,
): ResourceChange {
  const [type = ""] = address.split(".");
  return { address, mode: "managed", type, change: { actions, before, after } };
}

export const destroyed = (address: string, before: object = {}) =>
  change(address, ["delete"], before);
export const kept = (address: string, before: object) => change(address, ["no-op"], before, before);
export const protectedBalancer = kept("aws_lb.web", { enable_deletion_protection: true });
export const judged = (...resource_changes: ResourceChange[]) => judge({ resource_changes });
export const running = { name: "talk", desired_count: 3 };
