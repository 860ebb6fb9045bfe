import { type Block, textOf } from "../synthesized/fields";
import type { StackJson } from "../synthesized/stack-json";
import { isOff } from "./look";

/** Whether a load balancer is an Application Load Balancer, Terraform's default. */
export function isApplication(balancer: Block): boolean {
  return textOf(balancer, "load_balancer_type", "application") === "application";
}

/** Whether a listener's load balancer has public addresses. A load balancer outside the stack may have some. */
export function isReachedFromTheInternet(listener: Block, stack: StackJson): boolean {
  return stack
    .referencesIn(listener.load_balancer_arn)
    .map((address) => stack.resource(address))
    .every((balancer) => balancer === undefined || isOff(balancer, "internal"));
}
