import { runtimeOf } from "../support/environments";
import type { TerraformJson } from "../support/synth";

const admin = {
  port: 9090,
  paths: ["/admin/*"],
  priority: 2,
  healthCheck: { path: "/ready", intervalSeconds: 10 },
};

const groupOf = (json: TerraformJson, arn: unknown) => json.referenced(String(arn));

describe("a second target group of a service", () => {
  const json = runtimeOf("http-scale-out", {
    container: { morePorts: [9090] },
    sidecars: {
      proxy: {
        image: { kind: "reference", reference: "acme/proxy:1" },
        ports: [8443],
        cpu: 32,
        memoryLimitMiB: 64,
      },
    },
    moreTargets: { admin, proxied: { port: 8443, paths: ["/proxied"], priority: 1 } },
    loadBalancer: { deregistrationDelaySeconds: 20 },
  });
  const service = json.resource("aws_ecs_service");
  const [web, other, proxied] = service.load_balancer;

  test("takes another port of the service's own container, or of a sidecar", () => {
    expect(service.load_balancer).toHaveLength(3);
    expect(web).toMatchObject({ container_name: "http-api", container_port: 80 });
    expect(other).toMatchObject({ container_name: "http-api", container_port: 9090 });
    expect(proxied).toMatchObject({ container_name: "proxy", container_port: 8443 });
  });

  test("has a health check of its own, and drains as the first one does", () => {
    expect(groupOf(json, other.target_group_arn)).toMatchObject({
      deregistration_delay: "20",
      health_check: { path: "/ready", interval: 10 },
    });
    expect(groupOf(json, web.target_group_arn).health_check).toMatchObject({
      path: "/",
      interval: 30,
    });
  });

  test("gets the requests of its paths by a rule, which the service waits for", () => {
    const rules = json.addressed("aws_lb_listener_rule");
    const [address, rule] = rules.find(([, each]) => each.priority === 2)!;
    expect(rule).toMatchObject({
      condition: [{ path_pattern: { values: ["/admin/*"] } }],
      action: [{ type: "forward", target_group_arn: other.target_group_arn }],
    });
    expect(rules).toHaveLength(2);
    expect(service.depends_on).toContain(address);
  });
});

test("priorities of targets count among those of the services", () => {
  const json = runtimeOf("talk-service", {
    services: {
      talk: {
        priority: 2,
        container: { morePorts: [9090] },
        moreTargets: { admin: { ...admin, priority: 1 } },
      },
    },
  });
  const priorities = json
    .resources("aws_lb_listener_rule")
    .map(({ priority, condition: [{ path_pattern: pattern }] }) => [priority, pattern.values[0]]);
  expect(priorities.sort()).toEqual([
    [3, "/admin/*"],
    [6, "/talk"],
  ]);
});

test("on managed instances, the load balancer reaches the port itself", () => {
  const json = runtimeOf(
    "http-scale-out",
    {
      container: { morePorts: [9090] },
      moreTargets: { admin },
      capacity: { kind: "managed-instances" },
    },
    { network: { kind: "own", zoneCount: 2, nat: "single" } },
  );
  const ports = json
    .resources("aws_vpc_security_group_ingress_rule")
    .map(({ from_port: port }) => port as number);
  expect(ports).toEqual(expect.arrayContaining([80, 9090]));
});

describe("of daemon-api", () => {
  const json = runtimeOf("daemon-api", {
    image: { kind: "repository", build: {} },
    container: { morePorts: [9090] },
    moreTargets: { admin },
  });

  test("some of the requests go to another port of each task", () => {
    const { load_balancer: targets } = json.resource("aws_ecs_service");
    expect(targets).toHaveLength(2);
    expect(targets[1]).toMatchObject({ container_name: "daemon-api", container_port: 9090 });
    expect(json.resource("aws_lb_listener_rule")).toMatchObject({
      priority: 2,
      condition: [{ path_pattern: { values: ["/admin/*"] } }],
      action: [{ target_group_arn: targets[1].target_group_arn }],
    });
  });
});

