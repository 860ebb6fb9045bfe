import type { Block } from "../../synthesized/stack-json";
import { UserError } from "../../terminal/user-error";
import { numberOf, oneBlockOf, textOf } from "./fields";
import type { TargetGroupModel } from "./model";

const ALGORITHMS = ["round_robin", "least_outstanding_requests", "weighted_random"] as const;

/** @param balancer address of the balancer behind it, of a group of type `alb` */
export function readTargetGroup(
  address: string,
  block: Block,
  balancer: string | undefined,
): TargetGroupModel {
  const check = oneBlockOf(block, "health_check");
  const algorithmName = textOf(block, "load_balancing_algorithm_type", "round_robin");
  const algorithm = ALGORITHMS.find((each) => each === algorithmName);
  if (algorithm === undefined) {
    throw new UserError(`${address}: the algorithm ${algorithmName} is not known to this tool.`);
  }
  if (oneBlockOf(block, "stickiness").enabled === true) {
    throw new UserError(`${address}: stickiness is not known to this tool; switch it off.`);
  }
  return {
    address,
    deregistrationDelaySeconds: numberOf(block, "deregistration_delay", 300),
    slowStartSeconds: numberOf(block, "slow_start", 0),
    algorithm,
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
