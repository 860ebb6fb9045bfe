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
