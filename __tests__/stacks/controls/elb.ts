import { type Controls, each, type Resource } from "./control";

const balancer = "aws_lb";
const listener = "aws_lb_listener";
const targetGroup = "aws_lb_target_group";

const isApplication = ({ load_balancer_type: type }: Resource) => type === "application";

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html */
export const elb: Controls = {
  // Only load balancers that the internet reaches: inside a network nobody types a URL.
  "ELB.1": each(
    listener,
    ({ default_action: [action] }) => action.redirect?.protocol === "HTTPS",
    ({ protocol, load_balancer_arn: arn }, json) =>
      protocol === "HTTP" && json.referenced(arn as string)["internal"] !== true,
  ),
  "ELB.4": each(balancer, ({ drop_invalid_header_fields: drops }) => drops === true, isApplication),
  "ELB.5": each(balancer, ({ access_logs: logs }) => logs?.enabled === true, isApplication),
  "ELB.6": each(balancer, ({ enable_deletion_protection: on }) => on === true),
  "ELB.12": each(
    balancer,
    ({ desync_mitigation_mode: mode }) => ["defensive", "strictest"].includes(mode),
    isApplication,
  ),
  "ELB.13": each(balancer, ({ subnets }) => new Set(subnets).size >= 2),
  "ELB.16": each(
    balancer,
    (_, json) => json.resources("aws_wafv2_web_acl_association").length > 0,
    (resource) => isApplication(resource) && resource["internal"] !== true,
  ),
  "ELB.17": each(
    listener,
    ({ ssl_policy: policy }) => /^ELBSecurityPolicy-TLS13-1-[23]-/.test(policy),
    ({ protocol }) => protocol === "HTTPS",
  ),
  // A Network Load Balancer passes TCP on as it is: it can neither encrypt nor read it.
  "ELB.18": each(
    listener,
    ({ protocol, default_action: [{ type }] }) => protocol === "HTTPS" || type === "redirect",
    ({ protocol }) => protocol !== "TCP",
  ),
  "ELB.21": each(targetGroup, ({ health_check: check }) =>
    ["HTTPS", "TLS"].includes(check.protocol),
  ),
  "ELB.22": each(targetGroup, ({ protocol }) => ["HTTPS", "TLS"].includes(protocol)),
};
