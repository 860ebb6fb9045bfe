import { assume } from "../../../tools/cost/assumptions";
import { costOfStack, type StackCost } from "../../../tools/cost/stack-cost";
import type { Block } from "../../../tools/synthesized/fields";
import { StackJson } from "../../../tools/synthesized/stack-json";

type Resources = Readonly<Record<string, Readonly<Record<string, Block>>>>;

const HOURS = 730;
const SECONDS = HOURS * 3600;

function cost(resource: Resources, assumptions: readonly string[] = []): StackCost {
  const json = new StackJson({ provider: { aws: [{ region: "us-east-1" }] }, resource });
  return costOfStack({ name: "web-dev", json }, assume(assumptions));
}

/** The quantities of a line of the bill at minimum, typical and maximum. */
function quantity(found: StackCost, what: string): readonly number[] {
  const charge = found.charges.find((each) => each.what.startsWith(what));
  return charge === undefined ? [] : Object.values(charge.quantity);
}

function usd(found: StackCost, what: string): readonly number[] {
  const charge = found.charges.find((each) => each.what.startsWith(what));
  return charge === undefined ? [] : Object.values(charge.usd);
}

function close(values: readonly number[]): readonly unknown[] {
  return values.map((value) => expect.closeTo(value, 6) as unknown);
}

const remarks = (found: StackCost): readonly string[] => found.remarks.map(({ remark }) => remark);

