import { type Block, blockOf, isTrue, numberOf, textOf } from "../fields";
import { addressIn, belongingTo, type Resource, type Resources } from "../resources";
import { UserError } from "../../terminal/user-error";

const ALGORITHMS = ["round_robin", "least_outstanding_requests", "weighted_random"] as const;

export interface TargetGroupModel {
  readonly address: string;
  readonly deregistrationDelaySeconds: number;
  /** 0: off. */
  readonly slowStartSeconds: number;
  /** By which requests are sent: `HTTP1`, `HTTP2` or `GRPC`. */
  readonly protocolVersion: string;
  readonly algorithm: (typeof ALGORITHMS)[number];
  readonly healthCheck: HealthCheckModel;
  /** Whether a client keeps its target. @default it does not */
  readonly stickiness?: StickinessModel;
  /** Address of the application balancer behind a group of type `alb`. */
  readonly balancer?: string;
}

export interface StickinessModel {
  readonly durationSeconds: number;
  /** Cookie of the program with which a session starts. @default it starts with any response */
  readonly cookieName?: string;
}

export interface HealthCheckModel {
  readonly path: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** Status codes of a healthy target: `200`, `200,204` or `200-299`. */
  readonly matcher: string;
}

export function readTargetGroups(stack: Resources): readonly TargetGroupModel[] {
  return stack.resources("aws_lb_target_group").map((group) => {
    const [attachment] = belongingTo(
      stack,
      "aws_lb_target_group_attachment",
      "target_group_arn",
      group.address,
    );
    return readTargetGroup(group, addressIn(attachment?.block.target_id));
  });
}

function readTargetGroup(
  { address, block }: Resource,
  balancer: string | undefined,
): TargetGroupModel {
  const check = blockOf(block, "health_check");
  const algorithmName = textOf(block, "load_balancing_algorithm_type", "round_robin");
  const algorithm = ALGORITHMS.find((each) => each === algorithmName);
  if (algorithm === undefined) {
    throw new UserError(`${address}: this tool does not support the algorithm ${algorithmName}.`);
  }
  return {
    address,
    deregistrationDelaySeconds: numberOf(block, "deregistration_delay", 300),
    slowStartSeconds: numberOf(block, "slow_start", 0),
    protocolVersion: textOf(block, "protocol_version", "HTTP1"),
    algorithm,
    ...readStickiness(block),
    ...(balancer === undefined ? {} : { balancer }),
    healthCheck: {
      path: textOf(check, "path", "/"),
      intervalSeconds: numberOf(check, "interval", 30),
      timeoutSeconds: numberOf(check, "timeout", 5),
      healthyThreshold: numberOf(check, "healthy_threshold", 5),
      unhealthyThreshold: numberOf(check, "unhealthy_threshold", 2),
      matcher: textOf(check, "matcher", "200"),
    },
  };
}

function readStickiness(block: Block): Pick<TargetGroupModel, "stickiness"> {
  const stickiness = blockOf(block, "stickiness");
  if (!isTrue(stickiness, "enabled")) return {};
  const cookieName = textOf(stickiness, "cookie_name", "");
  return {
    stickiness: {
      durationSeconds: numberOf(stickiness, "cookie_duration", 86_400),
      ...(stickiness.type === "app_cookie" ? { cookieName } : {}),
    },
  };
}
