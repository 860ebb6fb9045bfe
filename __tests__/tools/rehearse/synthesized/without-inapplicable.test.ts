import { StackJson } from "../../../../tools/synthesized/stack-json";
import { withoutInapplicable } from "../../../../tools/rehearse/synthesized/without-inapplicable";

const stack = new StackJson({
  resource: {
    aws_ecs_service: {
      web: {
        name: "web",
        deployment_configuration: { strategy: "BLUE_GREEN" },
        load_balancer: [{ container_port: 80, advanced_configuration: { role_arn: "arn" } }],
      },
    },
    aws_codepipeline: { release: { name: "release" } },
    aws_codestarconnections_connection: { github: {} },
    aws_cloudwatch_event_rule: { on: { arn: "${aws_codepipeline.release.arn}" }, off: {} },
    aws_cloudwatch_event_target: { on: { rule: "${aws_cloudwatch_event_rule.on.name}" } },
  },
  data: { aws_region: { here: {} } },
  output: { pipeline: { value: "${aws_codepipeline.release.id}" }, name: { value: "web" } },
});

const parted = withoutInapplicable(stack, "5.100.0");

test("names what an emulator cannot make, and what needs it, to plan it", () => {
  expect(parted.onlyPlanned).toEqual([
    { address: "aws_codepipeline.release", reason: "moto does not answer as CodePipeline does" },
    {
      address: "aws_codestarconnections_connection.github",
      reason: "moto has no CodeStar connections",
    },
    { address: "aws_cloudwatch_event_rule.on", reason: "it needs aws_codepipeline.release" },
    {
      address: "aws_cloudwatch_event_target.on",
      reason: "it needs aws_cloudwatch_event_rule.on",
    },
  ]);
  expect(parted.planned.resourceTypes).toContain("aws_codepipeline");
  expect(parted.applied.resourceTypes).toEqual(["aws_ecs_service", "aws_cloudwatch_event_rule"]);
  expect(parted.applied.json.output).toEqual({ name: { value: "web" } });
  expect(parted.applied.json.data).toEqual({ aws_region: { here: {} } });
});

test("names the arguments that the provider does not know, and applies the rest", () => {
  const reason = "AWS provider 5.100.0 does not support it, 6.25.0 does";
  expect(parted.unknown).toEqual([
    { address: "aws_ecs_service.web.deployment_configuration", reason },
    { address: "aws_ecs_service.web.load_balancer.advanced_configuration", reason },
  ]);
  expect(parted.planned.resources("aws_ecs_service")).toEqual({
    web: { name: "web", load_balancer: [{ container_port: 80 }] },
  });
});

test("leaves the arguments to a provider that knows them", () => {
  const { planned, unknown } = withoutInapplicable(stack, "6.25.0");
  expect(unknown).toEqual([]);
  expect(planned.json).toEqual(stack.json);
});

test("leaves a stack alone of which everything is applied", () => {
  const plain = new StackJson({ resource: { aws_lb: { web: {} } } });
  expect(withoutInapplicable(plain, "5.100.0")).toEqual({
    planned: plain,
    applied: plain,
    onlyPlanned: [],
    unknown: [],
  });
});

describe("ECS Managed Instances", () => {
  const managed = new StackJson({
    resource: {
      aws_ecs_capacity_provider: {
        managed: {
          managed_instances_provider: {
            instance_launch_template: { capacity_option_type: "SPOT" },
          },
        },
        group: { auto_scaling_group_provider: {} },
      },
      aws_ecs_task_definition: {
        managed: { requires_compatibilities: ["MANAGED_INSTANCES"] },
        group: { requires_compatibilities: ["EC2"] },
      },
      aws_ecs_service: { web: { task_definition: "${aws_ecs_task_definition.managed.arn}" } },
      aws_ecs_cluster: { web: {} },
    },
  });

  test("are left out with their dependents if the provider does not support them", () => {
    const { planned, unknown } = withoutInapplicable(managed, "5.100.0");
    const reason = "AWS provider 5.100.0 does not support it, 6.25.0 does";
    expect(unknown).toEqual([
      { address: "aws_ecs_capacity_provider.managed", reason },
      { address: "aws_ecs_task_definition.managed", reason },
      { address: "aws_ecs_service.web", reason: "it needs aws_ecs_task_definition.managed" },
    ]);
    expect(planned.json.resource).toEqual({
      aws_ecs_capacity_provider: { group: { auto_scaling_group_provider: {} } },
      aws_ecs_task_definition: { group: { requires_compatibilities: ["EC2"] } },
      aws_ecs_cluster: { web: {} },
    });
  });

  test("are planned without Spot where the provider is older than that", () => {
    const { planned, unknown } = withoutInapplicable(managed, "6.25.0");
    expect(unknown.map(({ address }) => address)).toEqual([
      "aws_ecs_capacity_provider.managed.managed_instances_provider.instance_launch_template.capacity_option_type",
    ]);
    expect(planned.resources("aws_ecs_capacity_provider")["managed"]).toEqual({
      managed_instances_provider: { instance_launch_template: {} },
    });
  });
});
