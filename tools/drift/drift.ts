import { isDeepStrictEqual } from "node:util";
import type { Block } from "../synthesized/fields";
import type { StackJson } from "../synthesized/stack-json";
import { type PlanJson, type ResourceChange, valuesOf } from "../rehearse/terraform/plan";
import { additionsIn } from "./additions";
import { ignoredBy } from "./ignored-changes";

/** A resource that differs from the state after the last deployment. */
export interface Drift {
  readonly address: string;
  /** Of `added`, the stack does not write the attributes, which list what is attached to the resource. */
  readonly change: "changed" | "deleted" | "added";
  /** Changed attributes, each of `added` with what was added. Empty for a deleted resource. */
  readonly attributes: readonly AttributeDrift[];
}

/** Values are undefined for secrets. */
export interface AttributeDrift {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Manual changes in a refresh-only plan. Ignores arguments that Terraform ignores (`ignore_changes`), such as the task
 * count that scaling sets, and attributes that no setting controls, because AWS changes them; but for those that list what
 * is attached to a resource.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function driftIn(plan: PlanJson, json: StackJson): Drift[] {
  const changes = (plan.resource_drift ?? [])
    .filter(({ mode, change }) => mode === "managed" && !change.actions.includes("no-op"))
    .map((resource): Drift => {
      const { address } = resource;
      if (resource.change.actions.includes("delete"))
        return { address, change: "deleted", attributes: [] };
      const block = json.resource(address.replace(/\[.*\]$/, "")) ?? {};
      return { address, change: "changed", attributes: attributesOf(resource, block) };
    })
    .filter(({ change, attributes }) => change === "deleted" || attributes.length > 0);
  return [...changes, ...additionsIn(plan, json)];
}

function attributesOf({ change }: ResourceChange, block: Block): AttributeDrift[] {
  const [before, after] = [valuesOf(change.before), valuesOf(change.after)];
  const secret = { ...valuesOf(change.before_sensitive), ...valuesOf(change.after_sensitive) };
  const ignored = ignoredBy(block);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => isWritten(name, block) && !ignored(name))
    .filter((name) => !isSame(set(before[name]), set(after[name])))
    .map((name) =>
      hasSecret(secret[name])
        ? { name, before: undefined, after: undefined }
        : { name, before: before[name], after: after[name] },
    );
}

/** The provider returns unset values as null, or as an empty string, list or map. */
function set(value: unknown): unknown {
  if (value === null || value === "") return undefined;
  if (typeof value !== "object") return value;
  const fields = Object.entries(value)
    .map(([name, field]) => [name, set(field)] as const)
    .filter(([, field]) => field !== undefined);
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

/** Within a block, the provider returns an unset number as 0 as soon as a sibling block sets it. */
function isSame(before: unknown, after: unknown, isInBlock = false): boolean {
  if (isDeepStrictEqual(before, after)) return true;
  if (isInBlock && before === undefined && after === 0) return true;
  if (typeof before !== "object" || typeof after !== "object") return false;
  const [one, other] = [valuesOf(before), valuesOf(after)];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) =>
    isSame(one[name], other[name], true),
  );
}

/** `tags_all` contains the default tags of the provider block. */
function isWritten(name: string, block: Block): boolean {
  return name === "tags_all" || (name in block && name !== "tags");
}

/** Terraform marks an attribute, or the secret parts of it. */
function hasSecret(mark: unknown): boolean {
  return mark === true || (typeof mark === "object" && Object.values(mark ?? {}).some(hasSecret));
}
