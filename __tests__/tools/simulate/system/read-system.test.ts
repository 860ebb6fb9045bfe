import { tasksPerInstance } from "../../../../tools/simulate/model/instances/room";
import { readSimulatedSystem } from "../../../../tools/simulate/system/read-system";
import { EvaluatedStack } from "../../../../tools/synthesized/evaluated-stack";
import type { Block } from "../../../../tools/synthesized/fields";
import { StackJson } from "../../../../tools/synthesized/stack-json";

type Resources = Record<string, Record<string, Block>>;

async function read(resource: Resources) {
  const json = new StackJson({ provider: { aws: [{ region: "us-east-2" }] }, resource });
  return readSimulatedSystem(await EvaluatedStack.read(json, { variables: {} }), "sample-dev");
}

const container = {
  name: "api",
  image: "x",
  cpu: 256,
  memory: 256,
  portMappings: [{ containerPort: 80, hostPort: 0 }],
};

/** A service on a group behind a balancer, as http-scale-out has it. */
const onGroup: Resources = {
  aws_ecs_cluster: { c: { name: "cluster" } },
  aws_ecs_task_definition: {
    t: { family: "f", network_mode: "bridge", container_definitions: JSON.stringify([container]) },
  },
  aws_ecs_service: {
    s: {
      name: "api",
      desired_count: 3,
      task_definition: "${aws_ecs_task_definition.t.arn}",
      capacity_provider_strategy: [
        { base: 0, weight: 1, capacity_provider: "${aws_ecs_capacity_provider.p.name}" },
      ],
      ordered_placement_strategy: [
        { type: "spread", field: "attribute:ecs.availability-zone" },
        { type: "binpack", field: "cpu" },
      ],
      deployment_circuit_breaker: { enable: true, rollback: true },
      load_balancer: [
        {
          target_group_arn: "${aws_lb_target_group.g.arn}",
          container_name: "api",
          container_port: 80,
        },
      ],
    },
  },
  aws_ecs_capacity_provider: {
    p: {
      name: "provider",
      auto_scaling_group_provider: {
        auto_scaling_group_arn: "${aws_autoscaling_group.a.arn}",
        managed_draining: "ENABLED",
        managed_scaling: { status: "ENABLED", target_capacity: 80, instance_warmup_period: 60 },
      },
    },
  },
  aws_autoscaling_group: {
    a: {
      name: "nodes",
      min_size: 1,
      max_size: 5,
      default_instance_warmup: 120,
      launch_template: { id: "${aws_launch_template.l.id}", version: "1" },
      vpc_zone_identifier: ["x", "y", "z"],
    },
  },
  aws_launch_template: {
    l: { instance_type: "t2.micro", credit_specification: { cpu_credits: "standard" } },
  },
  aws_lb: { b: { name: "b", idle_timeout: 30 } },
  aws_lb_listener: {
    l: {
      load_balancer_arn: "${aws_lb.b.arn}",
      port: 80,
      protocol: "HTTP",
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.g.arn}" }],
    },
  },
  aws_lb_target_group: {
    g: {
      deregistration_delay: "60",
      health_check: { interval: 10, timeout: 4, unhealthy_threshold: 3 },
    },
  },
  aws_appautoscaling_target: {
    t: {
      min_capacity: 2,
      max_capacity: 20,
      resource_id: "service/cluster/${aws_ecs_service.s.name}",
    },
  },
  aws_appautoscaling_policy: {
    p: {
      name: "api-cpu-target",
      policy_type: "TargetTrackingScaling",
      resource_id: "${aws_appautoscaling_target.t.resource_id}",
      target_tracking_scaling_policy_configuration: {
        target_value: 70,
        scale_in_cooldown: 100,
        predefined_metric_specification: {
          predefined_metric_type: "ECSServiceAverageCPUUtilization",
        },
      },
    },
  },
};

/** Metric math of an alarm on the service's CPU. */
const queries = (expression: string) => [
  { id: "result", expression, return_data: true },
  {
    id: "cpu",
    metric: {
      namespace: "AWS/ECS",
      metric_name: "CPUUtilization",
      dimensions: { ClusterName: "c", ServiceName: "${aws_ecs_service.s.name}" },
      period: 300,
      stat: "Average",
    },
  },
];

