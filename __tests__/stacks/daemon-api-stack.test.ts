import { dev } from "../fixtures/environments/dev";
import type { EnvironmentSettings } from "../../settings/environment";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { differences } from "../support/differences";
import { devRunning, running, runtimeOf, synthEnvironments } from "../support/environments";
import { balancerGroup, container, dependencies, nodesGroup, rules } from "../support/stack-parts";
import type { TerraformJson } from "../support/synth";

type Settings = NonNullable<EnvironmentSettings["systems"]["daemon-api"]>;

const everything = synthEnvironments({
  dev: running("daemon-api", dev),
  staging: running("daemon-api", staging),
  prod: running("daemon-api", prod),
});
const stack = (id: string) => everything.stacks[id]!;
/** The system's own defaults, and not what dev's file says of the image. */
const defaults: Settings = { image: { kind: "registry" } };
const daemon = (settings: Settings = {}, environment: Partial<EnvironmentSettings> = {}) =>
  runtimeOf("daemon-api", { ...defaults, ...settings }, environment);
const runtime = daemon();

/** The subnets of a default VPC have no IPv6 blocks; those of a given network may. */
const withIpv6 = {
  kind: "existing" as const,
  vpcId: "vpc-12345678",
  publicSubnetIds: ["subnet-11111111", "subnet-22222222"],
};
const domain = { name: "example.com", hostedZoneId: "Z0123456789EXAMPLE" };
const certificate = {
  kind: "existing",
  arn: "arn:aws:acm:us-east-2:111122223333:certificate/11111111-2222-3333-4444-555555555555",
} as const;

