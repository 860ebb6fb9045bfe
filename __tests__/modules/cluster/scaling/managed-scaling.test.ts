import type { ManagedScaling } from "../../../../modules/cluster/scaling/managed-scaling";
import { synthCapacity } from "../capacity-stack";

const managed = (settings: Omit<ManagedScaling, "kind"> = {}) =>
  synthCapacity({ scaling: { kind: "managed", ...settings } });

describe("managed", () => {
  test("lets ECS size the group by its defaults", () => {
    const provider = managed().resource("aws_ecs_capacity_provider");
    expect(provider.auto_scaling_group_provider.managed_scaling).toEqual({
      status: "ENABLED",
      target_capacity: 100,
      instance_warmup_period: 120,
      minimum_scaling_step_size: 1,
      maximum_scaling_step_size: 10000,
    });
  });

  test("takes every figure", () => {
    const provider = managed({
      targetCapacityPercent: 80,
      instanceWarmupSeconds: 0,
      minimumStepInstances: 2,
      maximumStepInstances: 4,
    }).resource("aws_ecs_capacity_provider");
    expect(provider.auto_scaling_group_provider.managed_scaling).toEqual({
      status: "ENABLED",
      target_capacity: 80,
      instance_warmup_period: 0,
      minimum_scaling_step_size: 2,
      maximum_scaling_step_size: 4,
    });
  });

  test("is the only one that sizes the group: no other policy, no alarm", () => {
    expect(managed().resources("aws_autoscaling_policy")).toEqual([]);
    expect(managed().resources("aws_cloudwatch_metric_alarm")).toEqual([]);
  });

  test.each([
    [undefined, "DISABLED", false],
    [false, "DISABLED", false],
    [true, "ENABLED", true],
  ])(
    "protects instances on both sides or on neither (ECS.19): %s",
    (terminationProtection, byProvider, byGroup) => {
      const json = managed({ terminationProtection });
      const provider = json.resource("aws_ecs_capacity_provider").auto_scaling_group_provider;
      expect(provider.managed_termination_protection).toBe(byProvider);
      expect(json.resource("aws_autoscaling_group").protect_from_scale_in).toBe(byGroup);
    },
  );

  test.each([
    [{ targetCapacityPercent: 0 }, "`targetCapacityPercent` must be from 1 to 100, got 0."],
    [{ targetCapacityPercent: 101 }, "`targetCapacityPercent` must be from 1 to 100, got 101."],
    [{ instanceWarmupSeconds: 10001 }, "`instanceWarmupSeconds` must be from 0 to 10000"],
    [{ minimumStepInstances: 0 }, "`minimumStepInstances` must be from 1 to 10000, got 0."],
    [{ maximumStepInstances: 10001 }, "`maximumStepInstances` must be from 1 to 10000"],
    [
      { minimumStepInstances: 5, maximumStepInstances: 4 },
      "`minimumStepInstances` must not be above maximumStepInstances (4), got 5.",
    ],
  ])("rejects %j", (settings, message) => {
    expect(() => managed(settings)).toThrow(message);
  });
});