const ofTheService = {
  name: "api-cpu-target",
  resource_id: "${aws_appautoscaling_target.t.resource_id}",
};

const with_ = (more: Resources): Resources => ({ ...onGroup, ...more });

describe("reading a system", () => {
  it("takes task, capacity, placement, checks and scaling from resources", async () => {
    const { system, region, notModelled, balancers } = await read(onGroup);
    expect(notModelled).toEqual([]);
    expect([region, balancers, system.zones]).toEqual(["us-east-2", ["application"], 3]);
    expect(system.services).toEqual([
      {
        name: "api",
        scheduling: "replica",
        desiredCount: 3,
        task: {
          cpuUnits: 256,
          memoryMiB: 256,
          cpuIsLimit: false,
          hostPorts: [],
          ownNetworkInterface: false,
          stopTimeoutSeconds: 30,
          architecture: "x86_64",
        },
        capacity: [{ kind: "group", group: "nodes", waitsForRoom: true, base: 0, weight: 1 }],
        placement: [
          { type: "spread", field: "zone" },
          { type: "binpack", field: "cpu" },
        ],
        distinctInstances: false,
        deployment: { minimumHealthyPercent: 100, maximumPercent: 200, circuitBreaker: true },
        targets: {
          checkIntervalSeconds: 10,
          checkTimeoutSeconds: 4,
          unhealthyThreshold: 3,
          deregistrationSeconds: 60,
          requestTimeoutSeconds: 30,
          slowStartSeconds: 0,
          algorithm: "round_robin",
        },
        healthCheckGraceSeconds: 0,
        scaling: {
          min: 2,
          max: 20,
          policies: [
            {
              kind: "target-tracking",
              name: "cpu-target",
              metric: "cpu",
              periodSeconds: 60,
              target: 70,
              scaleOutCooldownSeconds: 300,
              scaleInCooldownSeconds: 100,
              scaleInDisabled: false,
            },
          ],
          schedule: [],
        },
        loadShare: 1,
      },
    ]);
  });

  it("takes instances, credits and managed scaling of the group", async () => {
    const { system } = await read(onGroup);
    const [group] = system.groups;
    expect(group).toMatchObject({
      name: "nodes",
      min: 1,
      max: 5,
      desired: 1,
      warmupSeconds: 120,
      managedDraining: true,
      managedScaling: {
        targetCapacity: 80,
        warmupSeconds: 60,
        minimumStep: 1,
        maximumStep: 10_000,
      },
    });
    expect(group?.instance).toMatchObject({
      type: "t2.micro",
      vcpus: 1,
      credits: { mode: "standard", baselinePercent: 10, launchCredits: 30 },
    });
  });

  it("takes the size of a task for its limit where the task has one, and its interface", async () => {
    const { system } = await read(
      with_({
        aws_ecs_task_definition: {
          t: {
            cpu: "512",
            memory: "1024",
            network_mode: "awsvpc",
            container_definitions: JSON.stringify([container]),
          },
        },
      }),
    );
    expect(system.services[0]?.task).toMatchObject({
      cpuUnits: 512,
      memoryMiB: 1024,
      cpuIsLimit: true,
      ownNetworkInterface: true,
    });
  });

  it("takes steps of services from their alarms", async () => {
    const step = {
      name: "api-out",
      policy_type: "StepScaling",
      resource_id: "service/cluster/api",
      step_scaling_policy_configuration: {
        cooldown: 60,
        step_adjustment: [{ metric_interval_lower_bound: "0", scaling_adjustment: 2 }],
      },
    };
    const alarm = {
      alarm_name: "out",
      alarm_actions: ["${aws_appautoscaling_policy.p.arn}"],
      namespace: "AWS/ECS",
      metric_name: "CPUUtilization",
      dimensions: { ClusterName: "cluster", ServiceName: "${aws_ecs_service.s.name}" },
      statistic: "Average",
      period: 60,
      evaluation_periods: 2,
      threshold: 60,
      comparison_operator: "GreaterThanThreshold",
      treat_missing_data: "notBreaching",
    };
    const { system, notModelled } = await read(
      with_({ aws_appautoscaling_policy: { p: step }, aws_cloudwatch_metric_alarm: { a: alarm } }),
    );
    expect(notModelled).toEqual([]);
    expect(system.services[0]?.scaling?.policies[0]).toMatchObject({
      kind: "step",
      alarm: { comparison: "above", threshold: 60, evaluationPeriods: 2, datapointsToAlarm: 2 },
      steps: [{ lower: 0, adjustment: 2 }],
    });
    const math = await read(
      with_({
        aws_appautoscaling_policy: { p: step },
        aws_cloudwatch_metric_alarm: {
          a: { ...alarm, period: null, metric_query: queries("2 * cpu") },
        },
      }),
    );
    expect(math.notModelled).toEqual([]);
    expect(math.system.services[0]?.scaling?.policies[0]).toMatchObject({
      alarm: { source: { of: "math", expression: "2 * cpu" }, periodSeconds: 300 },
    });
    const unknown = await read(
      with_({
        aws_appautoscaling_policy: { p: step },
        aws_cloudwatch_metric_alarm: { a: { ...alarm, metric_query: queries("RATE(cpu)") } },
      }),
    );
    expect(unknown.notModelled).toEqual([
      'aws_appautoscaling_policy.p: aws_cloudwatch_metric_alarm.a: the model does not support "RATE(cpu)": ' +
        "the model has no function RATE. The model ignores the policy.",
    ]);
  });

  it.each([
    [{}, { slowStartSeconds: 0, algorithm: "round_robin" }],
    [{ slow_start: 60 }, { slowStartSeconds: 60, algorithm: "round_robin" }],
    [
      { load_balancing_algorithm_type: "least_outstanding_requests" },
      { slowStartSeconds: 0, algorithm: "least_outstanding_requests" },
    ],
  ])("reads how the load balancer chooses targets (%j)", async (more, expected) => {
    const [group] = Object.values(onGroup["aws_lb_target_group"]!);
    const { system, notModelled } = await read(
      with_({ aws_lb_target_group: { g: { ...group, ...more } } }),
    );
    expect(notModelled).toEqual([]);
    expect(system.services[0]?.targets).toMatchObject(expected);
  });

  it("reads a policy on a metric of the load balancer, and one on the sum of a metric that has none", async () => {
    const [policy] = Object.values(onGroup["aws_appautoscaling_policy"]!);
    const tracking = (metric_name: string, statistic: string) =>
      read(
        with_({
          aws_appautoscaling_policy: {
            p: {
              ...policy,
              target_tracking_scaling_policy_configuration: {
                target_value: 10,
                customized_metric_specification: {
                  metric_name,
                  statistic,
                  namespace: "AWS/ApplicationELB",
                  dimensions: [
                    { name: "TargetGroup", value: "${aws_lb_target_group.g.arn_suffix}" },
                  ],
                },
              },
            },
          },
        }),
      );
    const { system, notModelled } = await tracking("RequestCount", "Sum");
    expect(notModelled).toEqual([]);
    expect(system.services[0]?.scaling?.policies[0]).toMatchObject({
      metric: "custom",
      custom: { source: { of: "service", name: "api", metric: "requests" }, statistic: "Sum" },
    });
    const average = await tracking("RequestCount", "Average");
    expect(average.notModelled[0]).toContain(
      "it uses the Average of AWS/ApplicationELB RequestCount, which the model does not support",
    );
  });

  it("reads steps on the p95 latency of the load balancer, and not on its maximum", async () => {
    const steps = (statistic: object) =>
      read(
        with_({
          aws_appautoscaling_policy: {
            p: {
              ...ofTheService,
              policy_type: "StepScaling",
              step_scaling_policy_configuration: {
                step_adjustment: [{ metric_interval_lower_bound: "0", scaling_adjustment: 2 }],
              },
            },
          },
          aws_cloudwatch_metric_alarm: {
            a: {
              alarm_name: "slow",
              namespace: "AWS/ApplicationELB",
              metric_name: "TargetResponseTime",
              dimensions: {
                LoadBalancer: "${aws_lb.b.arn_suffix}",
                TargetGroup: "${aws_lb_target_group.g.arn_suffix}",
              },
              ...statistic,
              threshold: 0.3,
              period: 60,
              evaluation_periods: 1,
              comparison_operator: "GreaterThanThreshold",
              alarm_actions: ["${aws_appautoscaling_policy.p.arn}"],
            },
          },
        }),
      );
    const { system, notModelled } = await steps({ extended_statistic: "p95" });
    expect(notModelled).toEqual([]);
    expect(system.services[0]?.scaling?.policies[0]).toMatchObject({
      kind: "step",
      alarm: {
        source: { of: "service", name: "api", metric: "response-seconds" },
        statistic: "p95",
        threshold: 0.3,
      },
    });
    const { notModelled: left } = await steps({ statistic: "Maximum" });
    expect(left[0]).toContain("the Maximum of AWS/ApplicationELB TargetResponseTime");
  });

  describe("a forecast", () => {
    const of = (type: string, more: object = {}) => ({
      mode: "ForecastAndScale",
      scheduling_buffer_time: 600,
      metric_specification: [
        {
          target_value: "55",
          predefined_metric_pair_specification: { predefined_metric_type: type },
        },
      ],
      ...more,
    });
    const forecast = { kind: "predictive", target: 55, scales: true, bufferSeconds: 600 };
    const ofService = (configuration: object) =>
      read(
        with_({
          aws_appautoscaling_policy: {
            p: {
              ...ofTheService,
              policy_type: "PredictiveScaling",
              predictive_scaling_policy_configuration: configuration,
            },
          },
        }),
      );

    it("of a service is read with its buffers", async () => {
      const raising = {
        max_capacity_breach_behavior: "IncreaseMaxCapacity",
        max_capacity_buffer: 10,
      };
      const { system, notModelled } = await ofService(of("ALBRequestCount", raising));
      expect(notModelled).toEqual([]);
      expect(system.services[0]?.scaling?.policies).toEqual([
        { ...forecast, name: "cpu-target", metric: "requests-per-target", maxBreachPercent: 10 },
      ]);
    });

    it("of memory is left out by name", async () => {
      const { system, notModelled } = await ofService(of("ECSServiceMemoryUtilization"));
      expect(system.services[0]?.scaling?.policies).toEqual([]);
      expect(notModelled).toEqual([
        "aws_appautoscaling_policy.p: the model does not support the forecast of ECSServiceMemoryUtilization. The model ignores the policy.",
      ]);
    });

    it("of a group is read, too, with numbers as text", async () => {
      const configuration = {
        ...of("ASGCPUUtilization", { mode: "ForecastOnly", scheduling_buffer_time: "600" }),
      };
      const { system, notModelled } = await read(
        with_({
          aws_autoscaling_policy: {
            p: {
              name: "predictive",
              policy_type: "PredictiveScaling",
              autoscaling_group_name: "${aws_autoscaling_group.a.name}",
              predictive_scaling_configuration: configuration,
            },
          },
        }),
      );
      expect(notModelled).toEqual([]);
      expect(system.groups[0]?.policies).toEqual([
        { ...forecast, name: "predictive", metric: "cpu", scales: false },
      ]);
    });
  });

  it("names a policy that the model does not support, and leaves it out", async () => {
    const [policy] = Object.values(onGroup["aws_appautoscaling_policy"]!);
    const { system, notModelled } = await read(
      with_({
        aws_appautoscaling_policy: {
          p: {
            ...policy,
            target_tracking_scaling_policy_configuration: {
              target_value: 10,
              customized_metric_specification: { metric_name: "Backlog" },
            },
          },
        },
      }),
    );
    expect(system.services[0]?.scaling?.policies).toEqual([]);
    expect(notModelled).toEqual([
      "aws_appautoscaling_policy.p: it uses Backlog, which the model does not support. The model ignores the policy.",
    ]);
  });

  it("names sticky sessions, and leaves them out", async () => {
    const [group] = Object.values(onGroup["aws_lb_target_group"]!);
    const sticky = { ...group, stickiness: { enabled: true, type: "lb_cookie" } };
    const { notModelled } = await read(with_({ aws_lb_target_group: { g: sticky } }));
    expect(notModelled).toEqual([
      "Sticky sessions of api are not modeled: in the simulation, new tasks relieve full ones at once; in AWS, only as clients leave.",
    ]);
  });

  it("spreads the load over routes, and within a route by weight", async () => {
    const service = (name: string, group: string) => ({
      ...onGroup["aws_ecs_service"]!["s"],
      name,
      load_balancer: [
        {
          target_group_arn: `\${aws_lb_target_group.${group}.arn}`,
          container_name: "api",
          container_port: 80,
        },
      ],
    });
    const forward = (targets: readonly [string, number][]) => [
      {
        type: "forward",
        forward: {
          target_group: targets.map(([group, weight]) => ({
            arn: `\${aws_lb_target_group.${group}.arn}`,
            weight,
          })),
        },
      },
    ];
    const { system } = await read(
      with_({
        aws_ecs_service: {
          s: service("blue", "g"),
          u: service("green", "h"),
          v: service("other", "i"),
        },
        aws_lb_target_group: { g: {}, h: {}, i: {} },
        aws_lb_listener: {
          l: {
            load_balancer_arn: "${aws_lb.b.arn}",
            port: 80,
            default_action: forward([["i", 1]]),
          },
        },
        aws_lb_listener_rule: {
          r: {
            listener_arn: "${aws_lb_listener.l.arn}",
            priority: 1,
            condition: [{ path_pattern: { values: ["/talk"] } }],
            action: forward([
              ["g", 90],
              ["h", 10],
            ]),
          },
        },
      }),
    );
    const shares = Object.fromEntries(
      system.services.map(({ name, loadShare }) => [name, loadShare]),
    );
    expect(shares["blue"]).toBeCloseTo(0.45);
    expect(shares["green"]).toBeCloseTo(0.05);
    expect(shares["other"]).toBeCloseTo(0.5);
  });
});

