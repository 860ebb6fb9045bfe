import { dev } from "../fixtures/environments/dev";
import type { EnvironmentSettings } from "../../settings/environment";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { containerDefinitions } from "../support/container-definitions";
import { devRunning, running, runtimeOf, synthEnvironments } from "../support/environments";
import { balancerGroup, nodesGroup, rules } from "../support/stack-parts";
import type { TerraformJson } from "../support/synth";

type Settings = NonNullable<EnvironmentSettings["systems"]["talk-service"]>;

const everything = synthEnvironments({
  dev: running("talk-service", dev),
  staging: running("talk-service", staging),
  prod: running("talk-service", prod),
});
const stack = (id: string) => everything.stacks[id]!;
/** The system's own defaults, and not what dev's file says of its services. */
const services: Settings["services"] = {
  talk: { priority: 1, deployment: { kind: "blue-green-by-variable" } },
  speaker: { priority: 2 },
};
const talk = (settings: Settings = {}, environment: Partial<EnvironmentSettings> = {}) =>
  runtimeOf("talk-service", { services, ...settings }, environment);
const runtime = talk();
const images = stack("talk-service-images-dev");

const certificate = {
  kind: "existing",
  arn: "arn:aws:acm:us-east-2:111122223333:certificate/11111111-2222-3333-4444-555555555555",
} as const;

/** The one resource of a type that has this value. */
function only(json: TerraformJson, type: string, field: string, value: unknown) {
  const found = json.resources(type).filter((each) => each[field] === value);
  expect(found).toHaveLength(1);
  return found[0]!;
}

const serviceOf = (name: string, json = runtime) => only(json, "aws_ecs_service", "name", name);
const container = (family: string, json = runtime) => {
  const task = only(json, "aws_ecs_task_definition", "family", family);
  const [web, ...others] = containerDefinitions(task.container_definitions as string);
  expect(others).toEqual([]);
  return web!;
};

/** Rules of the listener by their paths. */
const ruleFor = (path: string, json = runtime) => {
  const found = json
    .resources("aws_lb_listener_rule")
    .filter((rule) => pathsOf(rule).includes(path) && conditionsOf(rule).length === 1);
  expect(found).toHaveLength(1);
  return found[0]!;
};

const conditionsOf = (rule: Record<string, any>): Record<string, any>[] => rule.condition;
const pathsOf = (rule: Record<string, any>): string[] =>
  conditionsOf(rule).flatMap((condition) => condition.path_pattern?.values ?? []);