describe("default settings", () => {
  test("[daemon-api 1] runs as a daemon, without a desired count", () => {
    const service = runtime.resource("aws_ecs_service");
    expect(service["scheduling_strategy"]).toBe("DAEMON");
    expect(service["desired_count"]).toBeUndefined();
    expect(service["lifecycle"]["ignore_changes"]).toBeUndefined();
  });

  test("[daemon-api 2] has neither a placement strategy nor a scaling of tasks", () => {
    expect(runtime.resource("aws_ecs_service")["ordered_placement_strategy"]).toBeUndefined();
    expect(runtime.resources("aws_appautoscaling_target")).toEqual([]);
    expect(runtime.resources("aws_appautoscaling_policy")).toEqual([]);
  });

  test("[daemon-api 3] keeps half of the tasks up in a deployment, and says nothing of a maximum", () => {
    const service = runtime.resource("aws_ecs_service");
    expect(service["deployment_minimum_healthy_percent"]).toBe(50);
    expect(service["deployment_maximum_percent"]).toBeUndefined();
  });

  test("[daemon-api 4] composes the image of registry, name and tag, by default on Docker Hub", () => {
    expect(container(runtime).image).toBe("docker.io/daemon-api:${var.image_tag}");
    const image = {
      kind: "registry",
      containerRegistry: "ghcr.io",
      containerName: "acme/shop",
      containerTag: "2.1.0",
    } as const;
    const own = daemon({ image });
    expect(container(own).image).toBe("ghcr.io/acme/shop:2.1.0");
    expect(own.json["variable"]).toBeUndefined();
    const onHub = { kind: "registry", containerName: "acme/shop", containerTag: "2.1.0" } as const;
    expect(container(daemon({ image: onHub })).image).toBe("docker.io/acme/shop:2.1.0");
  });

  test("[daemon-api 5] has one port of the application, in the container and at the balancer", () => {
    for (const [json, port] of [
      [runtime, 8080],
      [daemon({ container: { port: 3000 } }), 3000],
    ] as const) {
      expect(container(json).portMappings).toEqual([
        { containerPort: port, hostPort: 0, protocol: "tcp" },
      ]);
      expect(json.resource("aws_ecs_service")["load_balancer"]).toEqual([
        expect.objectContaining({
          container_name: container(json).name as string,
          container_port: port,
        }),
      ]);
    }
  });

  test("[daemon-api 6] logs to a group named after service and stage", () => {
    const named = daemon({ service: { name: "shop" }, stage: "qa" });
    for (const [json, name] of [
      [runtime, "/ecs/daemon-api/dev"],
      [named, "/ecs/shop/qa"],
    ] as const) {
      const { "awslogs-group": group } = container(json).logConfiguration.options as Record<
        string,
        string
      >;
      expect(json.resource("aws_cloudwatch_log_group")["name"]).toBe(name);
      expect(json.referenced(group!)).toBe(json.resource("aws_cloudwatch_log_group"));
    }
  });

  test("[daemon-api 7] has 2 to 4 instances, at most what the settings say", () => {
    const group = runtime.resource("aws_autoscaling_group");
    expect([group["min_size"], group["max_size"]]).toEqual([2, 4]);
    expect(group["desired_capacity"]).toBeUndefined();
    const larger = daemon({ capacity: { maxInstances: 9 } }).resource("aws_autoscaling_group");
    expect([larger["min_size"], larger["max_size"]]).toEqual([2, 9]);
  });

  test("[daemon-api 9] adds one instance or removes one", () => {
    const policies = runtime.resources("aws_autoscaling_policy");
    expect(policies).toHaveLength(2);
    expect(policies.map(adjustment).sort()).toEqual([-1, 1]);
  });

  test("[daemon-api 10, 11] acts on the cluster's average CPU: above 70 one more, below 30 one less", () => {
    const alarms = runtime.resources("aws_cloudwatch_metric_alarm");
    expect(alarms).toHaveLength(2);
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({
        namespace: "AWS/ECS",
        metric_name: "CPUUtilization",
        statistic: "Average",
        period: 60,
      });
      expect(Object.keys(alarm["dimensions"] as object)).toEqual(["ClusterName"]);
      expect(runtime.referenced(alarm["dimensions"].ClusterName as string)).toBe(
        runtime.resource("aws_ecs_cluster"),
      );
    }
    expect(thresholds(runtime)).toEqual([
      ["GreaterThanThreshold", 70, 2, 1],
      ["LessThanThreshold", 30, 10, -1],
    ]);
  });

  test("[daemon-api 11] takes thresholds, steps, periods and cool-down from the settings", () => {
    const json = daemon({
      clusterScaling: {
        kind: "step",
        scaleOut: { thresholdPercent: 60, adjustment: 2, evaluationPeriods: 1 },
        scaleIn: { thresholdPercent: 20, adjustment: -2, evaluationPeriods: 5 },
        cooldownSeconds: 120,
      },
    });
    expect(thresholds(json)).toEqual([
      ["GreaterThanThreshold", 60, 1, 2],
      ["LessThanThreshold", 20, 5, -2],
    ]);
    const policies = json.resources("aws_autoscaling_policy");
    expect(policies.map((policy) => policy["cooldown"] ?? policy["estimated_instance_warmup"]))
      // Both ways the same time.
      .toEqual([120, 120]);
  });

  test("[daemon-api 13] checks the health path for status 200 to a plain GET", () => {
    expect(runtime.resource("aws_lb_target_group")).toMatchObject({
      protocol: "HTTP",
      target_type: "instance",
      health_check: { path: "/health", matcher: "200", protocol: "HTTP" },
    });
    const other = daemon({ loadBalancer: { healthCheck: { path: "/ready" } } });
    expect(other.resource("aws_lb_target_group")["health_check"].path).toBe("/ready");
  });

  test("[daemon-api 14] launches micro instances of the AL2023 ECS image that join this cluster", () => {
    const template = runtime.resource("aws_launch_template");
    expect(template["instance_type"]).toBe("t3.micro");
    expect(template["metadata_options"].http_tokens).toBe("required");
    expect(runtime.referenced(template["image_id"] as string)["name"]).toBe(
      "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
    );
    expect(runtime.resources("aws_launch_configuration")).toEqual([]);
    const script = /^\$\{base64encode\((".*")\)\}$/s.exec(template["user_data"] as string)?.[1];
    expect(JSON.parse(script!)).toContain(
      "echo ECS_CLUSTER=${aws_ecs_cluster.cluster.name} >> /etc/ecs/ecs.config",
    );
    const larger = daemon({ capacity: { instanceTypes: ["m7i.large"] } });
    expect(larger.resource("aws_launch_template")["instance_type"]).toBe("m7i.large");
  });

  test("[daemon-api 24] lets only the balancer reach the instances", () => {
    expect(rules(runtime, "ingress", nodesGroup(runtime))).toEqual([
      expect.objectContaining({
        referenced_security_group_id: balancerGroup(runtime),
        from_port: 32768,
        to_port: 60999,
        ip_protocol: "tcp",
      }),
    ]);
  });

  test("[daemon-api 25] names cluster, service, group and balancer after service and stage", () => {
    const [one, other] = [daemon({ stage: "blue" }), daemon({ stage: "green" })].map(names);
    expect(one).toEqual(expect.arrayContaining(["daemon-api-blue", "/ecs/daemon-api/blue"]));
    for (const type of ["aws_ecs_cluster", "aws_ecs_service", "aws_autoscaling_group", "aws_lb"]) {
      expect(runtime.resource(type)["name"]).toBe("daemon-api-dev");
    }
    expect(one!.filter((name) => other!.includes(name))).toEqual([]);
    expect(one!.length).toBeGreaterThan(10);
  });

  test("[daemon-api 26] changes nothing but the task definition with a new tag", () => {
    const tagged = (containerTag: string) =>
      daemon({ image: { kind: "registry", containerName: "acme/shop", containerTag } }).json;
    expect(Object.keys(differences(tagged("1.0.0"), tagged("1.0.1")))).toEqual([
      "resource.aws_ecs_task_definition.*.container_definitions",
    ]);
    const users = Object.entries(runtime.json["resource"] as Record<string, unknown>).filter(
      ([, resources]) => JSON.stringify(resources).includes("var.image_tag"),
    );
    expect(users.map(([type]) => type)).toEqual(["aws_ecs_task_definition"]);
  });

  test("[daemon-api 27] waits for the end of a roll-out, and has no circuit breaker", () => {
    const service = runtime.resource("aws_ecs_service");
    expect(service["wait_for_steady_state"]).toBe(true);
    expect(service["deployment_circuit_breaker"]).toBeUndefined();
  });

  test("[daemon-api 28] makes no VPC and no subnet", () => {
    expect(runtime.resources("aws_vpc")).toEqual([]);
    expect(runtime.resources("aws_subnet")).toEqual([]);
  });

  test("[daemon-api 30] tells the program its name, stage, port and the deployed tag, unless told otherwise", () => {
    const variables = (json: TerraformJson) =>
      Object.fromEntries(
        (container(json).environment as { name: string; value: string }[]).map(
          ({ name, value }) => [name, value],
        ),
      );
    expect(variables(runtime)).toEqual({
      SERVICE_NAME: "daemon-api",
      STAGE: "dev",
      VERSION: "${var.image_tag}",
      PORT: "8080",
    });
    const own = daemon({ container: { environment: { VERSION: "canary", LOG_LEVEL: "info" } } });
    expect(variables(own)).toMatchObject({ VERSION: "canary", LOG_LEVEL: "info", STAGE: "dev" });
  });

  test("[daemon-api 33] says no number of tasks anywhere, so that they follow the instances", () => {
    expect(runtime.text).not.toContain("desired_count");
    const larger = daemon({ capacity: { minInstances: 3 } });
    expect(Object.keys(differences(runtime.json, larger.json))).toEqual([
      "resource.aws_autoscaling_group.*.min_size",
    ]);
  });

  test("[daemon-api 34] keeps one of two tasks up in a deployment, by ECS's arithmetic", () => {
    const { deployment_minimum_healthy_percent: percent } = runtime.resource("aws_ecs_service");
    const { min_size: instances } = runtime.resource("aws_autoscaling_group");
    expect(Math.ceil(((instances as number) * (percent as number)) / 100)).toBe(1);
  });
});