describe("an Auto Scaling group", () => {
  const template = {
    instance_type: "t3.micro",
    monitoring: { enabled: true },
    block_device_mappings: [{ ebs: { volume_size: 30, volume_type: "gp3" } }],
    network_interfaces: { associate_public_ip_address: "false" },
  };
  const group = {
    min_size: 1,
    max_size: 4,
    launch_template: { id: "${aws_launch_template.node.id}" },
  };
  const resources = (parts: { template?: Block; group?: Block } = {}): Resources => ({
    aws_launch_template: { node: { ...template, ...parts.template } },
    aws_autoscaling_group: { nodes: { ...group, ...parts.group } },
  });

  it("costs its smallest number of instances at least and its largest at most", () => {
    const found = cost(resources());
    expect(quantity(found, "instances")).toEqual([HOURS, HOURS, 4 * HOURS]);
    expect(usd(found, "instances")).toEqual(
      close([0.0104 * HOURS, 0.0104 * HOURS, 0.0416 * HOURS]),
    );
    expect(quantity(found, "volumes")).toEqual([30, 30, 120]);
    expect(quantity(found, "detailed monitoring")).toEqual([7, 7, 28]);
  });

  it("costs the cheapest type that AWS may choose at least, and at most the dearest that its price protection allows", () => {
    const requirements = (more: Block = {}): Block => ({
      launch_template: {
        launch_template_specification: { launch_template_id: "${aws_launch_template.node.id}" },
        override: [
          {
            instance_requirements: {
              vcpu_count: { min: 2, max: 2 },
              memory_mib: { min: 8192, max: 8192 },
              cpu_manufacturers: ["intel", "amd"],
              instance_generations: ["current"],
              burstable_performance: "included",
              ...more,
            },
          },
        ],
      },
    });
    const chosen = (more?: Block) =>
      cost(
        resources({
          template: { instance_type: undefined },
          group: { launch_template: undefined, mixed_instances_policy: requirements(more) },
        }),
      );
    const found = chosen();
    // t3a.large costs $0.0752; m7a.large costs $0.11592, 35 % more than the cheapest of C, M and R (m5a.large, $0.086).
    expect(quantity(found, "instances (t3a.large")).toEqual([HOURS, HOURS, 0]);
    const [dearest] = found.charges.filter(
      ({ what, quantity: { maximum } }) => what.startsWith("instances") && maximum > 0,
    );
    expect(dearest!.usd.maximum / (4 * HOURS)).toBeGreaterThan(0.0752);
    expect(dearest!.usd.maximum / (4 * HOURS)).toBeLessThanOrEqual(0.086 * 1.2);
    expect(quantity(found, "volumes")).toEqual([30, 30, 120]);
    expect(remarks(found)).toContainEqual(
      expect.stringMatching(
        /^AWS chooses among \d+ instance types: counted as t3a\.large, the cheapest with a known price, and at most as m\w+\.large, the dearest within AWS's price protection$/,
      ),
    );
    expect(found.lacksPrices).toBe(false);
    const unpriced = chosen({
      vcpu_count: { min: 2 },
      allowed_instance_types: ["x8i.*"],
      memory_mib: { min: 1 },
    });
    expect(remarks(unpriced)).toContainEqual(
      expect.stringMatching(
        /^not counted: instances, of which no type that meets the requirements has a price: x8i\.large, x8i\.xlarge, x8i\.2xlarge and \d+ more$/,
      ),
    );
    expect(unpriced.lacksPrices).toBe(true);
    expect(remarks(chosen({ allowed_instance_types: ["zz9.*"] }))).toContain(
      "not counted: instances, of which no type that meets the requirements has a price",
    );
  });

  it("costs nothing in the hours in which it is scheduled to have no instances", () => {
    const schedule = (recurrence: string, min: number, max: number): Block => ({
      autoscaling_group_name: "${aws_autoscaling_group.nodes.name}",
      recurrence,
      time_zone: "Europe/Berlin",
      min_size: min,
      max_size: max,
      desired_capacity: -1,
    });
    const asleep: Resources = {
      ...resources({ group: { warm_pool: { min_size: 1 } } }),
      aws_autoscaling_schedule: {
        asleep: schedule("0 20 * * *", 0, 0),
        awake: schedule("0 8 * * 1-5", 2, 4),
      },
    };
    // 5 days of 12 hours.
    const share = 60 / 168;
    const found = cost(asleep);
    expect(quantity(found, "instances")).toEqual(
      close([2 * HOURS * share, 2 * HOURS * share, 4 * HOURS * share]),
    );
    const volumes = found.charges.filter(({ what }) => what.startsWith("volumes"));
    expect(volumes.map(({ quantity: each }) => each.maximum)).toEqual(close([120 * share, 30]));
  });

  it("typically has the instances that it is to start with", () => {
    expect(quantity(cost(resources({ group: { desired_capacity: 2 } })), "instances")).toEqual([
      HOURS,
      2 * HOURS,
      4 * HOURS,
    ]);
  });

  it("pays at most for the CPU of burstable types above their baseline, which T2 does not use", () => {
    expect(quantity(cost(resources()), "surplus")).toEqual(close([0, 0, 4 * HOURS * 2 * 0.9]));
    expect(usd(cost(resources()), "surplus")).toEqual(close([0, 0, 4 * HOURS * 2 * 0.9 * 0.05]));
    expect(
      quantity(cost(resources({ template: { instance_type: "t2.micro" } })), "surplus"),
    ).toEqual([]);
    const standard = { credit_specification: { cpu_credits: "standard" } };
    expect(quantity(cost(resources({ template: standard })), "surplus")).toEqual([]);
    const arm = cost(resources({ template: { instance_type: "t4g.micro" } }));
    expect(usd(arm, "surplus")).toEqual(close([0, 0, 4 * HOURS * 2 * 0.9 * 0.04]));
  });

  it("has public addresses in the default VPC, and where its template says so", () => {
    expect(quantity(cost(resources()), "public")).toEqual([]);
    const open = { network_interfaces: { associate_public_ip_address: "true" } };
    expect(quantity(cost(resources({ template: open })), "public")).toEqual([
      HOURS,
      HOURS,
      4 * HOURS,
    ]);
    const inDefault = resources({
      template: { network_interfaces: undefined },
      group: { vpc_zone_identifier: ["${data.aws_subnet.a.id}"] },
    });
    expect(quantity(cost(inDefault), "public")).toEqual([HOURS, HOURS, 4 * HOURS]);
  });

  it("counts Spot Instances at the On-Demand price, and says so", () => {
    const policy = {
      launch_template: {
        launch_template_specification: { launch_template_id: "${aws_launch_template.node.id}" },
        override: [{ instance_type: "t3a.micro" }, { instance_type: "t3.micro" }],
      },
      instances_distribution: { on_demand_percentage_above_base_capacity: 40 },
    };
    const found = cost(
      resources({ group: { launch_template: undefined, mixed_instances_policy: policy } }),
    );
    expect(usd(found, "instances (t3a.micro")).toEqual(
      close([0.0094 * HOURS, 0.0094 * HOURS, 0.0376 * HOURS]),
    );
    expect(remarks(found)).toEqual([expect.stringContaining("60 % Spot Instances")]);
  });

  it("names an instance type without a price", () => {
    expect(remarks(cost(resources({ template: { instance_type: "z9.huge" } })))).toEqual([
      expect.stringContaining("no price `ec2.z9.huge`"),
    ]);
  });
});

