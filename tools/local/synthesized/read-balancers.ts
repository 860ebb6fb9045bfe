import type { Block } from "../../synthesized/stack-json";
import { readAction } from "./read-action";
import { addressIn, type Configuration } from "./configuration";
import { readCondition } from "./read-condition";
import { numberOf, blocksOf, textOf } from "./fields";
import type { BalancerModel, ListenerModel, RuleModel } from "./model";

export function readBalancers(configuration: Configuration): readonly BalancerModel[] {
  const rules = [...configuration.resources("aws_lb_listener_rule")];
  const listeners = [...configuration.resources("aws_lb_listener")].map(([address, block]) => ({
    balancer: addressIn(block.load_balancer_arn),
    listener: readListener(address, block, rules),
  }));
  return [...configuration.resources("aws_lb")].map(([address, block]) => ({
    address,
    name: textOf(block, "name", textOf(block, "name_prefix", address)),
    kind: block.load_balancer_type === "network" ? "network" : "application",
    isInternal: block.internal === true,
    idleTimeoutSeconds: numberOf(block, "idle_timeout", 60),
    dropsInvalidHeaderFields: block.drop_invalid_header_fields === true,
    listeners: listeners
      .filter(({ balancer }) => balancer === address)
      .map(({ listener }) => listener)
      .sort((one, other) => one.port - other.port),
  }));
}

function readListener(
  address: string,
  block: Block,
  rules: readonly (readonly [string, Block])[],
): ListenerModel {
  return {
    address,
    port: numberOf(block, "port", 80),
    protocol: textOf(block, "protocol", "HTTP"),
    defaultAction: readAction(address, blocksOf(block, "default_action")),
    rules: rules
      .filter(([, rule]) => addressIn(rule.listener_arn) === address)
      .map(([ruleAddress, rule]) => readRule(ruleAddress, rule))
      .sort((one, other) => one.priority - other.priority),
  };
}

function readRule(address: string, block: Block): RuleModel {
  return {
    address,
    priority: numberOf(block, "priority", 0),
    conditions: blocksOf(block, "condition").flatMap((each) => readCondition(address, each)),
    action: readAction(address, blocksOf(block, "action")),
  };
}
