import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import { targetGroupDefaults } from "../../aws/defaults";
import { validate } from "../validation";
import { targetGroupChecks } from "./target-group-checks";

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
export interface HealthCheck {
  /** @default "/" */
  readonly path?: string;
  /** Healthy status codes: `200`, `200,204` or `200-299`. @default "200" */
  readonly matcher?: string;
  /** Healthy gRPC codes: `12`, `0,12` or `0-99`. Only with `GRPC`. @default "12" */
  readonly grpcCodes?: string;
  /** Seconds between checks, 5 to 300. @default 30 */
  readonly intervalSeconds?: number;
  /** Seconds to wait for a response, 2 to 120, less than the interval. @default 5 */
  readonly timeoutSeconds?: number;
  /** Consecutive successful checks until a target is healthy, 2 to 10. @default 3 */
  readonly healthyThreshold?: number;
  /** Consecutive failed checks until a target is unhealthy, 2 to 10. @default 3 */
  readonly unhealthyThreshold?: number;
}

/**
 * Sends a client's requests to the same target, based on a cookie of the load balancer, or on a cookie of the program
 * while it is valid.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#sticky-sessions
 */
export type Stickiness =
  | {
      readonly kind: "lb-cookie";
      /** Seconds from the last request, 1 to 604800. @default 86400 */
      readonly durationSeconds?: number;
    }
  | {
      readonly kind: "app-cookie";
      readonly cookieName: string;
      /** Seconds from the last request, 1 to 604800, unless the program's cookie expires earlier. @default 86400 */
      readonly durationSeconds?: number;
    };

export interface TargetGroupProps {
  readonly vpcId: string;
  /** Prefix of the name, at most 6 letters, digits and hyphens. Terraform adds a unique suffix. */
  readonly namePrefix: string;
  /** `instance` for tasks in bridge mode, each on its own port. `ip` for tasks with their own address. */
  readonly targetType: "instance" | "ip";
  /** Port of targets that are registered without one. ECS registers each task with its own port. @default 80 */
  readonly port?: number;
  readonly healthCheck?: HealthCheck;
  /** HTTP2 and GRPC require a listener with TLS. @default "HTTP1" */
  readonly protocolVersion?: "HTTP1" | "HTTP2" | "GRPC";
  /**
   * Seconds that a deregistering target may take to finish its requests, 0 to 3600. AWS's default of 300 delays each
   * deployment and scale-in by five minutes. AWS recommends the length of the longest request, which is the load
   * balancer's idle timeout, unless a response sends data continuously.
   * @default 60
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html
   */
  readonly deregistrationDelaySeconds?: number;
  /** Not for a group that shares a rule's requests with another one. @default - each request may go to any target */
  readonly stickiness?: Stickiness;
  /** Seconds over which a new target's share of requests grows, 30 to 900. 0 means immediately. @default 0 */
  readonly slowStartSeconds?: number;
}

/** HTTP targets of a load balancer, registered by ECS. */
export class TargetGroup extends Construct {
  readonly resource: LbTargetGroup;
  readonly arn: string;
  /** `targetgroup/name/id`, as in metric dimensions and in the label of request-count scaling. */
  readonly arnSuffix: string;
  readonly isSticky: boolean;

  constructor(scope: Construct, id: string, props: TargetGroupProps) {
    super(scope, id);
    this.isSticky = props.stickiness !== undefined;
    const isGrpc = props.protocolVersion === "GRPC";
    const check: Required<HealthCheck> = {
      grpcCodes: props.healthCheck?.grpcCodes ?? targetGroupDefaults.healthCheck.grpcCodes,
      path: props.healthCheck?.path ?? "/",
      matcher: props.healthCheck?.matcher ?? targetGroupDefaults.healthCheck.matcher,
      intervalSeconds:
        props.healthCheck?.intervalSeconds ?? targetGroupDefaults.healthCheck.intervalSeconds,
      timeoutSeconds:
        props.healthCheck?.timeoutSeconds ?? targetGroupDefaults.healthCheck.timeoutSeconds,
      healthyThreshold:
        props.healthCheck?.healthyThreshold ?? targetGroupDefaults.healthCheck.healthyThreshold,
      unhealthyThreshold:
        props.healthCheck?.unhealthyThreshold ?? targetGroupDefaults.healthCheck.unhealthyThreshold,
    };
    validate(this, ...targetGroupChecks(props, check));
    this.resource = new LbTargetGroup(this, "Default", {
      vpcId: props.vpcId,
      namePrefix: props.namePrefix,
      targetType: props.targetType,
      protocol: "HTTP",
      // Omitted if it is the default, because Terraform would replace an existing target group.
      protocolVersion: props.protocolVersion === "HTTP1" ? undefined : props.protocolVersion,
      port: props.port ?? 80,
      deregistrationDelay: String(
        props.deregistrationDelaySeconds ?? targetGroupDefaults.deregistrationDelaySeconds,
      ),
      slowStart: props.slowStartSeconds ?? 0,
      stickiness: stickinessArguments(props.stickiness),
      healthCheck: {
        enabled: true,
        protocol: "HTTP",
        port: "traffic-port",
        path: check.path,
        matcher: isGrpc ? check.grpcCodes : check.matcher,
        interval: check.intervalSeconds,
        timeout: check.timeoutSeconds,
        healthyThreshold: check.healthyThreshold,
        unhealthyThreshold: check.unhealthyThreshold,
      },
      // A group that a listener uses cannot be deleted. A replacement is created first, with a different name.
      lifecycle: { createBeforeDestroy: true },
    });
    this.arn = this.resource.arn;
    this.arnSuffix = this.resource.arnSuffix;
  }
}

function stickinessArguments(stickiness: Stickiness | undefined) {
  if (stickiness === undefined) return undefined;
  return {
    enabled: true,
    type: stickiness.kind === "lb-cookie" ? "lb_cookie" : "app_cookie",
    cookieName: stickiness.kind === "app-cookie" ? stickiness.cookieName : undefined,
    cookieDuration: stickiness.durationSeconds ?? targetGroupDefaults.stickinessSeconds,
  };
}