describe("default settings", () => {
  test("[talk-service 1] has the cluster conference-cluster, and a repository talk-service", () => {
    expect(runtime.resource("aws_ecs_cluster").name).toBe("conference-cluster");
    only(images, "aws_ecr_repository", "name", "talk-service");
    expect(runtime.resources("aws_ecr_repository")).toEqual([]);
  });

  test("[talk-service 2] gives the container web 128 CPU units, 128 MiB and a dynamic port for its 8080", () => {
    expect(container("talk-service")).toMatchObject({
      name: "web",
      cpu: 128,
      memoryReservation: 128,
      essential: true,
      portMappings: [{ containerPort: 8080, hostPort: 0, protocol: "tcp" }],
    });
  });

  test("[talk-service 3] logs to talk-service-cloudwatch, in streams of the service's own", () => {
    const { logDriver, options } = container("talk-service").logConfiguration;
    expect(logDriver).toBe("awslogs");
    expect(options).toMatchObject({
      "awslogs-region": runtime.json.provider.aws[0].region,
      "awslogs-stream-prefix": "aws-talk-service-cloudwatch",
    });
    expect(runtime.referenced(options["awslogs-group"])).toMatchObject({
      name: "talk-service-cloudwatch",
      retention_in_days: 7,
    });
  });

  test("[talk-service 4] runs talk-service-ecs with two tasks first, and leaves desired_count to the autoscaler", () => {
    const service = serviceOf("talk-service-ecs");
    expect(service.desired_count).toBe('${contains(var.running_colors, "blue") ? 2 : 0}');
    expect(serviceOf("speaker-service-ecs").desired_count).toBe(2);
    expect(service.lifecycle.ignore_changes).toEqual(["desired_count"]);
    expect(service.load_balancer).toEqual([
      expect.objectContaining({ container_name: "web", container_port: 8080 }),
    ]);
  });

  test("[talk-service 5] checks HTTP /health of instance targets for status 200", () => {
    const groups = runtime.resources("aws_lb_target_group");
    expect(groups).toHaveLength(3);
    for (const group of groups) {
      expect(group).toMatchObject({
        protocol: "HTTP",
        target_type: "instance",
        health_check: { path: "/health", matcher: "200", protocol: "HTTP" },
      });
    }
  });

  test("[talk-service 6] balances in public over three subnets, on port 80", () => {
    const balancer = runtime.resource("aws_lb");
    expect(balancer).toMatchObject({
      name: "conferenceAlb",
      load_balancer_type: "application",
      internal: false,
    });
    expect(new Set(balancer.subnets).size).toBe(3);
    expect(runtime.resource("aws_lb_listener")).toMatchObject({ port: 80, protocol: "HTTP" });
  });

  test("[talk-service 7] admits port 80 from every address to the balancer, and only it to the instances", () => {
    const admitted = rules(runtime, "ingress", balancerGroup(runtime));
    expect(admitted.map((rule) => rule.cidr_ipv4 ?? rule.cidr_ipv6).sort()).toEqual([
      "0.0.0.0/0",
      "::/0",
    ]);
    for (const rule of admitted) {
      expect(rule).toMatchObject({ from_port: 80, to_port: 80, ip_protocol: "tcp" });
    }
    expect(rules(runtime, "ingress", nodesGroup(runtime))).toEqual([
      expect.objectContaining({ referenced_security_group_id: balancerGroup(runtime) }),
    ]);
  });

  test("[talk-service 8] runs 2 to 4 instances over three zones", () => {
    const group = runtime.resource("aws_autoscaling_group");
    expect([group.min_size, group.max_size]).toEqual([2, 4]);
    expect(group.desired_capacity).toBeUndefined();
    const zones = (group.vpc_zone_identifier as string[]).map(
      (subnet) => runtime.referenced(subnet).availability_zone as string,
    );
    expect(new Set(zones).size).toBe(3);
  });

  test("[talk-service 9] starts micro instances of the AL2023 ECS image that join the cluster", () => {
    const template = runtime.resource("aws_launch_template");
    expect(template.instance_type).toBe("t3.micro");
    const other = talk({ capacity: { instanceTypes: ["t3.small"] } });
    expect(other.resource("aws_launch_template").instance_type).toBe("t3.small");
    expect(template.metadata_options).toMatchObject({ http_tokens: "required" });
    expect(runtime.referenced(template.image_id as string).name).toBe(
      "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
    );
    expect(template.user_data).toContain("ECS_CLUSTER=${aws_ecs_cluster.cluster.name}");
    const profile = runtime.referenced(template.iam_instance_profile.arn as string);
    const role = runtime.referenced(profile.role as string);
    const policies = runtime
      .resources("aws_iam_role_policy_attachment")
      .filter((attachment) => runtime.referenced(attachment.role as string) === role)
      .map((attachment) => attachment.policy_arn as string);
    expect(policies).toContainEqual(
      expect.stringMatching(/:policy\/service-role\/AmazonEC2ContainerServiceforEC2Role$/),
    );
  });

  test("[talk-service 10] adds two instances at 30 % CPU for a minute", () => {
    const alarm = instanceAlarm("GreaterThanOrEqualToThreshold");
    expect(alarm).toMatchObject({ threshold: 30, period: 60, evaluation_periods: 1 });
    const [action, ...others] = alarm.alarm_actions as string[];
    expect(others).toEqual([]);
    expect(runtime.referenced(action!)).toMatchObject({
      adjustment_type: "ChangeInCapacity",
      step_adjustment: [{ scaling_adjustment: 2 }],
    });
  });

  test("[talk-service 11] takes one instance away below a lower threshold, and refuses one that is not lower", () => {
    const alarm = instanceAlarm("LessThanThreshold");
    expect(alarm).toMatchObject({ threshold: 20, period: 60, evaluation_periods: 5 });
    expect(runtime.referenced(alarm.alarm_actions[0] as string).scaling_adjustment).toBe(-1);
    const clusterScaling = { kind: "step", scaleIn: { thresholdPercent: 30 } } as const;
    expect(() =>
      synthEnvironments(devRunning("talk-service", { services, clusterScaling })),
    ).toThrow(
      "dev.systems.talk-service.clusterScaling.scaleIn.thresholdPercent must be below scaleOut.thresholdPercent (30), got 30",
    );
  });

  test("[talk-service 12] scales each service from two tasks by two alarms of its own", () => {
    const names = ["talk-service-ecs", "talk-service-ecs-green", "speaker-service-ecs"];
    for (const name of names) {
      const reference = addressOf(runtime, "aws_ecs_service", serviceOf(name));
      const alarms = runtime
        .resources("aws_cloudwatch_metric_alarm")
        .filter((alarm) => alarm.dimensions?.ServiceName === `\${${reference}.name}`);
      expect(alarms.map((alarm) => [alarm.comparison_operator, alarm.threshold])).toEqual(
        expect.arrayContaining([
          ["GreaterThanOrEqualToThreshold", 60],
          ["LessThanThreshold", 30],
        ]),
      );
      expect(alarms).toHaveLength(2);
      const steps = alarms.map((alarm) => {
        expect(alarm).toMatchObject({ namespace: "AWS/ECS", statistic: "Average", period: 60 });
        expect(alarm.dimensions.ClusterName).toBe("${aws_ecs_cluster.cluster.name}");
        const policy = runtime.referenced(alarm.alarm_actions[0] as string);
        return policy.step_scaling_policy_configuration.step_adjustment[0]
          .scaling_adjustment as number;
      });
      expect(steps.sort()).toEqual([-1, 1]);
    }
    const speaker = only(
      runtime,
      "aws_appautoscaling_target",
      "resource_id",
      `service/\${aws_ecs_cluster.cluster.name}/\${${addressOf(runtime, "aws_ecs_service", serviceOf("speaker-service-ecs"))}.name}`,
    );
    expect(speaker).toMatchObject({ min_capacity: 2, max_capacity: 8 });
  });

  test("[talk-service 17] tells services apart by path, and answers 404 to all else", () => {
    const [own, speaker] = [ruleFor("/talk"), ruleFor("/speaker")];
    expect(pathsOf(own)).toEqual(["/talk", "/talk/*"]);
    expect(pathsOf(speaker)).toEqual(["/speaker", "/speaker/*"]);
    expect(own.priority).not.toBe(speaker.priority);
    const [action] = runtime.resource("aws_lb_listener").default_action;
    expect(action).toMatchObject({
      type: "fixed-response",
      fixed_response: { status_code: "404" },
    });
    const [forward] = speaker.action;
    const service = serviceOf("speaker-service-ecs");
    expect(forward.target_group_arn).toBe(service.load_balancer[0].target_group_arn);
  });

  test("[talk-service 18] gives the speaker service all of its own", () => {
    only(images, "aws_ecr_repository", "name", "speaker-service");
    const speaker = container("speaker-service");
    expect(speaker.image).toMatch(/\/speaker-service:\$\{var\.image_tag\}$/);
    expect(speaker.logConfiguration.options["awslogs-stream-prefix"]).toBe(
      "aws-speaker-service-cloudwatch",
    );
    const groups = ["speaker-service-ecs", "talk-service-ecs", "talk-service-ecs-green"].map(
      (name) => serviceOf(name).load_balancer[0].target_group_arn as string,
    );
    expect(new Set(groups).size).toBe(3);
  });

  test("[talk-service 19] opens port 22 and names a key only where SSH is asked for", () => {
    const sshRules = (json: TerraformJson) =>
      rules(json, "ingress", nodesGroup(json)).filter((rule) => rule.from_port === 22);
    expect(sshRules(runtime)).toEqual([]);
    expect(runtime.resource("aws_launch_template").key_name).toBeUndefined();
    const ssh = { keyName: "conference", cidr: "203.0.113.7/32" };
    const open = talk({ capacity: { ssh } });
    expect(sshRules(open)).toEqual([expect.objectContaining({ cidr_ipv4: "203.0.113.7/32" })]);
    expect(open.resource("aws_launch_template").key_name).toBe("conference");
  });

  test("[talk-service 20] serves on 443 with a certificate, where 80 redirects to", () => {
    const json = talk({ loadBalancer: { certificate } });
    const https = only(json, "aws_lb_listener", "port", 443);
    expect(https).toMatchObject({ protocol: "HTTPS", certificate_arn: certificate.arn });
    expect(only(json, "aws_lb_listener", "port", 80).default_action[0]).toMatchObject({
      type: "redirect",
      redirect: { port: "443", protocol: "HTTPS" },
    });
    for (const path of ["/talk", "/speaker"]) {
      expect(json.referenced(ruleFor(path, json).listener_arn as string)).toBe(https);
    }
  });

  test("[talk-service 21] computes the image from account, region, repository and the tag variables", () => {
    expect(container("talk-service").image).toMatch(
      /^\$\{data\.aws_caller_identity\.[\w-]+\.account_id\}\.dkr\.ecr\.us-east-2\.\$\{data\.aws_partition\.[\w-]+\.dns_suffix\}\/talk-service:\$\{coalesce\(var\.blue_image_tag, var\.image_tag\)\}$/,
    );
    for (const json of Object.values(everything.stacks))
      expect(json.text).not.toMatch(/\b\d{12}\b/);
  });

  test("[talk-service 22] puts out the address, the repositories and the live colour", () => {
    expect(Object.keys(runtime.outputs).sort()).toEqual([
      "cluster_name",
      "live_color",
      "load_balancer_dns_name",
      "speaker_repository_url",
      "talk_repository_url",
      "url",
    ]);
    expect(runtime.outputs.live_color.value).toBe("${var.live_color}");
    expect(runtime.outputs.talk_repository_url.value).toMatch(/\/talk-service$/);
  });
});

