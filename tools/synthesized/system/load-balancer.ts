import { blocksOf, isTrue, numberOf, textOf } from "../fields";
import { belongingTo, type Resource, type Resources } from "../resources";
import { type Action, readAction } from "./listener-action";
import { type Condition, readCondition } from "./listener-condition";

/** A load balancer with its listeners and their rules. */
export interface BalancerModel {
  readonly address: string;
  readonly name: string;
  readonly kind: "application" | "network";
  readonly isInternal: boolean;
  readonly idleTimeoutSeconds: number;
  readonly dropsInvalidHeaderFields: boolean;
  /** By port. */
  readonly listeners: readonly ListenerModel[];
}

export interface ListenerModel {
  readonly address: string;
  readonly port: number;
  readonly protocol: string;
  readonly defaultAction: Action;
  /** In the order in which they are tried. */
  readonly rules: readonly RuleModel[];
}

export interface RuleModel {
  readonly address: string;
  readonly priority: number;
  /** All of them must hold. */
  readonly conditions: readonly Condition[];
  readonly action: Action;
}

export function readBalancers(stack: Resources): readonly BalancerModel[] {
  return stack.resources("aws_lb").map(({ address, block }) => ({
    address,
    name: textOf(block, "name") ?? textOf(block, "name_prefix", address),
    kind: block.load_balancer_type === "network" ? "network" : "application",
    isInternal: isTrue(block, "internal"),
    idleTimeoutSeconds: numberOf(block, "idle_timeout", 60),
    dropsInvalidHeaderFields: isTrue(block, "drop_invalid_header_fields"),
    listeners: belongingTo(stack, "aws_lb_listener", "load_balancer_arn", address)
      .map((listener) => readListener(stack, listener))
      .sort((one, other) => one.port - other.port),
  }));
}

function readListener(stack: Resources, { address, block }: Resource): ListenerModel {
  return {
    address,
    port: numberOf(block, "port", 80),
    protocol: textOf(block, "protocol", "HTTP"),
    defaultAction: readAction(address, blocksOf(block, "default_action")),
    rules: belongingTo(stack, "aws_lb_listener_rule", "listener_arn", address)
      .map(readRule)
      .sort((one, other) => one.priority - other.priority),
  };
}

function readRule({ address, block }: Resource): RuleModel {
  return {
    address,
    priority: numberOf(block, "priority", 0),
    conditions: blocksOf(block, "condition").flatMap((each) => readCondition(address, each)),
    action: readAction(address, blocksOf(block, "action")),
  };
}