describe("a service on Fargate", () => {
  const task = { cpu: "512", memory: "1024" };
  const service = {
    desired_count: 2,
    task_definition: "${aws_ecs_task_definition.api.arn}",
    capacity_provider_strategy: [{ capacity_provider: "FARGATE", weight: 1 }],
  };
  const scaling = {
    min_capacity: 1,
    max_capacity: 10,
    resource_id: "service/c/${aws_ecs_service.api.name}",
  };
  const resources = (parts: { task?: Block; service?: Block } = {}): Resources => ({
    aws_ecs_task_definition: { api: { ...task, ...parts.task } },
    aws_ecs_service: { api: { ...service, ...parts.service } },
    aws_appautoscaling_target: { api: scaling },
  });

  it("costs its tasks between the bounds of its scaling", () => {
    const found = cost(resources());
    expect(quantity(found, "Fargate CPU")).toEqual([0.5 * HOURS, HOURS, 5 * HOURS]);
    expect(usd(found, "Fargate CPU")).toEqual(
      close([0.02024 * HOURS, 0.04048 * HOURS, 0.2024 * HOURS]),
    );
    expect(usd(found, "Fargate memory")).toEqual(
      close([0.004445 * HOURS, 0.00889 * HOURS, 0.04445 * HOURS]),
    );
  });

  it("costs its tasks for the hours that its scheduled actions leave them", () => {
    const action = (schedule: string, min: string, max: string): Block => ({
      resource_id: "${aws_appautoscaling_target.api.resource_id}",
      schedule,
      timezone: "UTC",
      scalable_target_action: { min_capacity: min, max_capacity: max },
    });
    const found = cost({
      ...resources(),
      aws_appautoscaling_scheduled_action: {
        asleep: action("cron(0 20 * * ? *)", "0", "0"),
        awake: action("cron(0 8 ? * MON-FRI *)", "1", "10"),
        once: action("at(2026-12-07T09:00:00)", "9", "9"),
      },
    });
    const share = 60 / 168;
    expect(quantity(found, "Fargate CPU")).toEqual(
      close([0.5 * HOURS * share, HOURS * share, 5 * HOURS * share]),
    );
  });

  it("costs its tasks as if somebody called all the time, and says so", () => {
    const found = cost({ ...resources(), aws_sfn_state_machine: { idle: {} } });
    expect(quantity(found, "Fargate CPU")).toEqual([0.5 * HOURS, HOURS, 5 * HOURS]);
    expect(found.remarks).toEqual([
      {
        resource: "aws_sfn_state_machine.idle",
        remark: "not counted: what is saved while nobody calls and no task runs",
      },
    ]);
  });

  it("costs less on ARM, and more with storage and addresses", () => {
    const arm = {
      runtime_platform: { cpu_architecture: "ARM64" },
      ephemeral_storage: { size_in_gib: 30 },
    };
    const open = { network_configuration: { assign_public_ip: true } };
    const found = cost(resources({ task: arm, service: open }));
    expect(usd(found, "Fargate CPU")).toEqual(
      close([0.01619 * HOURS, 0.03238 * HOURS, 0.1619 * HOURS]),
    );
    expect(quantity(found, "Fargate storage")).toEqual([10 * HOURS, 20 * HOURS, 100 * HOURS]);
    expect(quantity(found, "public")).toEqual([HOURS, 2 * HOURS, 10 * HOURS]);
  });

  it("counts a colour that a variable switches off as running", () => {
    const counts = { desired_count: '${contains(var.running_colors, "blue") ? 3 : 0}' };
    const found = cost({ ...resources({ service: counts }), aws_appautoscaling_target: {} });
    expect(quantity(found, "Fargate memory")).toEqual([3 * HOURS, 3 * HOURS, 3 * HOURS]);
  });

  it("says that Spot is counted at the On-Demand price", () => {
    const spot = { capacity_provider_strategy: [{ capacity_provider: "FARGATE_SPOT", weight: 1 }] };
    expect(remarks(cost(resources({ service: spot })))).toEqual([
      expect.stringContaining("Fargate Spot"),
    ]);
  });
});

it("costs nothing for tasks on instances", () => {
  const service = {
    capacity_provider_strategy: [{ capacity_provider: "${aws_ecs_capacity_provider.c.name}" }],
  };
  const found = cost({ aws_ecs_service: { api: service }, aws_ecs_capacity_provider: { c: {} } });
  expect({ charges: found.charges, remarks: found.remarks }).toEqual({ charges: [], remarks: [] });
});

