import { Alarm } from "../cloudwatch/alarm";
import type { Series } from "../cloudwatch/metric-series";
import { adjusted, stepFor, trackedCapacity, trackingAlarms } from "../scaling/adjustments";
import type { AlarmSettings, GroupPolicy } from "../system";
import type { World } from "../world";
import type { AutoScalingGroup } from "./auto-scaling-group";

/**
 * The scaling policies of an EC2 Auto Scaling group.
 *
 * While an instance warms up, it does not contribute to the group's metric, but it counts as capacity that was already
 * added. Only simple scaling removes instances during a warm-up. Simple scaling waits for its cooldown instead, which
 * starts when the last instance was launched or terminated.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-default-instance-warmup.html
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scaling-cooldowns.html
 */
export function scaleGroup(
  world: World,
  group: AutoScalingGroup,
  seriesFor: (alarm: AlarmSettings) => Series,
): void {
  const trackers: { low?: Alarm; wanted: number }[] = [];
  for (const policy of group.settings.policies) {
    if (policy.kind === "target-tracking") {
      const { high, low } = trackingAlarms(policy, { of: "group", name: group.name });
      const reason = (metric: number, word: string) =>
        `${policy.name}: ${metric.toFixed(1)} is ${word} ${policy.target}`;
      new Alarm(world, high, seriesFor(high), (metric) => {
        const wanted = trackedCapacity(group.desired - group.warming, metric, policy.target);
        if (wanted > group.desired) group.setDesired(wanted, reason(metric, "above"));
      });
      if (policy.scaleInDisabled) continue;
      const tracker: (typeof trackers)[number] = { wanted: Infinity };
      trackers.push(tracker);
      tracker.low = new Alarm(world, low, seriesFor(low), (metric) => {
        tracker.wanted = trackedCapacity(group.desired, metric, policy.target);
        if (group.warming > 0 || trackers.some((each) => each.low?.state !== "ALARM")) return;
        const wanted = Math.max(...trackers.map((each) => each.wanted));
        if (wanted < group.desired) group.setDesired(wanted, reason(metric, "below"));
      });
    } else if (policy.kind !== "predictive") {
      const { alarm } = policy;
      const reason = (metric: number) =>
        `${policy.name}: ${metric.toFixed(1)} is ${alarm.comparison.replaceAll("-", " ")} ${alarm.threshold}`;
      new Alarm(world, alarm, seriesFor(alarm), (metric) => {
        const wanted =
          policy.kind === "simple"
            ? afterSimple(world, group, policy)
            : afterStep(group, policy, metric);
        if (wanted !== undefined) group.setDesired(wanted, reason(metric));
      });
    }
  }
}

function afterSimple(
  { queue }: World,
  group: AutoScalingGroup,
  policy: Extract<GroupPolicy, { kind: "simple" }>,
): number | undefined {
  const isBusy = group.count("booting", "draining") > 0;
  if (isBusy || queue.now < group.lastActivityAt + policy.cooldownSeconds) return undefined;
  return adjusted(
    group.desired,
    policy.adjustment,
    policy.adjustmentType,
    policy.minAdjustmentMagnitude,
  );
}

function afterStep(
  group: AutoScalingGroup,
  policy: Extract<GroupPolicy, { kind: "step" }>,
  metric: number,
): number | undefined {
  const { alarm, steps, adjustmentType, minAdjustmentMagnitude } = policy;
  const scalesOut = alarm.comparison.endsWith("above");
  const step = stepFor(steps, metric, alarm.threshold, scalesOut);
  if (step === undefined) return undefined;
  const warm = group.desired - group.warming;
  const wanted = adjusted(warm, step.adjustment, adjustmentType, minAdjustmentMagnitude);
  if (wanted > warm) return wanted > group.desired ? wanted : undefined;
  return wanted < warm && group.warming === 0 ? wanted : undefined;
}