it("takes no notice of a lifecycle, whose conditions speak of what AWS has made", async () => {
  const condition = "${self.task_definition == aws_ecs_task_definition.t.arn}";
  const lifecycle = { postcondition: [{ condition, error_message: "rolled back" }] };
  const { system } = await read(
    with_({ aws_ecs_service: { s: { ...onGroup["aws_ecs_service"]!["s"], lifecycle } } }),
  );
  expect(system.services).toHaveLength(1);
});

/** The group's instances as AWS chooses them, and a task with GPUs. */
const chosen = (requirements: Block): Resources => {
  const { launch_template: template, ...group } = onGroup.aws_autoscaling_group!.a!;
  const { id } = template as { id: string };
  const specification = { launch_template_id: id };
  return {
    aws_launch_template: { l: {} },
    aws_autoscaling_group: {
      a: {
        ...group,
        mixed_instances_policy: {
          launch_template: {
            launch_template_specification: specification,
            override: [{ instance_requirements: requirements }],
          },
        },
      },
    },
  };
};

const size = {
  vcpu_count: { min: 4, max: 8 },
  memory_mib: { min: 16_384 },
  cpu_manufacturers: ["intel", "amd"],
  instance_generations: ["current"],
  burstable_performance: "excluded",
};

it("takes the smallest instance that requirements may give, and says so", async () => {
  const { system, notModelled } = await read(with_(chosen(size)));
  expect(system.groups[0]!.instance).toMatchObject({ vcpus: 4, memoryMiB: 15_664, gpus: 0 });
  expect(notModelled).toContainEqual(
    expect.stringMatching(
      /^aws_autoscaling_group\.a: AWS chooses the instances\. The simulation uses \w+\.xlarge, the smallest of the \d+ types that meet the requirements\.$/,
    ),
  );
});

it("places tasks by their GPUs", async () => {
  const gpus = (value: string) => ({ resourceRequirements: [{ type: "GPU", value }] });
  const containers = [
    { ...container, ...gpus("1") },
    { name: "encoder", image: "y", cpu: 0, memory: 64, ...gpus("1") },
  ];
  const { system } = await read(
    with_({
      ...chosen({ ...size, vcpu_count: { min: 4 }, accelerator_count: { min: 4, max: 4 } }),
      aws_ecs_task_definition: {
        t: {
          ...onGroup.aws_ecs_task_definition!.t,
          container_definitions: JSON.stringify(containers),
        },
      },
    }),
  );
  const { instance } = system.groups[0]!;
  expect(instance.gpus).toBe(4);
  expect(system.services[0]!.task.gpus).toBe(2);
  expect(tasksPerInstance(system.services[0]!.task, instance)).toBe(2);
});