describe("a load balancer", () => {
  const balancer = { subnets: ["a", "b", "c"], internal: false };

  it("costs its hours, and an address in each zone when it is public", () => {
    const found = cost({ aws_lb: { entry: balancer } });
    expect(usd(found, "application load balancer")).toEqual(close([16.425, 16.425, 16.425]));
    expect(quantity(found, "public IPv4")).toEqual([3 * HOURS, 3 * HOURS, 3 * HOURS]);
    expect(
      quantity(cost({ aws_lb: { entry: { ...balancer, internal: true } } }), "public"),
    ).toEqual([]);
  });

  it("costs the capacity units of whatever it has most of", () => {
    const busiest = (...assumptions: string[]): number =>
      (quantity(
        cost({ aws_lb: { entry: balancer } }, ["requestsPerSecond=1000", ...assumptions]),
        "capacity",
      )[0] ?? 0) / HOURS;
    const small = ["requestKiB=0", "responseKiB=0"];
    expect(busiest(...small, "requestsPerConnection=10", "connectionSeconds=1")).toBeCloseTo(
      100 / 25,
    );
    expect(busiest(...small, "requestsPerConnection=10", "connectionSeconds=600")).toBeCloseTo(20);
    const large = (1000 * 3600 * 100) / 1024 ** 2;
    expect(busiest("requestKiB=50", "responseKiB=50", "requestsPerConnection=1000")).toBeCloseTo(
      large,
    );
  });

  it("evaluates ten rules for nothing", () => {
    const rules = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `r${index}`,
        { listener_arn: "${aws_lb_listener.https.arn}" },
      ]),
    );
    const found = cost(
      {
        aws_lb: { entry: balancer },
        aws_lb_listener: { https: { load_balancer_arn: "${aws_lb.entry.arn}" } },
        aws_lb_listener_rule: rules,
      },
      ["requestsPerSecond=1000", "requestsPerConnection=1000"],
    );
    expect((quantity(found, "capacity")[0] ?? 0) / HOURS).toBeCloseTo((1000 * 20) / 1000);
  });

  it("pays for what leaves AWS, less for much", () => {
    const found = cost({ aws_lb: { entry: balancer } }, ["requestsPerSecond=0,10,10000"]);
    const gib = (10 * SECONDS * 2) / 1024 ** 2;
    expect(quantity(found, "data transfer")).toEqual(close([0, gib, gib * 1000]));
    expect(usd(found, "data transfer")).toEqual(
      close([0, gib * 0.09, 10240 * 0.09 + (gib * 1000 - 10240) * 0.085]),
    );
  });
});

describe("traces", () => {
  const requests = 1000 * SECONDS;
  const sampled = (sampler: string, argument: string): Block => ({
    container_definitions: `\${jsonencode([{"name": "api", "environment": [${[
      `{"name": "OTEL_TRACES_SAMPLER", "value": "${sampler}"}`,
      `{"name": "OTEL_TRACES_SAMPLER_ARG", "value": "${argument}"}`,
    ].join(", ")}]}])}`,
  });
  const traced = sampled("parentbased_traceidratio", "0.2");
  const service = { task_definition: "${aws_ecs_task_definition.api.arn}" };
  const billed = (resources: Resources) => cost(resources, ["requestsPerSecond=0,10,1000"]);

  it("cost $5 for a million of the share that a service records", () => {
    const found = billed({
      aws_ecs_service: { api: service },
      aws_ecs_task_definition: { api: traced },
    });
    const millions = (requests * 0.2) / 1e6;
    expect(quantity(found, "traces")).toEqual(close([0, millions / 100, millions]));
    expect(usd(found, "traces")).toEqual(close([0, (millions / 100) * 5, millions * 5]));
    expect(remarks(found)).toEqual([]);
  });

  it("begin in each service with its part of the requests", () => {
    const found = billed({
      aws_ecs_service: {
        api: service,
        other: { task_definition: "${aws_ecs_task_definition.other.arn}" },
      },
      aws_ecs_task_definition: { api: traced, other: { container_definitions: "[]" } },
    });
    expect(quantity(found, "traces")[2]).toBeCloseTo((requests * 0.2) / 2 / 1e6);
    expect(found.charges.filter(({ what }) => what === "traces")).toHaveLength(1);
  });

  it("are counted once where an API begins them, by its own rules", () => {
    const found = billed({
      aws_api_gateway_stage: { stage: { xray_tracing_enabled: true } },
      aws_ecs_service: { api: service },
      aws_ecs_task_definition: { api: traced },
    });
    const lines = found.charges.filter(({ what }) => what === "traces");
    expect(lines.map(({ resource }) => resource)).toEqual(["aws_api_gateway_stage.stage"]);
    expect(quantity(found, "traces")[2]).toBeCloseTo((SECONDS + (requests - SECONDS) * 0.05) / 1e6);
  });

  it("follow the rules of X-Ray with Application Signals, whose signals have no price here", () => {
    const found = billed({
      aws_ecs_service: { api: service },
      aws_ecs_task_definition: { api: sampled("xray", "endpoint=http://localhost:2000") },
    });
    expect(quantity(found, "traces")[2]).toBeCloseTo((SECONDS + (requests - SECONDS) * 0.05) / 1e6);
    expect(remarks(found)).toEqual(["not counted: the signals of Application Signals"]);
  });

  it("cost nothing without a sampler", () => {
    const found = billed({
      aws_ecs_service: { api: service },
      aws_ecs_task_definition: { api: { container_definitions: "[]" } },
    });
    expect(quantity(found, "traces")).toEqual([]);
  });
});

