import { synthCapacity } from "./capacity-stack";

describe("CapacityProvider", () => {
  test.each([
    { kind: "cpu-target" } as const,
    { kind: "step" } as const,
    { kind: "managed" } as const,
  ])("drains instances before they go, whatever sizes the group: %j", (scaling) => {
    const provider = synthCapacity({ scaling }).resource("aws_ecs_capacity_provider");
    expect(provider.auto_scaling_group_provider.managed_draining).toBe("ENABLED");
  });

  test("stands for the Auto Scaling group", () => {
    const json = synthCapacity();
    const provider = json.resource("aws_ecs_capacity_provider");
    const arn = String(provider.auto_scaling_group_provider.auto_scaling_group_arn);
    expect(json.referenced(arn)).toBe(json.resource("aws_autoscaling_group"));
  });

  test.each(["aws-nodes", "ecs-nodes", "fargate", "AWSnodes", "a b", "", "n".repeat(256)])(
    "rejects the name %j",
    (name) => {
      expect(() => synthCapacity({ name })).toThrow(/`name` must be 1 to 200 letters/);
    },
  );

  test.each(["nodes-of-aws", "container-cluster", "Shop_2"])("accepts the name %j", (name) => {
    expect(synthCapacity({ name }).resource("aws_ecs_capacity_provider").name).toBe(name);
  });
});