describe("the environments", () => {
  test("are told apart by what matters", () => {
    const [staged, produced] = [stack("talk-service-staging"), stack("talk-service-prod")];
    expect(produced.resource("aws_lb")).toMatchObject({
      name: "conferenceAlb-prod",
      enable_deletion_protection: true,
    });
    expect(produced.resource("aws_autoscaling_group")).toMatchObject({ min_size: 3, max_size: 6 });
    expect(staged.text).toContain('"on_demand_percentage_above_base_capacity":50');
    expect(only(staged, "aws_lb_listener", "port", 443).certificate_arn).toBeDefined();
    // Three target groups with two alarms each, where there is somebody to tell.
    const told = (json: TerraformJson) =>
      json
        .resources("aws_cloudwatch_metric_alarm")
        .filter(({ alarm_name: name }) => /-(unhealthy-tasks|server-errors)$/.test(name as string))
        .filter((alarm) => alarm.ok_actions).length;
    expect([told(staged), told(produced)]).toEqual([0, 6]);
  });
});

function instanceAlarm(comparison: string) {
  const alarms = runtime
    .resources("aws_cloudwatch_metric_alarm")
    .filter((alarm) => alarm.namespace === "AWS/EC2" && alarm.comparison_operator === comparison);
  expect(alarms).toHaveLength(1);
  expect(alarms[0]!.metric_name).toBe("CPUUtilization");
  const group = alarms[0]!.dimensions.AutoScalingGroupName as string;
  expect(runtime.referenced(group)).toBe(runtime.resource("aws_autoscaling_group"));
  return alarms[0]!;
}

/** `aws_ecs_service.speaker-service` */
function addressOf(json: TerraformJson, type: string, resource: unknown): string {
  const resources = json.json.resource[type] as Record<string, unknown>;
  const name = Object.keys(resources).find((key) => resources[key] === resource);
  return `${type}.${name}`;
}