it("lets an API's throttling limit the requests that are paid for", () => {
  const found = cost(
    {
      aws_apigatewayv2_api: { api: {} },
      aws_apigatewayv2_stage: { stage: { default_route_settings: { throttling_rate_limit: 100 } } },
    },
    ["requestsPerSecond=0,50,1000"],
  );
  expect(quantity(found, "HTTP API")).toEqual(
    close([0, (50 * SECONDS) / 1e6, (100 * SECONDS) / 1e6]),
  );
});

it("costs a database twice in two zones, and its secret", () => {
  const database = {
    engine: "mysql",
    instance_class: "db.t4g.small",
    storage_type: "gp3",
    allocated_storage: 50,
    max_allocated_storage: 200,
    multi_az: true,
    manage_master_user_password: true,
    monitoring_interval: 60,
  };
  const found = cost({ aws_db_instance: { database } });
  expect(usd(found, "database")).toEqual(close([0.064 * HOURS, 0.064 * HOURS, 0.064 * HOURS]));
  expect(quantity(found, "storage")).toEqual([100, 100, 400]);
  expect(quantity(found, "backups")).toEqual([0, 0, 200]);
  expect(usd(found, "secret")).toEqual([0.4, 0.4, 0.4]);
  expect(remarks(found)).toEqual(["not counted: the log of enhanced monitoring"]);
  expect(
    remarks(cost({ aws_db_instance: { database: { ...database, engine: "postgres" } } })),
  ).toEqual(["not counted: databases of engine postgres"]);
});

it("sends the logs of tasks through the NAT gateways, each its part", () => {
  const found = cost({ aws_nat_gateway: { a: {}, b: {} } }, ["requestsPerSecond=100", "natGB=0"]);
  const gb = (100 * SECONDS * 300) / 1024 ** 3 / 2;
  expect(quantity(found, "data through")).toEqual(close([gb, gb, gb]));
  expect(usd(found, "NAT gateway")).toEqual(close([32.85, 32.85, 32.85]));
});

it("costs interface endpoints by the zone, and nothing for gateway endpoints", () => {
  const found = cost({
    aws_vpc_endpoint: {
      logs: { vpc_endpoint_type: "Interface", subnet_ids: ["a", "b"] },
      s3: { vpc_endpoint_type: "Gateway" },
    },
  });
  expect(found.charges.map(({ resource, usd: cost }) => [resource, cost.typical])).toEqual([
    ["aws_vpc_endpoint.logs", expect.closeTo(14.6)],
  ]);
});

describe("logs", () => {
  const task = { container_definitions: "${aws_cloudwatch_log_group.api.name}" };

  it("cost ingestion and storage of the tasks' logs", () => {
    const found = cost(
      {
        aws_cloudwatch_log_group: { api: { retention_in_days: 365 } },
        aws_ecs_task_definition: { api: task },
      },
      ["requestsPerSecond=100"],
    );
    const gb = (100 * SECONDS * 300) / 1024 ** 3;
    expect(quantity(found, "log ingestion")).toEqual(close([gb, gb, gb]));
    const kept = (gb * 0.15 * 365 * 24) / 730;
    expect(quantity(found, "logs kept")).toEqual(close([kept, kept, kept]));
  });

  it("are listed when their size is unknown", () => {
    expect(
      remarks(cost({ aws_cloudwatch_log_group: { database: { retention_in_days: 7 } } })),
    ).toEqual(["not counted: logs of unknown size"]);
  });
});

it("costs an alarm that combines others once, and says what it leaves out of a metric filter", () => {
  const found = cost({
    aws_cloudwatch_composite_alarm: { incident: { alarm_rule: 'ALARM("a") OR ALARM("b")' } },
    aws_cloudwatch_log_metric_filter: { errors: {} },
  });
  expect(found.charges.map(({ resource, usd: each }) => [resource, each.typical])).toEqual([
    ["aws_cloudwatch_composite_alarm.incident", 0.5],
  ]);
  expect(JSON.stringify(found)).toContain("a metric that has data only when a log matches");
});

it("costs alarms by their metrics, more for those that look more often than each minute", () => {
  const expression = {
    metric_query: [{ expression: "a/b" }, { metric: { period: 60 } }, { metric: { period: 60 } }],
  };
  const found = cost({
    aws_cloudwatch_metric_alarm: { ratio: expression, fast: { period: 10 }, slow: { period: 300 } },
    aws_appautoscaling_policy: {
      cpu: { policy_type: "TargetTrackingScaling" },
      step: { policy_type: "StepScaling" },
      forecast: { policy_type: "PredictiveScaling" },
    },
  });
  expect(
    Object.fromEntries(found.charges.map(({ resource, usd: each }) => [resource, each.typical])),
  ).toEqual({
    "aws_cloudwatch_metric_alarm.ratio": 0.2,
    "aws_cloudwatch_metric_alarm.fast": 0.3,
    "aws_cloudwatch_metric_alarm.slow": 0.1,
    "aws_appautoscaling_policy.cpu": 0.2,
  });
});

