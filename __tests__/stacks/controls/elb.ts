import type { TerraformJson } from "../../support/synth";
import { type Controls, each, every } from "./control";

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html */
export const elb: Controls = {
  // Of balancers that the internet reaches: within a network nobody types a URL.
  "ELB.1": ({ runtime }) =>
    every(
      listeners(runtime).filter(
        (listener) =>
          listener["protocol"] === "HTTP" &&
          runtime.referenced(listener["load_balancer_arn"])["internal"] !== true,
      ),
      ({ default_action: [action] }) => action.redirect?.protocol === "HTTPS",
    ),
  "ELB.4": ({ runtime }) =>
    every(applications(runtime), (balancer) => balancer["drop_invalid_header_fields"] === true),
  "ELB.5": ({ runtime }) =>
    every(applications(runtime), (balancer) => balancer["access_logs"]?.enabled === true),
  "ELB.6": each("aws_lb", (balancer) => balancer["enable_deletion_protection"] === true),
  "ELB.12": ({ runtime }) =>
    every(applications(runtime), (balancer) =>
      ["defensive", "strictest"].includes(balancer["desync_mitigation_mode"]),
    ),
  "ELB.13": each("aws_lb", (balancer) => new Set(balancer["subnets"]).size >= 2),
  "ELB.16": ({ runtime }) =>
    every(
      applications(runtime).filter(({ internal }) => internal !== true),
      () => runtime.resources("aws_wafv2_web_acl_association").length > 0,
    ),
  "ELB.17": ({ runtime }) =>
    every(
      listeners(runtime).filter(({ protocol }) => protocol === "HTTPS"),
      ({ ssl_policy: policy }) => /^ELBSecurityPolicy-TLS13-1-[23]-/.test(policy),
    ),
  // What a Network Load Balancer passes on as it is, it can neither encrypt nor read.
  "ELB.18": ({ runtime }) =>
    every(
      listeners(runtime).filter(({ protocol }) => protocol !== "TCP"),
      ({ protocol, default_action: [{ type }] }) => protocol === "HTTPS" || type === "redirect",
    ),
};

function listeners(json: TerraformJson) {
  return json.resources("aws_lb_listener");
}

function applications(json: TerraformJson) {
  return json
    .resources("aws_lb")
    .filter((balancer) => balancer["load_balancer_type"] === "application");
}
