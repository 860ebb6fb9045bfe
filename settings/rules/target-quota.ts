import { broken, rule } from "./rule";
import { scheduledActions, type ScheduledService } from "./scheduled-actions";

/**
 * Targets that an Application Load Balancer takes, unless its quota was raised.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
const MAX_TARGETS = 1000;

const ruleOfQuota = `must not be above the ${MAX_TARGETS} targets that a load balancer takes`;
const fix = "Lower it: a larger service needs several balancers.";

export const targetsWithinQuota = rule<{ serviceScaling: { maxTasks: number } }>(
  ["serviceScaling.maxTasks"],
  ({ serviceScaling: { maxTasks } }) =>
    maxTasks <= MAX_TARGETS
      ? undefined
      : broken("serviceScaling.maxTasks", ruleOfQuota, maxTasks, fix),
);

/** The same where each instance is a target. */
export const instancesWithinQuota = rule<{ capacity: { maxInstances: number } }>(
  ["capacity.maxInstances"],
  ({ capacity: { maxInstances } }) =>
    maxInstances <= MAX_TARGETS
      ? undefined
      : broken("capacity.maxInstances", ruleOfQuota, maxInstances, fix),
);

export const scheduledTargetsWithinQuota = rule<ScheduledService>(
  ["serviceScaling.strategies"],
  ({ serviceScaling: { strategies } }) =>
    scheduledActions(strategies)
      .filter(({ action }) => action.maxTasks > MAX_TARGETS)
      .map(({ at, action }) => broken([...at, "maxTasks"], ruleOfQuota, action.maxTasks, fix)),
);