const restApi = (entry: "nlb" | "direct") =>
  runtimeOf(
    "rest-api",
    {
      services: {
        student: { priority: 3, container: { morePorts: [9090] }, moreTargets: { admin } },
      },
      api: { entry, stageName: "live" },
    },
    { network: { kind: "own", zoneCount: 2, nat: "single" } },
  );

describe("of rest-api", () => {
  test("some of the requests go to another port of a service's tasks", () => {
    const json = restApi("nlb");
    const { load_balancer: targets } = json.resource("aws_ecs_service");
    expect(targets[1]).toMatchObject({ container_port: 9090 });
    const rules = json.resources("aws_lb_listener_rule");
    expect(rules.map(({ priority }) => priority).sort()).toEqual([2, 3]);
    expect(groupOf(json, targets[1].target_group_arn)).toMatchObject({
      target_type: "ip",
      health_check: { path: "/ready" },
    });
  });

  test("with a direct entry, the same requests come with the stage, too", () => {
    const json = restApi("direct");
    const { load_balancer: targets } = json.resource("aws_ecs_service");
    const staged = json
      .resources("aws_lb_listener_rule")
      .find(({ priority }) => priority === 1002)!;
    expect(staged).toMatchObject({
      condition: [{ path_pattern: { values: ["/live/admin/*"] } }],
      action: [{ target_group_arn: targets[1].target_group_arn }],
    });
  });
});

describe.each([
  ["http-scale-out", { container: { morePorts: [9090] }, moreTargets: { admin } }],
  [
    "daemon-api",
    {
      image: { kind: "repository", build: {} },
      container: { morePorts: [9090] },
      moreTargets: { admin },
    },
  ],
  [
    "talk-service",
    {
      services: {
        talk: { priority: 3, container: { morePorts: [9090] }, moreTargets: { admin } },
      },
    },
  ],
  [
    "rest-api",
    {
      services: {
        student: { priority: 3, container: { morePorts: [9090] }, moreTargets: { admin } },
      },
    },
  ],
] as const)("each further target group of %s", (system, settings) => {
  const json = runtimeOf(system, settings as never, {
    network: { kind: "own", zoneCount: 2, nat: "single" },
    notificationEmail: "operations@example.com",
    dashboards: true,
  });
  const groups = json.resource("aws_ecs_service").load_balancer as { target_group_arn: string }[];
  const suffixes = groups.map(({ target_group_arn: arn }) => arn.replace(".arn}", ".arn_suffix}"));

  test("has an alarm on its unhealthy targets that notifies", () => {
    expect(suffixes).toHaveLength(2);
    for (const suffix of suffixes) {
      const alarms = json
        .resources("aws_cloudwatch_metric_alarm")
        .filter(
          ({ metric_name: metric, dimensions, alarm_actions: actions }) =>
            metric === "UnHealthyHostCount" &&
            dimensions.TargetGroup === suffix &&
            actions !== undefined,
        );
      expect(alarms).toHaveLength(1);
      expect(alarms[0]).toMatchObject({
        alarm_description: expect.stringContaining("runbook.md#"),
      });
    }
  });

  test("is on the dashboard with its healthy and unhealthy targets", () => {
    const { dashboard_body: body } = json.resource("aws_cloudwatch_dashboard");
    const { widgets } = JSON.parse(body as string) as {
      widgets: { properties: { metrics?: readonly unknown[][] } }[];
    };
    const shown = widgets.flatMap(({ properties: { metrics = [] } }) =>
      metrics.map(([, name, ...dimensions]) => `${String(name)} ${JSON.stringify(dimensions)}`),
    );
    for (const suffix of suffixes) {
      for (const [metric, stat] of [
        ["HealthyHostCount", "Minimum"],
        ["UnHealthyHostCount", "Maximum"],
      ]) {
        expect(
          shown.filter(
            (each) =>
              each.startsWith(`${metric} `) &&
              each.includes(suffix) &&
              each.includes(`"stat":"${stat}"`),
          ),
        ).toHaveLength(1);
      }
    }
  });
});