it("costs Container Insights by the metric, more metrics when it is enhanced", () => {
  const cluster = (value: string): Resources => ({
    aws_ecs_cluster: { cluster: { setting: [{ name: "containerInsights", value }] } },
    aws_ecs_service: { api: { desired_count: 3 } },
    aws_ecs_task_definition: { api: {} },
  });
  expect(quantity(cost(cluster("disabled")), "Container")).toEqual([]);
  expect(usd(cost(cluster("enabled")), "Container")[1]).toBeCloseTo(32 * 0.3);
  expect(usd(cost(cluster("enhanced")), "Container")[1]).toBeCloseTo(80 * 0.07);
});

it("prices keys, tables, users, the page, its firewall, buckets, images and zones", () => {
  const found = cost(
    {
      aws_kms_key: { key: {} },
      aws_dynamodb_table: {
        food: { billing_mode: "PAY_PER_REQUEST", point_in_time_recovery: { enabled: true } },
      },
      aws_cognito_user_pool: { pool: { user_pool_tier: "PLUS" } },
      aws_cloudfront_distribution: {
        page: { default_cache_behavior: { function_association: [{}] } },
      },
      aws_wafv2_web_acl: { acl: { rule: [{}, {}] } },
      aws_s3_bucket: { page: {} },
      aws_ecr_repository: { api: {} },
      aws_service_discovery_private_dns_namespace: { names: {} },
      aws_eip: { nat: {} },
    },
    ["requestsPerSecond=1", "users=1000", "tableGB=4", "bucketGB=10", "imagesGB=5"],
  );
  const typical = Object.fromEntries(found.charges.map((each) => [each.what, each.usd.typical]));
  const million = SECONDS / 1e6;
  expect(typical).toEqual({
    key: 1,
    reads: expect.closeTo(million * 0.9 * 0.125) as unknown,
    writes: expect.closeTo(million * 0.1 * 0.625) as unknown,
    storage: 1,
    "point-in-time recovery": expect.closeTo(0.8) as unknown,
    "active users (plus)": 20,
    "data transfer to the internet": expect.closeTo(
      ((1000 * 10 * 300) / 1024 ** 2) * 0.085,
    ) as unknown,
    "HTTPS requests": expect.closeTo(0.1) as unknown,
    "invocations of its functions": expect.closeTo(0.01) as unknown,
    "web ACL": 5,
    "rules and rule groups": 2,
    "inspected requests": expect.closeTo(million * 0.6) as unknown,
    objects: expect.closeTo(0.23) as unknown,
    images: 0.5,
    "hosted zone": 0.5,
    "public IPv4 address": expect.closeTo(3.65) as unknown,
  });
});

it("prices web ACLs by what they stand before, and CloudFront's additional metrics", () => {
  const found = cost(
    {
      aws_cognito_user_pool: { users: {} },
      aws_cloudfront_monitoring_subscription: { page: {} },
      aws_wafv2_web_acl: {
        page: { scope: "CLOUDFRONT", rule: [{}] },
        users: { scope: "REGIONAL", rule: [{}] },
      },
      aws_wafv2_web_acl_association: {
        users: {
          web_acl_arn: "${aws_wafv2_web_acl.users.arn}",
          resource_arn: "${aws_cognito_user_pool.users.arn}",
        },
      },
    },
    ["users=1000", "pageVisitsPerUser=10", "pageFiles=20", "requestsPerSecond=1"],
  );
  const inspected = found.charges.filter(({ what }) => what === "inspected requests");
  expect(inspected.map(({ quantity: { typical } }) => typical)).toEqual([0.2, 0.01]);
  expect(usd(found, "additional metrics")[1]).toBeCloseTo(8 * 0.3);
});

it("keeps a load balancer's log for as long as its bucket does", () => {
  const found = cost(
    {
      aws_lb: { entry: { internal: true, access_logs: { bucket: "${aws_s3_bucket.logs.id}" } } },
      aws_s3_bucket: { logs: {} },
      aws_s3_bucket_lifecycle_configuration: {
        logs: { bucket: "${aws_s3_bucket.logs.id}", rule: [{ expiration: [{ days: 73 }] }] },
      },
    },
    ["requestsPerSecond=100"],
  );
  const gb = (100 * SECONDS * 40 * 2.4) / 1024 ** 3;
  expect(quantity(found, "access logs")).toEqual(close([gb, gb, gb]));
});

