import type { Step } from "../../../../modules/cluster/scaling/step-scaling";
import type { TerraformJson } from "../../../support/synth";
import { synthCapacity } from "../capacity-stack";

const step = (settings: Omit<Step, "kind"> = {}) =>
  synthCapacity({ scaling: { kind: "step", ...settings } });

/** The alarm whose action is the policy of that name, with the policy. */
function alarmOf(json: TerraformJson, policyName: string) {
  const alarms = json.resources("aws_cloudwatch_metric_alarm").map((alarm) => {
    const actions = alarm.alarm_actions as string[];
    return { alarm, policy: json.referenced(actions.join()) };
  });
  const found = alarms.find(({ policy }) => policy.name === policyName);
  if (found === undefined) throw new Error(`no alarm acts through ${policyName}`);
  return found;
}

describe("step", () => {
  test("adds an instance above 70 % and removes one below 30 % by default", () => {
    const json = step();
    const out = alarmOf(json, "scale-out");
    const inward = alarmOf(json, "scale-in");
    expect(json.resources("aws_cloudwatch_metric_alarm")).toHaveLength(2);
    expect(json.resources("aws_autoscaling_policy")).toHaveLength(2);
    expect(out.alarm).toMatchObject({
      comparison_operator: "GreaterThanThreshold",
      threshold: 70,
      period: 60,
      evaluation_periods: 2,
      statistic: "Average",
    });
    expect(inward.alarm).toMatchObject({
      comparison_operator: "LessThanThreshold",
      threshold: 30,
      period: 60,
      evaluation_periods: 10,
      statistic: "Average",
    });
    expect(out.policy.step_adjustment).toEqual([
      { scaling_adjustment: 1, metric_interval_lower_bound: "0" },
    ]);
    expect(inward.policy.scaling_adjustment).toBe(-1);
  });

  test("watches the CPU of the group's instances", () => {
    const json = step({ metric: "instance-cpu" });
    for (const alarm of json.resources("aws_cloudwatch_metric_alarm")) {
      expect(alarm).toMatchObject({ namespace: "AWS/EC2", metric_name: "CPUUtilization" });
      const { AutoScalingGroupName, ...others } = alarm.dimensions as Record<string, string>;
      expect(json.referenced(String(AutoScalingGroupName)).name).toBe("shop-nodes");
      expect(others).toEqual({});
    }
  });

  test("watches the CPU of the cluster", () => {
    const json = step({ metric: "cluster-cpu" });
    for (const alarm of json.resources("aws_cloudwatch_metric_alarm")) {
      expect(alarm).toMatchObject({ namespace: "AWS/ECS", metric_name: "CPUUtilization" });
      const { ClusterName, ...others } = alarm.dimensions as Record<string, string>;
      expect(json.referenced(String(ClusterName)).name).toBe("shop");
      expect(others).toEqual({});
    }
  });

  test("takes every figure: two instances at or above 30 % after a minute, one less below 20 %", () => {
    const json = step({
      scaleOut: {
        thresholdPercent: 30,
        comparison: "at-or-above",
        adjustment: 2,
        periodSeconds: 120,
        evaluationPeriods: 1,
      },
      scaleIn: { thresholdPercent: 20, adjustment: -2, periodSeconds: 300, evaluationPeriods: 5 },
    });
    const out = alarmOf(json, "scale-out");
    const inward = alarmOf(json, "scale-in");
    expect(out.alarm).toMatchObject({
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 30,
      period: 120,
      evaluation_periods: 1,
    });
    expect(out.policy.step_adjustment).toMatchObject([{ scaling_adjustment: 2 }]);
    expect(inward.alarm).toMatchObject({ threshold: 20, period: 300, evaluation_periods: 5 });
    expect(inward.policy.scaling_adjustment).toBe(-2);
  });

  test("adds more instances, the further the metric is above the threshold", () => {
    const json = step({
      scaleOut: {
        thresholdPercent: 30,
        adjustment: 20,
        adjustmentUnit: "percent",
        largerSteps: [{ thresholdPercent: 46, adjustment: 100 }],
      },
      scaleIn: { thresholdPercent: 20 },
    });
    expect(alarmOf(json, "scale-out").policy).toMatchObject({
      adjustment_type: "PercentChangeInCapacity",
      step_adjustment: [
        {
          metric_interval_lower_bound: "0",
          metric_interval_upper_bound: "16",
          scaling_adjustment: 20,
        },
        { metric_interval_lower_bound: "16", scaling_adjustment: 100 },
      ],
    });
  });

  test("waits for the effect of a change before it removes an instance, never before it adds one", () => {
    const json = step({ cooldownSeconds: 240 });
    const out = alarmOf(json, "scale-out").policy;
    const inward = alarmOf(json, "scale-in").policy;
    expect(out).toMatchObject({ policy_type: "StepScaling", estimated_instance_warmup: 240 });
    expect(out).not.toHaveProperty("cooldown");
    expect(inward).toMatchObject({ policy_type: "SimpleScaling", cooldown: 240 });
  });

  test("does nothing when no figures come in", () => {
    for (const alarm of step().resources("aws_cloudwatch_metric_alarm")) {
      expect(alarm.treat_missing_data).toBe("notBreaching");
    }
  });

  test("is the only one that sizes the group: managed scaling is off", () => {
    const provider = step().resource("aws_ecs_capacity_provider");
    expect(provider.auto_scaling_group_provider.managed_scaling).toEqual({
      status: "DISABLED",
    });
  });

  test.each([30, 31])("rejects a lower threshold of %d under an upper one of 30", (percent) => {
    expect(() =>
      step({ scaleOut: { thresholdPercent: 30 }, scaleIn: { thresholdPercent: percent } }),
    ).toThrow(
      `\`scaleIn.thresholdPercent\` must be below scaleOut.thresholdPercent (30), got ${percent}`,
    );
  });

  test.each([
    [{ scaleOut: { adjustment: 0 } }, "`scaleOut.adjustment` must be from 1 to 5000, got 0."],
    [{ scaleIn: { adjustment: 1 } }, "`scaleIn.adjustment` must be from -5000 to -1, got 1."],
    [{ scaleOut: { thresholdPercent: 101 } }, "`scaleOut.thresholdPercent` must be from 1 to 100"],
    [{ scaleIn: { thresholdPercent: 0 } }, "`scaleIn.thresholdPercent` must be from 1 to 100"],
    [
      { scaleOut: { periodSeconds: 90 } },
      "`scaleOut.periodSeconds` must be a number of seconds from 60 to 86400, in whole minutes",
    ],
    [
      { scaleIn: { periodSeconds: 0 } },
      "`scaleIn.periodSeconds` must be a number of seconds from 60 to 86400, in whole minutes",
    ],
    [
      { scaleIn: { periodSeconds: 3600, evaluationPeriods: 25 } },
      "`scaleIn.evaluationPeriods` must not be above 24, which make a day with periodSeconds 3600, got 25.",
    ],
    [{ cooldownSeconds: -1 }, "`cooldownSeconds` must be from 0 to 86400, got -1."],
  ])("rejects %j", (settings, message) => {
    expect(() => step(settings)).toThrow(message);
  });
});
