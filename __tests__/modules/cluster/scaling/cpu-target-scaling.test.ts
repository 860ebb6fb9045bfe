import { synthCapacity } from "../capacity-stack";

describe("cpu-target", () => {
  test("tracks the average CPU of the group, at 30 % unless told otherwise", () => {
    const json = synthCapacity({ scaling: { kind: "cpu-target" } });
    const policy = json.resource("aws_autoscaling_policy");
    expect(policy).toMatchObject({
      policy_type: "TargetTrackingScaling",
      target_tracking_configuration: {
        predefined_metric_specification: { predefined_metric_type: "ASGAverageCPUUtilization" },
        target_value: 30,
      },
    });
    expect(json.referenced(String(policy["autoscaling_group_name"]))).toBe(
      json.resource("aws_autoscaling_group"),
    );
  });

  test("takes a target", () => {
    const policy = synthCapacity({ scaling: { kind: "cpu-target", targetPercent: 60 } }).resource(
      "aws_autoscaling_policy",
    );
    expect(policy["target_tracking_configuration"]["target_value"]).toBe(60);
  });

  test("is the only one that sizes the group: managed scaling is off, in so many words", () => {
    const provider = synthCapacity({ scaling: { kind: "cpu-target" } }).resource(
      "aws_ecs_capacity_provider",
    );
    expect(provider["auto_scaling_group_provider"]).toMatchObject({
      managed_scaling: { status: "DISABLED" },
      managed_termination_protection: "DISABLED",
    });
  });

  test.each([0, 101])("rejects a target of %d", (targetPercent) => {
    expect(() => synthCapacity({ scaling: { kind: "cpu-target", targetPercent } })).toThrow(
      `\`targetPercent\` must be from 1 to 100, got ${targetPercent}.`,
    );
  });
});