it("lists unknown resources, but no free ones", () => {
  const found = cost({
    aws_mq_broker: { broker: {} },
    aws_iam_role: { role: {} },
    docker_image: { image: {} },
  });
  expect(found.remarks).toEqual([
    { resource: "aws_mq_broker.broker", remark: "not counted: resources of type aws_mq_broker" },
  ]);
});

it("says whose prices it took for a region without a table", () => {
  const json = new StackJson({
    provider: { aws: [{ region: "eu-north-1" }] },
    resource: { aws_kms_key: { key: {} } },
  });
  expect(costOfStack({ name: "web-dev", json }, assume())).toMatchObject({
    region: "eu-north-1",
    pricedAs: "us-east-1",
    usd: { minimum: 1, typical: 1, maximum: 1 },
  });
});

describe("a queue", () => {
  const resources: Resources = {
    aws_sqs_queue: {
      jobs: {
        receive_wait_time_seconds: 20,
        redrive_policy: '${jsonencode({"deadLetterTargetArn":"${aws_sqs_queue.dead.arn}"})}',
      },
      dead: {},
    },
    aws_ecs_service: { worker: { desired_count: 2 } },
  };
  const polls = (2 * SECONDS) / 20 / 1e6;

  it("costs three requests a message, and the polls of idle tasks, beyond the first million", () => {
    const found = cost(resources, ["requestsPerSecond=0,0.05,10"]);
    const messages = (rate: number) => (rate * SECONDS) / 1e6;
    expect(quantity(found, "requests for messages")).toEqual(
      close([polls, 2 * messages(0.05) + polls, 3 * messages(10)]),
    );
    expect(usd(found, "requests for messages")).toEqual(
      close([0, 0, 0.4 * (3 * messages(10) - 1)]),
    );
  });

  it("leaves out what dead letters cost, and names FIFO queues as not counted", () => {
    expect(cost(resources).charges.map(({ resource }) => resource)).toEqual(["aws_sqs_queue.jobs"]);
    const found = cost({ aws_sqs_queue: { jobs: { fifo_queue: true } } });
    expect(remarks(found)).toEqual(["not counted: requests to a FIFO queue"]);
  });

  it("leaves out what failed starts of scheduled tasks cost", () => {
    const found = cost({
      ...resources,
      aws_sqs_queue: { ...resources["aws_sqs_queue"], failed: {} },
      aws_scheduler_schedule: {
        nightly: {
          target: {
            dead_letter_config: { arn: "${aws_sqs_queue.failed.arn}" },
            ecs_parameters: { task_count: 1 },
          },
        },
      },
    });
    expect(found.charges).toEqual(cost(resources).charges);
    expect(remarks(found)).toEqual([]);
  });
});

it("charges the steps of dashboards once for all of a stack", () => {
  const board = {};
  const found = cost({
    aws_cloudwatch_dashboard: { a: board, b: board, c: board, d: board, e: board },
  });
  expect(found.charges.map(({ usd: { typical } }) => typical)).toEqual([0, 0, 0, 3, 3]);
});

