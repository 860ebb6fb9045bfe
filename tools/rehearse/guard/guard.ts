import { type PlanJson, type ResourceChange, valuesOf } from "../terraform/plan";
import { clashesIn } from "./clashes";
import { forecastsLostIn } from "./forecasts";
import { lossBy } from "./losses";
import { type Tag, protectionIn } from "./protection";
import { stepsOf } from "./two-steps";

export interface GuardOptions {
  /** Addresses or types of resources that may be destroyed or replaced. @default none */
  readonly allowDestroy?: readonly string[];
  /** Addresses or types of services whose task count may be set. @default none */
  readonly allowTaskCount?: readonly string[];
  /** Tags that mark a protected environment, in addition to the built-in ones. @default none */
  readonly protectedTags?: readonly Tag[];
}

export interface Verdict {
  /** Reasons not to apply the plan, each with the way to allow it. */
  readonly refusals: readonly string[];
  /** Changes that are allowed but deserve a look. */
  readonly notes: readonly string[];
}

/**
 * Checks a plan. In a protected environment it must not destroy or replace a resource that holds data, nor destroy one
 * that serves requests before its replacement exists. In any environment it must not set a task count that scaling
 * owns, nor assign a number that another resource still uses.
 */
export function judge(plan: PlanJson, options: GuardOptions = {}): Verdict {
  const changes = (plan.resource_changes ?? []).filter(({ mode }) => mode === "managed");
  const protection = protectionIn(changes, options.protectedTags ?? []);
  const lost = changes.filter((change) => lossBy(change) !== undefined);
  const [allowed, guarded] = parted(lost, options.allowDestroy ?? []);
  const [, counts] = parted(changes.filter(resetsItsCount(changes)), options.allowTaskCount ?? []);
  return {
    refusals: [
      ...(protection === undefined ? [] : guarded.map((change) => refusal(change, protection))),
      ...counts.map(countRefusal),
      ...clashesIn(changes),
    ],
    notes: [
      ...allowed.map((change) => `${lossOf(change)}: allowed.`),
      ...(protection === undefined
        ? guarded.map((change) => `${lossOf(change)}: it is not protected.`)
        : []),
      ...forecastsLostIn(changes),
    ],
  };
}

function isDestroyed({ actions }: ResourceChange["change"]): boolean {
  return actions.includes("delete");
}

function refusal(change: ResourceChange, protection: string): string {
  return (
    `${lossOf(change)}, in an environment that is protected: ${protection}. ` +
    `Take two steps: ${stepsOf(change)}. If this is intended, add --allow-destroy ${change.address}`
  );
}

function lossOf(change: ResourceChange): string {
  const verb = change.change.actions.includes("create") ? "replaces" : "destroys";
  return `The plan ${verb} ${change.address}, which ${lossBy(change) ?? "is missed"}`;
}

function parted(
  changes: readonly ResourceChange[],
  allowed: readonly string[],
): readonly [readonly ResourceChange[], readonly ResourceChange[]] {
  const isAllowed = ({ address, type }: ResourceChange) =>
    allowed.includes(address) || allowed.includes(type);
  return [changes.filter(isAllowed), changes.filter((change) => !isAllowed(change))];
}

/** Whether a plan sets the task count of a service that autoscaling manages. */
function resetsItsCount(changes: readonly ResourceChange[]): (change: ResourceChange) => boolean {
  const scaled = changes
    .filter(({ type }) => type === "aws_appautoscaling_target")
    .map(({ change }) => valuesOf(change.before).resource_id ?? valuesOf(change.after).resource_id);
  return ({ type, change }) => {
    if (type !== "aws_ecs_service" || change.before === null || change.after === null) return false;
    const [before, after] = [valuesOf(change.before), valuesOf(change.after)];
    const isScaled = scaled.some((id) => String(id).endsWith(`/${String(before.name)}`));
    return isScaled && (isDestroyed(change) || before.desired_count !== after.desired_count);
  };
}

function countRefusal({ address, change }: ResourceChange): string {
  const [before, after] = [valuesOf(change.before), valuesOf(change.after)];
  const what = isDestroyed(change) ? "replaces" : "sets the task count of";
  return (
    `The plan ${what} ${address}, which is scaled and has ${String(before.desired_count)} tasks: afterwards it would have ` +
    `${String(after.desired_count)}. Let Terraform ignore desired_count, or add --allow-task-count ${address}`
  );
}
