import type { RoutedRequest } from "../../../../tools/local/balancer/conditions";
import type { Action } from "../../../../tools/synthesized/system/listener-action";
import type {
  BalancerModel,
  ListenerModel,
} from "../../../../tools/synthesized/system/load-balancer";
import type {
  HealthCheckModel,
  TargetGroupModel,
} from "../../../../tools/synthesized/system/target-group";

export function aRequest(request: Partial<RoutedRequest>): RoutedRequest {
  return {
    method: "GET",
    path: "/",
    query: "",
    host: "localhost",
    headers: {},
    sourceAddress: "127.0.0.1",
    ...request,
  };
}

export const CHECK: HealthCheckModel = {
  path: "/health",
  intervalSeconds: 30,
  timeoutSeconds: 2,
  healthyThreshold: 3,
  unhealthyThreshold: 2,
  matcher: "200",
};

export function aTargetGroup(group: Partial<TargetGroupModel> = {}): TargetGroupModel {
  return {
    address: "aws_lb_target_group.group",
    deregistrationDelaySeconds: 60,
    slowStartSeconds: 0,
    protocolVersion: "HTTP1",
    algorithm: "round_robin",
    healthCheck: CHECK,
    ...group,
  };
}

/** An Application Load Balancer with one listener. */
export function anEntry(defaultAction: Action, rules: ListenerModel["rules"] = []): BalancerModel {
  return {
    address: "aws_lb.entry",
    name: "entry",
    kind: "application",
    isInternal: false,
    idleTimeoutSeconds: 60,
    dropsInvalidHeaderFields: true,
    listeners: [
      { address: "aws_lb_listener.http", port: 80, protocol: "HTTP", defaultAction, rules },
    ],
  };
}