describe("storage of tasks", () => {
  const onFargate = (more: Block = {}, task: Block = {}): Resources => ({
    aws_ecs_task_definition: { task: { cpu: "256", memory: "512", ...task } },
    aws_ecs_service: {
      shop: {
        desired_count: 2,
        task_definition: "${aws_ecs_task_definition.task.arn}",
        capacity_provider_strategy: [{ capacity_provider: "FARGATE", weight: 1 }],
        ...more,
      },
    },
  });
  const disk = (volume: Block) => ({
    volume_configuration: {
      name: "scratch",
      managed_ebs_volume: { volume_type: "gp3", ...volume },
    },
  });

  it("costs what a task on Fargate has above 20 GB", () => {
    const found = cost(onFargate({}, { ephemeral_storage: { size_in_gib: 50 } }));
    expect(usd(found, "Fargate storage")[1]).toBeCloseTo(2 * 30 * HOURS * 0.000111, 6);
    expect(quantity(cost(onFargate()), "Fargate storage")).toEqual([]);
  });

  it("costs a volume of EBS for each task, and what exceeds the performance of gp3", () => {
    const plain = cost(onFargate(disk({ size_in_gb: 50, iops: 3000, throughput: 125 })));
    expect(usd(plain, "task volumes")).toEqual(close([8, 8, 8]));
    expect(quantity(plain, "operations")).toEqual([]);
    const fast = cost(onFargate(disk({ size_in_gb: 50, iops: 4000, throughput: 225 })));
    expect(usd(fast, "operations")).toEqual(close([10, 10, 10]));
    expect(usd(fast, "throughput")).toEqual(close([8, 8, 8]));
  });

  it("costs task volumes on instances, too", () => {
    const onInstances = onFargate({
      ...disk({ size_in_gb: 10 }),
      capacity_provider_strategy: [{ capacity_provider: "group", weight: 1 }],
    });
    expect(usd(cost(onInstances), "task volumes")).toEqual(close([1.6, 1.6, 1.6]));
  });

  it("names volumes that have no price here", () => {
    const found = cost(onFargate(disk({ size_in_gb: 50, volume_type: "io2" })));
    expect(remarks(found)).toContain("not counted: task volumes of type io2");
  });

  it("costs the files of a file system, what tasks read and write, and a copy as backup", () => {
    const files = (status: string): Resources => ({
      aws_efs_file_system: { files: { throughput_mode: "elastic" } },
      aws_efs_backup_policy: {
        backups: { file_system_id: "${aws_efs_file_system.files.id}", backup_policy: { status } },
      },
      aws_efs_mount_target: { one: { file_system_id: "${aws_efs_file_system.files.id}" } },
    });
    const found = cost(files("ENABLED"), ["fileSystemGB=0,10,20", "fileSystemReadGB=100"]);
    expect(usd(found, "files")).toEqual(close([0, 3, 6]));
    expect(usd(found, "files read")).toEqual(close([3, 3, 3]));
    expect(usd(found, "files written")).toEqual(close([0, 0.06, 6]));
    expect(usd(found, "backups of files")).toEqual(close([0, 0.5, 1]));
    expect(remarks(found)).toEqual([]);
    expect(quantity(cost(files("DISABLED")), "backups of files")).toEqual([]);
  });
});

describe("tasks beside those of a service", () => {
  const onFargate = {
    capacity_provider_strategy: [{ capacity_provider: "FARGATE", weight: 1 }],
  };
  const definition = { task: { cpu: "1024", memory: "2048" } };
  const scheduled = (schedule: Block, parameters: Block = onFargate): Resources => ({
    aws_ecs_task_definition: definition,
    aws_scheduler_schedule: {
      nightly: {
        target: {
          ecs_parameters: {
            task_definition_arn: "${aws_ecs_task_definition.task.arn}",
            ...parameters,
          },
        },
        ...schedule,
      },
    },
  });
  const minutes = ["scheduledTaskMinutes=6"];
  const hours = (schedule: Block) =>
    quantity(cost(scheduled(schedule), minutes), "Fargate CPU (1 vCPU a scheduled task)")[1];

  it.each([
    ["rate(1 day)", 30.42],
    ["rate(1 minute)", 43_800],
    ["cron(0 3 * * ? *)", 30.42],
    ["cron(0 3 1 * ? *)", 1],
    ["cron(*/5 8-17 ? * MON-FRI *)", (120 * 5 * 730) / 168],
    ["at(2027-01-31T07:00:00)", 0],
  ])("costs a task of each time of %s", (expression, runs) => {
    const found = hours({ schedule_expression: expression });
    expect((found ?? 0) / 0.1 / Math.max(runs, 1)).toBeCloseTo(runs === 0 ? 0 : 1, 1);
  });

  it("costs nothing while it is off, and once where two colors have it", () => {
    const daily = { schedule_expression: "rate(1 day)" };
    expect(hours({ ...daily, state: "DISABLED" })).toBe(0);
    const color = '${var.live_color == "blue" ? "ENABLED" : "DISABLED"}';
    expect(hours({ ...daily, state: color })).toBeCloseTo((hours(daily) ?? 0) / 2, 6);
  });

  it("costs nothing of its own on instances", () => {
    const found = cost(scheduled({ schedule_expression: "rate(1 day)" }, {}));
    expect(found.charges).toEqual([]);
  });

  it("costs the task before a release where the service's tasks run, for each release", () => {
    const resources: Resources = {
      aws_ecs_task_definition: definition,
      aws_ecs_service: {
        shop: {
          desired_count: 0,
          task_definition: "${aws_ecs_task_definition.task.arn}",
          ...onFargate,
        },
      },
      aws_lambda_function: { runner: { depends_on: ["aws_cloudwatch_log_group.runner"] } },
      aws_cloudwatch_log_group: { runner: { retention_in_days: 30 } },
      aws_lambda_invocation: {
        migration: { triggers: { task_definition: "${aws_ecs_task_definition.task.arn}" } },
      },
    };
    const found = cost(resources, ["releases=10", "beforeReleaseMinutes=6"]);
    expect(quantity(found, "Fargate CPU (1 vCPU a task before a release)")).toEqual(
      close([1, 1, 1]),
    );
    expect(remarks(found)).toEqual([]);
  });
});
