import type { TerraformStack } from "cdktf";
import type { ServiceProps } from "../../../modules/service/service";
import { synth, type TerraformJson } from "../../support/synth";
import { association, container, fargateTask, listener, NETWORK, service, task } from "./fixtures";

type Build = (stack: TerraformStack) => Partial<ServiceProps>;

const synthService = (build: Build = () => ({})): TerraformJson =>
  synth((stack) => {
    service(stack, build(stack));
  });

const resourceOf = (build?: Build) => synthService(build).resource("aws_ecs_service");

/** Types of the resources that the service waits for. */
const waitsFor = (build: Build): string[] =>
  ((resourceOf(build).depends_on ?? []) as string[]).map((address) => address.split(".")[0]!);

const balanced = (stack: TerraformStack) => ({
  containerName: "web",
  containerPort: 80,
  targetGroupArn: "arn:group",
  listener: listener(stack),
});

describe("by default", () => {
  const resource = resourceOf();

  test("runs one task, and rolls back a roll-out that fails", () => {
    expect(resource).toMatchObject({
      name: "shop",
      scheduling_strategy: "REPLICA",
      desired_count: 1,
      deployment_circuit_breaker: { enable: true, rollback: true },
      wait_for_steady_state: false,
    });
  });

  test("leaves the desired count to Terraform, with no autoscaler to own it", () => {
    expect(resource).not.toHaveProperty("lifecycle");
  });

  test("leaves to AWS what it does not decide, and takes no role", () => {
    for (const argument of [
      "iam_role",
      "force_new_deployment",
      "deployment_minimum_healthy_percent",
      "deployment_maximum_percent",
      "ordered_placement_strategy",
      "health_check_grace_period_seconds",
      "load_balancer",
      "service_registries",
    ]) {
      expect(resource).not.toHaveProperty(argument);
    }
  });

  test("marks its tasks with its tags", () => {
    expect(resource).toMatchObject({ propagate_tags: "SERVICE", enable_ecs_managed_tags: true });
  });

  test("opens no shell", () => {
    expect(resource.enable_execute_command).toBe(false);
  });
});

describe("order", () => {
  test("exists only while its roles may do what it needs", () => {
    expect(waitsFor(() => ({}))).toEqual(["aws_iam_role_policy_attachment"]);
  });

  test("exists only while the listener sends to its target group", () => {
    expect(waitsFor((stack) => ({ loadBalancer: balanced(stack) }))).toContain("aws_lb_listener");
  });

  test("exists only while its capacity is tied to the cluster", () => {
    const build: Build = (stack) => ({
      capacity: {
        kind: "capacity-providers",
        strategy: [{ capacityProvider: "nodes" }],
        association: association(stack),
      },
    });
    expect(waitsFor(build)).toContain("aws_ecs_cluster_capacity_providers");
    expect(resourceOf(build)).toMatchObject({
      capacity_provider_strategy: [{ capacity_provider: "nodes", weight: 1, base: 0 }],
    });
    expect(resourceOf(build)).not.toHaveProperty("launch_type");
  });

  test("waits for what else it is told to", () => {
    expect(waitsFor((stack) => ({ dependsOn: [association(stack)] }))).toContain(
      "aws_ecs_cluster_capacity_providers",
    );
  });
});

test("serves a target group by a container of its task", () => {
  expect(
    resourceOf((stack) => ({ loadBalancer: balanced(stack), healthCheckGracePeriodSeconds: 30 })),
  ).toMatchObject({
    load_balancer: [{ container_name: "web", container_port: 80, target_group_arn: "arn:group" }],
    health_check_grace_period_seconds: 30,
  });
});

test("[control ECS.2] gives tasks no public address unless asked to", () => {
  expect(resourceOf((stack) => ({ taskDefinition: fargateTask(stack) }))).toMatchObject({
    launch_type: "FARGATE",
    network_configuration: {
      subnets: ["subnet-1"],
      security_groups: ["sg-1"],
      assign_public_ip: false,
    },
  });
});

test("runs one task an instance as a daemon", () => {
  const resource = resourceOf(() => ({
    schedulingStrategy: "DAEMON",
    minimumHealthyPercent: 50,
    waitForSteadyState: true,
  }));
  expect(resource).toMatchObject({
    scheduling_strategy: "DAEMON",
    deployment_minimum_healthy_percent: 50,
    wait_for_steady_state: true,
    availability_zone_rebalancing: "DISABLED",
  });
  expect(resource).not.toHaveProperty("desired_count");
  expect(resource).not.toHaveProperty("deployment_circuit_breaker");
  expect(resource).not.toHaveProperty("deployment_maximum_percent");
});

test("places tasks by strategies, in their order", () => {
  expect(
    resourceOf(() => ({
      placementStrategies: [
        { type: "spread", field: "attribute:ecs.availability-zone" },
        { type: "binpack", field: "memory" },
      ],
    })).ordered_placement_strategy,
  ).toEqual([
    { type: "spread", field: "attribute:ecs.availability-zone" },
    { type: "binpack", field: "memory" },
  ]);
});

test("opens a shell where the task definition provides for it", () => {
  expect(
    resourceOf((stack) => ({
      taskDefinition: task(stack, {
        enableExecuteCommand: true,
        containers: [container({ readonlyRootFilesystem: false })],
      }),
    })).enable_execute_command,
  ).toBe(true);
});

