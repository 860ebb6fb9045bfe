import { TargetGroup, type TargetGroupProps } from "../../../modules/load-balancing/target-group";
import { synth } from "../../support/synth";

function targetGroup(props: Partial<TargetGroupProps> = {}) {
  const given = { vpcId: "vpc-00000001", namePrefix: "api-", targetType: "instance", ...props };
  return synth((stack) => {
    new TargetGroup(stack, "api", given as TargetGroupProps);
  }).resource("aws_lb_target_group");
}

describe("target group", () => {
  it("[http-scale-out 17] takes instances by HTTP and checks / for a 200", () => {
    expect(targetGroup()).toMatchObject({
      protocol: "HTTP",
      target_type: "instance",
      vpc_id: "vpc-00000001",
      health_check: {
        enabled: true,
        protocol: "HTTP",
        port: "traffic-port",
        path: "/",
        matcher: "200",
        interval: 30,
        timeout: 5,
        healthy_threshold: 3,
        unhealthy_threshold: 3,
      },
    });
  });

  it("lets clients keep their target by a cookie when asked to", () => {
    expect(targetGroup()).not.toHaveProperty("stickiness");
    expect(targetGroup({ stickiness: { kind: "lb-cookie" } }).stickiness).toEqual({
      enabled: true,
      type: "lb_cookie",
      cookie_duration: 86_400,
    });
    expect(
      targetGroup({
        stickiness: { kind: "app-cookie", cookieName: "session", durationSeconds: 60 },
      }).stickiness,
    ).toEqual({
      enabled: true,
      type: "app_cookie",
      cookie_name: "session",
      cookie_duration: 60,
    });
    expect(() =>
      targetGroup({ stickiness: { kind: "app-cookie", cookieName: "AWSALBTG" } }),
    ).toThrow("`stickiness.cookieName` must be 1 to 256 letters");
  });

  it("sends requests by gRPC or HTTP/2 when asked to, and checks gRPC by its codes", () => {
    expect(targetGroup()).not.toHaveProperty("protocol_version");
    expect(targetGroup({ protocolVersion: "HTTP1" })).not.toHaveProperty("protocol_version");
    expect(targetGroup({ protocolVersion: "HTTP2" })).toMatchObject({
      protocol: "HTTP",
      protocol_version: "HTTP2",
      health_check: { matcher: "200" },
    });
    expect(targetGroup({ protocolVersion: "GRPC" })).toMatchObject({
      protocol_version: "GRPC",
      health_check: { matcher: "12" },
    });
    expect(
      targetGroup({ protocolVersion: "GRPC", healthCheck: { grpcCodes: "0-99" } }).health_check
        .matcher,
    ).toBe("0-99");
    expect(() => targetGroup({ healthCheck: { grpcCodes: "0" } })).toThrow(
      'must be left out unless protocolVersion is "GRPC"',
    );
    expect(() =>
      targetGroup({ protocolVersion: "GRPC", healthCheck: { grpcCodes: "9-1" } }),
    ).toThrow("must be gRPC codes from 0 to 99");
  });

  it("can be replaced while a listener uses it: a new name, and the new one first", () => {
    const group = targetGroup();
    expect(group).toMatchObject({
      name_prefix: "api-",
      lifecycle: { create_before_destroy: true },
    });
    expect(group.name).toBeUndefined();
  });

  it("lets a leaving target finish for as long as the balancer may wait for it", () => {
    expect(targetGroup().deregistration_delay).toBe("60");
    expect(targetGroup({ deregistrationDelaySeconds: 0 }).deregistration_delay).toBe("0");
  });

  it("starts new targets at once unless told otherwise", () => {
    expect(targetGroup().slow_start).toBe(0);
    expect(targetGroup({ slowStartSeconds: 30 }).slow_start).toBe(30);
  });

  it("passes a health check on", () => {
    const healthCheck = {
      path: "/health",
      matcher: "200-299",
      intervalSeconds: 5,
      timeoutSeconds: 2,
      healthyThreshold: 2,
      unhealthyThreshold: 4,
    };
    expect(targetGroup({ targetType: "ip", port: 8080, healthCheck })).toMatchObject({
      target_type: "ip",
      port: 8080,
      health_check: {
        path: "/health",
        matcher: "200-299",
        interval: 5,
        timeout: 2,
        healthy_threshold: 2,
        unhealthy_threshold: 4,
      },
    });
  });

  it.each<[Partial<TargetGroupProps>, RegExp]>([
    [{ namePrefix: "too-long" }, /`namePrefix` must be 1 to 6 letters.*got too-long/],
    [{ namePrefix: "-api" }, /`namePrefix`/],
    [{ port: 0 }, /`port` must be from 1 to 65535, got 0/],
    [{ deregistrationDelaySeconds: 3601 }, /`deregistrationDelaySeconds` must be from 0 to 3600/],
    [{ slowStartSeconds: 10 }, /`slowStartSeconds` must be from 30 to 900, got 10/],
    [{ healthCheck: { path: "health" } }, /`healthCheck.path` must be a path.*got health/],
    [{ healthCheck: { path: "/a b" } }, /`healthCheck.path`/],
    [{ healthCheck: { matcher: "OK" } }, /`healthCheck.matcher` must be status codes.*got OK/],
    [{ healthCheck: { matcher: "500" } }, /`healthCheck.matcher`/],
    [
      { healthCheck: { intervalSeconds: 4 } },
      /`healthCheck.intervalSeconds` must be from 5 to 300/,
    ],
    [
      { healthCheck: { timeoutSeconds: 121 } },
      /`healthCheck.timeoutSeconds` must be from 2 to 120/,
    ],
    [
      { healthCheck: { intervalSeconds: 5 } },
      /`healthCheck.timeoutSeconds` must be below intervalSeconds \(5\), got 5/,
    ],
    [{ healthCheck: { healthyThreshold: 1 } }, /`healthCheck.healthyThreshold` must be from 2/],
    [
      { healthCheck: { unhealthyThreshold: 11 } },
      /`healthCheck.unhealthyThreshold` must be from 2/,
    ],
  ])("refuses %j", (props, message) => {
    expect(() => targetGroup(props)).toThrow(message);
  });
});
