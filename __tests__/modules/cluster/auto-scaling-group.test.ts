import { privateNetwork, publicNetwork, synthCapacity } from "./capacity-stack";

describe("AutoScalingGroup", () => {
  const json = synthCapacity();
  const group = json.resource("aws_autoscaling_group");

  test("has 1 to 5 instances over three subnets (AutoScaling.2), given no zones", () => {
    expect(group).toMatchObject({
      min_size: 1,
      max_size: 5,
      vpc_zone_identifier: ["subnet-a", "subnet-b", "subnet-c"],
    });
    expect(group).not.toHaveProperty("availability_zones");
  });

  test("takes the given sizes and the network's subnets for workloads", () => {
    const other = synthCapacity({ minInstances: 2, maxInstances: 8, network: privateNetwork });
    expect(other.resource("aws_autoscaling_group")).toMatchObject({
      min_size: 2,
      max_size: 8,
      vpc_zone_identifier: ["subnet-x", "subnet-y"],
    });
  });

  test("leaves the desired capacity to its scaling strategy", () => {
    expect(group).not.toHaveProperty("desired_capacity");
  });

  test("checks instances, not tasks: no load balancer is attached to it (AutoScaling.1)", () => {
    expect(group.health_check_type).toBe("EC2");
    expect(group).not.toHaveProperty("target_group_arns");
    expect(group).not.toHaveProperty("load_balancers");
  });

  test("follows the template's newest version by number, so that a change refreshes instances", () => {
    expect(group.launch_template.version).toMatch(
      /^\$\{aws_launch_template\..*\.latest_version\}$/,
    );
    expect(json.text).not.toContain("$Latest");
  });

  test("starts a new instance before it ends an old one, goes back on failure, spares no protected one", () => {
    expect(group.instance_refresh).toEqual({
      strategy: "Rolling",
      preferences: {
        min_healthy_percentage: 100,
        max_healthy_percentage: 110,
        auto_rollback: true,
        skip_matching: true,
        scale_in_protected_instances: "Refresh",
      },
    });
  });

  test("keeps the tag that ECS puts on it, and passes it on to instances", () => {
    const tags = synthCapacity({ tags: { Team: "web" } }).resource("aws_autoscaling_group").tag;
    expect(tags).toEqual([
      { key: "Team", value: "web", propagate_at_launch: false },
      { key: "AmazonECSManaged", value: "", propagate_at_launch: true },
    ]);
  });

  test("is deleted without waiting for life-cycle hooks that nobody answers any more", () => {
    expect(group.force_delete).toBe(true);
  });

  test("is not a mixed group for one type at the list price", () => {
    expect(group).not.toHaveProperty("mixed_instances_policy");
    expect(group).not.toHaveProperty("capacity_rebalance");
  });

  test("mixes several instance types (AutoScaling.6) in their order, without weights", () => {
    const mixed = synthCapacity({ instanceTypes: ["t3.small", "t3a.small"] }).resource(
      "aws_autoscaling_group",
    );
    expect(mixed).not.toHaveProperty("launch_template");
    expect(mixed.capacity_rebalance).toBe(false);
    expect(mixed.mixed_instances_policy).toMatchObject({
      launch_template: {
        launch_template_specification: { version: expect.stringContaining(".latest_version}") },
        override: [{ instance_type: "t3.small" }, { instance_type: "t3a.small" }],
      },
      instances_distribution: {
        on_demand_percentage_above_base_capacity: 100,
        on_demand_allocation_strategy: "prioritized",
      },
    });
    expect(JSON.stringify(mixed)).not.toContain("weighted_capacity");
  });

  test("buys a share of Spot where it is least likely to be interrupted", () => {
    const spot = synthCapacity({ spotPercent: 60 }).resource("aws_autoscaling_group");
    expect(spot.capacity_rebalance).toBe(true);
    expect(spot.mixed_instances_policy).toMatchObject({
      launch_template: { override: [{ instance_type: "t3.micro" }] },
      instances_distribution: {
        on_demand_base_capacity: 0,
        on_demand_percentage_above_base_capacity: 40,
        spot_allocation_strategy: "price-capacity-optimized",
      },
    });
  });

  test("counts new instances after their warm-up", () => {
    expect(group.default_instance_warmup).toBe(120);
    const slow = synthCapacity({ instanceWarmupSeconds: 240 });
    expect(slow.resource("aws_autoscaling_group").default_instance_warmup).toBe(240);
  });

  test.each([
    [{ minInstances: 6 }, "`minInstances` must not be above maxInstances (5), got 6."],
    [{ minInstances: -1 }, "`minInstances` must be from 0 to 5000, got -1."],
    [{ maxInstances: 5001 }, "`maxInstances` must be from 1 to 5000, got 5001."],
    [{ spotPercent: 101 }, "`spotPercent` must be from 0 to 100, got 101."],
    [{ instanceTypes: [] }, "`instanceTypes` must have at least 1 entries, got 0."],
    [
      { network: { ...publicNetwork, workloadSubnetIds: ["subnet-a"] } },
      "`network.workloadSubnetIds` must have at least 2 entries, got 1.",
    ],
  ])("rejects %j", (props, message) => {
    expect(() => synthCapacity(props)).toThrow(message);
  });
});