test.each<[string, Partial<ServiceProps>, string]>([
  ["no placement strategy", {}, "ENABLED"],
  [
    "a spread over zones",
    { placementStrategies: [{ type: "spread", field: "attribute:ecs.availability-zone" }] },
    "ENABLED",
  ],
  ["a packing first", { placementStrategies: [{ type: "binpack", field: "cpu" }] }, "DISABLED"],
  [
    "no room to start a task before another stops",
    { desiredCount: 2, minimumHealthyPercent: 50, maximumPercent: 100 },
    "DISABLED",
  ],
  ["a plain no", { availabilityZoneRebalancing: false }, "DISABLED"],
])("evens out the zones where it can: with %s", (_, props, expected) => {
  expect(resourceOf(() => props).availability_zone_rebalancing).toBe(expected);
});

describe("refuses", () => {
  const DAEMON = { schedulingStrategy: "DAEMON" } as const;
  const providers =
    (...strategy: { capacityProvider: string; weight?: number; base?: number }[]): Build =>
    (stack) => ({
      capacity: { kind: "capacity-providers", strategy, association: association(stack) },
    });

  test.each<[string, Build, string]>([
    ["a daemon's desired count", () => ({ ...DAEMON, desiredCount: 2 }), "one task an instance"],
    [
      "a daemon's circuit breaker",
      () => ({ ...DAEMON, circuitBreaker: true }),
      "`circuitBreaker` must be unset for a DAEMON service",
    ],
    ["a daemon's maximum", () => ({ ...DAEMON, maximumPercent: 150 }), "it is always 100"],
    [
      "a daemon's placement",
      () => ({ ...DAEMON, placementStrategies: [{ type: "binpack", field: "cpu" }] }),
      "`placementStrategies` must be unset for a DAEMON service",
    ],
    [
      "a daemon on Fargate",
      (stack) => ({ ...DAEMON, taskDefinition: fargateTask(stack) }),
      "must be REPLICA on Fargate",
    ],
    [
      "a percentage out of range",
      () => ({ minimumHealthyPercent: 120 }),
      "must be from 0 to 100, got 120",
    ],
    [
      "a roll-out that can never begin",
      () => ({ desiredCount: 2, minimumHealthyPercent: 100, maximumPercent: 100 }),
      "of 2 tasks, 2 must stay healthy (minimumHealthyPercent 100) and 2 may run",
    ],
    [
      "a roll-out that can never begin by rounding",
      () => ({ desiredCount: 1, minimumHealthyPercent: 50, maximumPercent: 150 }),
      "of 1 task, 1 must stay healthy (minimumHealthyPercent 50) and 1 may run",
    ],
    [
      "Fargate without a network",
      (stack) => ({ taskDefinition: fargateTask(stack), network: undefined }),
      "`network` must be set",
    ],
    ["a network for bridge tasks", () => ({ network: NETWORK }), "`network` must be unset"],
    [
      "a placement on Fargate",
      (stack) => ({
        taskDefinition: fargateTask(stack),
        placementStrategies: [{ type: "binpack", field: "cpu" }],
      }),
      "`placementStrategies` must be unset on Fargate",
    ],
    [
      "a launch type that the task is not for",
      () => ({ capacity: { kind: "launch-type", launchType: "FARGATE" } }),
      "`capacity.launchType` must be EC2, which matches the task definition, got FARGATE",
    ],
    [
      "Fargate's providers for EC2 tasks",
      providers({ capacityProvider: "FARGATE_SPOT" }),
      "got FARGATE_SPOT",
    ],
    [
      "a strategy without weight",
      providers({ capacityProvider: "nodes", weight: 0 }),
      "a weight above 0",
    ],
    [
      "two bases",
      providers({ capacityProvider: "a", base: 1 }, { capacityProvider: "b", base: 1 }),
      "one `base` at most, got 2",
    ],
    [
      "a container that the task has not",
      (stack) => ({ loadBalancer: { ...balanced(stack), containerName: "api" } }),
      "`loadBalancer.containerName` must be a container of the task definition (web), got api",
    ],
    [
      "a port that the container has not",
      (stack) => ({ loadBalancer: { ...balanced(stack), containerPort: 81 } }),
      "`loadBalancer.containerPort` must be a port of web (80), got 81",
    ],
    [
      "a target group without a listener",
      (stack) => ({
        loadBalancer: {
          ...balanced(stack),
          listener: undefined as unknown as ReturnType<typeof listener>,
        },
      }),
      "`loadBalancer.listener` must be set",
    ],
    [
      "a grace period without a balancer",
      () => ({ healthCheckGracePeriodSeconds: 10 }),
      "must be unset without `loadBalancer`",
    ],
    [
      "rebalancing without room for it",
      () => ({
        availabilityZoneRebalancing: true,
        desiredCount: 2,
        minimumHealthyPercent: 50,
        maximumPercent: 100,
      }),
      "`maximumPercent` must be above 100 with `availabilityZoneRebalancing`",
    ],
    [
      "rebalancing against the placement",
      () => ({
        availabilityZoneRebalancing: true,
        placementStrategies: [{ type: "binpack", field: "cpu" }],
      }),
      "must begin with a spread over zones",
    ],
  ])("%s", (_, build, message) => {
    expect(() => synthService(build)).toThrow(message);
  });
});
