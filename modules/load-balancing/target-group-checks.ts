import { port, timeoutBelowInterval } from "../../aws/containers/ecs";
import {
  codesOfGrpc,
  deregistrationDelaySeconds,
  grpcCodes,
  healthCheck,
  healthCheckMatcher,
  healthCheckPath,
  slowStartSeconds,
  stickinessSeconds,
  stickyCookie,
  targetGroupNamePrefix,
} from "../../aws/networking/load-balancing";
import { type Check, fits, matches, obeys, within } from "../validation";

/** Properties of a target group with limits. */
export interface TargetGroupLimits {
  readonly namePrefix: string;
  readonly port?: number;
  readonly deregistrationDelaySeconds?: number;
  readonly slowStartSeconds?: number;
  readonly protocolVersion?: "HTTP1" | "HTTP2" | "GRPC";
  readonly healthCheck?: { readonly grpcCodes?: string };
  readonly stickiness?: { readonly durationSeconds?: number; readonly cookieName?: string };
}

/** Properties of its health check with limits. */
export interface HealthCheckLimits {
  readonly path: string;
  readonly matcher: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

/** Limits of target groups and their health checks. */
export function targetGroupChecks(
  group: TargetGroupLimits,
  check: HealthCheckLimits,
): readonly Check[] {
  const { slowStartSeconds: slowStart } = group;
  return [
    matches("namePrefix", group.namePrefix, targetGroupNamePrefix),
    within("port", group.port, ...port),
    within(
      "deregistrationDelaySeconds",
      group.deregistrationDelaySeconds,
      ...deregistrationDelaySeconds,
    ),
    // 0 means immediately.
    within("slowStartSeconds", slowStart === 0 ? undefined : slowStart, ...slowStartSeconds),
    within("stickiness.durationSeconds", group.stickiness?.durationSeconds, ...stickinessSeconds),
    matches("stickiness.cookieName", group.stickiness?.cookieName, stickyCookie),
    matches("healthCheck.path", check.path, healthCheckPath),
    fits("healthCheck.matcher", check.matcher, healthCheckMatcher),
    fits("healthCheck.grpcCodes", group.healthCheck?.grpcCodes, grpcCodes),
    obeys(codesOfGrpc, { ...group, healthCheck: group.healthCheck ?? {} }),
    within("healthCheck.intervalSeconds", check.intervalSeconds, ...healthCheck.intervalSeconds),
    within("healthCheck.timeoutSeconds", check.timeoutSeconds, ...healthCheck.timeoutSeconds),
    obeys(timeoutBelowInterval, check, "healthCheck."),
    within("healthCheck.healthyThreshold", check.healthyThreshold, ...healthCheck.healthyThreshold),
    within(
      "healthCheck.unhealthyThreshold",
      check.unhealthyThreshold,
      ...healthCheck.unhealthyThreshold,
    ),
  ];
}