describe("the network", () => {
  const network = (count: number) => ({
    network: {
      kind: "existing" as const,
      vpcId: "vpc-12345678",
      publicSubnetIds: ["subnet-11111111", "subnet-22222222", "subnet-33333333"].slice(0, count),
    },
  });

  test.each([2, 3])(
    "[daemon-api 8, 22, 23] stands in %i given subnets, and in no others",
    (count) => {
      const json = daemon({}, network(count));
      const subnets = network(count).network.publicSubnetIds;
      const group = json.resource("aws_autoscaling_group");
      expect(group["vpc_zone_identifier"]).toEqual(subnets);
      expect(group["availability_zones"]).toBeUndefined();
      expect(json.resource("aws_lb")).toMatchObject({
        load_balancer_type: "application",
        internal: false,
        subnets,
      });
      for (const type of ["aws_vpc", "aws_subnet"]) expect(json.resources(type)).toEqual([]);
    },
  );

  test("[daemon-api 23] refuses a single subnet", () => {
    expect(() => daemon({}, network(1))).toThrow(
      "dev.network.publicSubnetIds must be a list of 2 to 6 different subnets",
    );
  });
});

describe("options", () => {
  const ports = (json: TerraformJson) =>
    rules(json, "ingress", balancerGroup(json)).map((rule) => [
      (rule["cidr_ipv4"] ?? rule["cidr_ipv6"]) as string,
      rule["from_port"] as number,
    ]);
  const listeners = (json: TerraformJson) =>
    json
      .resources("aws_lb_listener")
      .map(({ port, protocol, default_action: [action] }) => [port, protocol, action.type]);

  test("[daemon-api 12] refuses a lower threshold that is not below the upper one", () => {
    const clusterScaling = {
      kind: "step",
      scaleOut: { thresholdPercent: 50 },
      scaleIn: { thresholdPercent: 50 },
    } as const;
    expect(() => daemon({ clusterScaling })).toThrow(
      "dev.systems.daemon-api.clusterScaling.scaleIn.thresholdPercent must be below scaleOut.thresholdPercent (50), got 50",
    );
  });

  test("target tracking takes the place of the alarms", () => {
    const json = daemon({ clusterScaling: { kind: "cpu-target" } });
    expect(json.resources("aws_cloudwatch_metric_alarm")).toEqual([]);
    expect(json.resource("aws_autoscaling_policy")["target_tracking_configuration"]).toMatchObject({
      target_value: 50,
    });
  });

  test("[daemon-api 15] names a key and opens port 22 only where SSH is asked for", () => {
    const open = daemon({ capacity: { ssh: { keyName: "operations", cidr: "203.0.113.7/32" } } });
    const ssh = (json: TerraformJson) =>
      rules(json, "ingress", nodesGroup(json)).filter((rule) => rule["from_port"] === 22);
    expect(open.resource("aws_launch_template")["key_name"]).toBe("operations");
    expect(ssh(open)).toEqual([expect.objectContaining({ cidr_ipv4: "203.0.113.7/32" })]);
    expect(runtime.resource("aws_launch_template")["key_name"]).toBeUndefined();
    expect(ssh(runtime)).toEqual([]);
  });

  test("[daemon-api 16] serves HTTP on port 80 without a certificate", () => {
    expect(listeners(runtime)).toEqual([[80, "HTTP", "forward"]]);
    expect(ports(runtime)).toEqual([["0.0.0.0/0", 80]]);
  });

  test("[daemon-api 17] serves HTTPS only with a certificate, and closes port 80", () => {
    const json = daemon({ loadBalancer: { certificate } });
    expect(listeners(json)).toEqual([[443, "HTTPS", "forward"]]);
    expect(json.resource("aws_lb_listener")["certificate_arn"]).toBe(certificate.arn);
    expect(ports(json)).toEqual([["0.0.0.0/0", 443]]);
  });

  test("redirects port 80 where that is asked for", () => {
    const json = daemon({
      loadBalancer: { certificate: { ...certificate, plainHttp: "redirect" } },
    });
    expect(listeners(json)).toEqual([
      [80, "HTTP", "redirect"],
      [443, "HTTPS", "forward"],
    ]);
  });

  test("[daemon-api 18] has addresses of IPv4, and of IPv6 where that is asked for", () => {
    expect(runtime.resource("aws_lb")["ip_address_type"]).toBe("ipv4");
    const both = daemon({ loadBalancer: { ipAddressType: "dualstack" } }, { network: withIpv6 });
    expect(both.resource("aws_lb")["ip_address_type"]).toBe("dualstack");
    expect(ports(both).sort()).toEqual([
      ["0.0.0.0/0", 80],
      ["::/0", 80],
    ]);
  });

  test("[daemon-api 19] has an A record with zone and name, and an AAAA record with IPv6, too", () => {
    const records = (json: TerraformJson) =>
      json.resources("aws_route53_record").map(({ type, name, zone_id: zone, alias }) => {
        expect(json.referenced(alias.name as string)).toBe(json.resource("aws_lb"));
        return [type, name, zone] as string[];
      });
    const own = { domainName: "api.other.org", hostedZoneId: "Z0123456789OTHER" };
    expect(records(runtime)).toEqual([]);
    expect(records(daemon({ loadBalancer: own }))).toEqual([
      ["A", "api.other.org", "Z0123456789OTHER"],
    ]);
    const both = { ...own, ipAddressType: "dualstack" as const };
    expect(records(daemon({ loadBalancer: both }, { network: withIpv6 }))).toEqual([
      ["A", "api.other.org", "Z0123456789OTHER"],
      ["AAAA", "api.other.org", "Z0123456789OTHER"],
    ]);
    expect(
      records(daemon({ loadBalancer: { domainName: "api.example.com" } }, { domain })),
    ).toEqual([["A", "api.example.com", "Z0123456789EXAMPLE"]]);
  });

  test.each([
    [
      "name without zone",
      { domainName: "api.example.com" },
      "domainName must not be set without hostedZoneId or the environment's domain",
    ],
    [
      "zone without name",
      { hostedZoneId: "Z0123456789OTHER" },
      "hostedZoneId must not be set without domainName",
    ],
  ])("[daemon-api 20] refuses a %s", (_, loadBalancer, message) => {
    expect(() => daemon({ loadBalancer })).toThrow(
      `dev.systems.daemon-api.loadBalancer.${message}`,
    );
  });

  test("[daemon-api 21] lets ECS pull from ECR only an image that is there", () => {
    const ecr = "111122223333.dkr.ecr.us-east-2.amazonaws.com";
    const image = (containerRegistry: string) =>
      daemon({ image: { kind: "registry", containerRegistry, containerName: "shop" } });
    expect(runtime.text).not.toMatch(/"ecr:/);
    expect(image("ghcr.io").text).not.toMatch(/"ecr:/);
    expect(image("public.ecr.aws").text).not.toMatch(/"ecr:/);
    expect(pulls(image(ecr))).toEqual([
      [["ecr:GetAuthorizationToken"], ["*"]],
      [
        ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        [expect.stringMatching(/:ecr:us-east-2:111122223333:repository\/shop$/)],
      ],
    ]);
    expect(pulls(stack("daemon-api-dev"))).toHaveLength(2);
  });
});

describe("the life of the stacks", () => {
  test("has an images stack only where the image is built for a repository of the project", () => {
    const built = synthEnvironments(devRunning("daemon-api", {})).stacks;
    expect(Object.keys(built)).toEqual(["state-dev", "daemon-api-dev", "daemon-api-images-dev"]);
    expect(built["daemon-api-images-dev"]!.resource("aws_ecr_repository")["name"]).toBe(
      "daemon-api",
    );
    expect(container(built["daemon-api-dev"]!).image).toMatch(
      /\.dkr\.ecr\.us-east-2\.\$\{data\.aws_partition\.[\w-]+\.dns_suffix\}\/daemon-api:\$\{var\.image_tag\}$/,
    );
    const given = synthEnvironments(devRunning("daemon-api", defaults)).stacks;
    expect(Object.keys(given)).toEqual(["state-dev", "daemon-api-dev"]);
  });

  test("is in every environment, in staging and prod by HTTPS", () => {
    for (const environment of ["dev", "staging", "prod"]) {
      expect(
        stack(`daemon-api-images-${environment}`).resources("aws_ecr_repository"),
      ).toHaveLength(1);
      expect(stack(`daemon-api-${environment}`).outputs["url"].value).toMatch(
        environment === "dev" ? /^http:/ : /^https:/,
      );
    }
  });

  test("destroys the service before its listener, its role's policy, and its cluster's capacity", () => {
    expect(dependencies(runtime, "aws_ecs_service")).toEqual([
      expect.stringMatching(/^aws_lb_listener\./),
      expect.stringMatching(/^aws_iam_role_policy\./),
      expect.stringMatching(/^aws_ecs_cluster_capacity_providers\./),
    ]);
  });

  test("drains instances before they go", () => {
    expect(
      runtime.resource("aws_ecs_capacity_provider")["auto_scaling_group_provider"],
    ).toMatchObject({ managed_draining: "ENABLED", managed_scaling: { status: "DISABLED" } });
  });

  test("puts out address, repository, cluster and service", () => {
    expect(Object.keys(runtime.outputs).sort()).toEqual([
      "cluster_name",
      "load_balancer_dns_name",
      "repository_url",
      "service_name",
      "url",
    ]);
    expect(runtime.outputs["repository_url"].value).toBe("docker.io/daemon-api");
  });
});

function adjustment(policy: Record<string, any>): number {
  return (policy["scaling_adjustment"] ??
    policy["step_adjustment"]?.[0].scaling_adjustment) as number;
}

/** Comparison, threshold, number of periods and the adjustment that follows, for each alarm. */
function thresholds(json: TerraformJson) {
  return json
    .resources("aws_cloudwatch_metric_alarm")
    .map((alarm) => {
      const [action, ...others] = alarm["alarm_actions"] as string[];
      expect(others).toEqual([]);
      return [
        alarm["comparison_operator"] as string,
        alarm["threshold"] as number,
        alarm["evaluation_periods"] as number,
        adjustment(json.referenced(action!)),
      ];
    })
    .sort();
}

/** Statements about ECR: their actions and resources. */
function pulls(json: TerraformJson): [string[], string[]][] {
  return json
    .dataSources("aws_iam_policy_document")
    .flatMap(({ statement }) => statement as { actions?: string[]; resources?: string[] }[])
    .filter(({ actions = [] }) => actions.some((action) => action.startsWith("ecr:")))
    .map(({ actions = [], resources = [] }) => [actions, resources]);
}

/** Physical names and their starts, those of other resources resolved. Policies are named within their group. */
function names(json: TerraformJson): string[] {
  const named = ["name", "name_prefix", "family", "alarm_name"];
  return Object.entries(json.json["resource"] as Record<string, Record<string, object>>)
    .filter(
      ([type]) =>
        !["aws_autoscaling_policy", "aws_iam_role_policy", "aws_lb_target_group"].includes(type),
    )
    .flatMap(([, resources]) => Object.values(resources))
    .flatMap((resource) => Object.entries(resource).filter(([key]) => named.includes(key)))
    .map(([, value]) => resolved(json, String(value)));
}

function resolved(json: TerraformJson, name: string): string {
  return name.replace(
    /\$\{\w+\.[\w-]+\.name\}/,
    (reference) => json.referenced(reference)["name"] as string,
  );
}
