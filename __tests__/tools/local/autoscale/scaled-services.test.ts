import { autoscaleSystem } from "../../../../tools/local/autoscale/autoscale-system";
import { localScaling } from "../../../../tools/local/autoscale/scaled-services";
import { EvaluatedStack } from "../../../../tools/synthesized/evaluated-stack";
import type { Block } from "../../../../tools/synthesized/fields";
import { StackJson } from "../../../../tools/synthesized/stack-json";
import { readSystem } from "../../../../tools/synthesized/system/system";

const tracked = (name: string, metric: string, value = 80): Block => ({
  name: `api-${name}`,
  resource_id: "service/cluster/api",
  policy_type: "TargetTrackingScaling",
  target_tracking_scaling_policy_configuration: {
    target_value: value,
    predefined_metric_specification: { predefined_metric_type: metric },
  },
});

async function stackWith(policies: Record<string, Block>, more: Record<string, unknown> = {}) {
  const resource = {
    aws_ecs_task_definition: {
      t: {
        container_definitions: JSON.stringify([
          { name: "api", image: "x", cpu: 256, memory: 256, essential: true },
        ]),
      },
    },
    aws_ecs_service: {
      s: { name: "api", desired_count: 1, task_definition: "${aws_ecs_task_definition.t.arn}" },
    },
    aws_appautoscaling_target: {
      t: { min_capacity: 1, max_capacity: 9, resource_id: "service/cluster/api" },
    },
    aws_appautoscaling_policy: policies,
    ...more,
  };
  const json = new StackJson({ provider: { aws: [{ region: "us-east-2" }] }, resource });
  return EvaluatedStack.read(json, { variables: {} });
}

async function scalingOf(policies: Record<string, Block>, more: Record<string, unknown> = {}) {
  const stack = await stackWith(policies, more);
  const said: string[] = [];
  const [first] = localScaling(stack, readSystem(stack).services, (line) => said.push(line));
  return { said, scaling: first!.scaling };
}

it("scales by CPU and by requests, within the stack's bounds", async () => {
  const { scaling, said } = await scalingOf({
    cpu: tracked("cpu", "ECSServiceAverageCPUUtilization"),
    requests: tracked("requests", "ALBRequestCountPerTarget", 1000),
  });
  expect(said).toEqual([]);
  expect(scaling).toMatchObject({
    min: 1,
    max: 9,
    policies: [
      { metric: "cpu", target: 80 },
      { metric: "requests-per-target", target: 1000 },
    ],
  });
});

it("says of every policy that it leaves out, and why", async () => {
  const { scaling, said } = await scalingOf(
    {
      memory: tracked("memory", "ECSServiceAverageMemoryUtilization"),
      unknown: tracked("queue", "SQSQueueLength"),
      cluster: { name: "api-out", resource_id: "service/cluster/api", policy_type: "StepScaling" },
      forecast: {
        name: "api-forecast",
        resource_id: "service/cluster/api",
        policy_type: "PredictiveScaling",
        predictive_scaling_policy_configuration: {
          metric_specification: {
            predefined_metric_pair_specification: {
              predefined_metric_type: "ECSServiceCPUUtilization",
            },
          },
        },
      },
    },
    {
      aws_cloudwatch_metric_alarm: {
        a: {
          alarm_name: "busy",
          namespace: "AWS/ECS",
          metric_name: "CPUUtilization",
          comparison_operator: "GreaterThanThreshold",
          statistic: "Average",
          dimensions: { ClusterName: "cluster" },
          alarm_actions: ["${aws_appautoscaling_policy.cluster.arn}"],
        },
      },
    },
  );
  expect(scaling?.policies).toEqual([]);
  expect(said.join("\n")).toMatch(
    /the model does not support SQSQueueLength[^]*memory is left out: a local run does not measure memory\.[^]*out is left out: its alarm watches the cluster[^]*forecast is left out/,
  );
});

it("refuses to scale a stack in which nothing scales", async () => {
  const evaluated = await stackWith({});
  const start = () =>
    autoscaleSystem({
      name: "sample-dev",
      evaluated,
      services: new Map(),
      speed: 1,
      requests: () => 0,
      say: () => undefined,
    });
  expect(start).toThrow("--autoscale: no service of sample-dev scales by CPU, requests");
});
