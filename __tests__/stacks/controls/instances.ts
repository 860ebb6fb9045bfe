import { type Controls, each, every } from "./control";

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/autoscaling-controls.html */
export const instances: Controls = {
  "AutoScaling.1": each("aws_autoscaling_group", (group) => group["health_check_type"] === "ELB"),
  "AutoScaling.2": each(
    "aws_autoscaling_group",
    (group) => new Set(group["vpc_zone_identifier"]).size >= 2,
  ),
  "AutoScaling.3": each(
    "aws_launch_template",
    (template) => template["metadata_options"].http_tokens === "required",
  ),
  "AutoScaling.5": each(
    "aws_launch_template",
    (template) =>
      template["network_interfaces"]?.every(
        (card: Record<string, unknown>) => card["associate_public_ip_address"] === "false",
      ) ?? false,
  ),
  "AutoScaling.6": each(
    "aws_autoscaling_group",
    (group) => (group["mixed_instances_policy"]?.launch_template.override ?? []).length >= 2,
  ),
  "AutoScaling.9": ({ runtime }) => runtime.resources("aws_launch_configuration").length === 0,

  "EC2.2": ({ runtime }) =>
    runtime
      .resources("aws_default_security_group")
      .every(({ ingress, egress }) => [...(ingress ?? []), ...(egress ?? [])].length === 0) &&
    runtime.resources("aws_default_security_group").length === runtime.resources("aws_vpc").length,
  "EC2.6": ({ runtime }) => runtime.resources("aws_flow_log").length > 0,
  "EC2.7": ({ runtime }) =>
    every(
      [
        ...runtime
          .resources("aws_launch_template")
          .flatMap((template) => template["block_device_mappings"])
          .map(({ ebs }) => ebs),
        ...runtime.resources("aws_instance").map((instance) => instance["root_block_device"]),
      ],
      (volume) => `${volume["encrypted"]}` === "true",
    ),
  "EC2.8": ({ runtime }) =>
    every(
      [...runtime.resources("aws_launch_template"), ...runtime.resources("aws_instance")],
      (machine) => machine["metadata_options"].http_tokens === "required",
    ),
  "EC2.9": each("aws_instance", (instance) => instance["associate_public_ip_address"] === false),
  "EC2.15": ({ runtime }) =>
    runtime.resources("aws_subnet").every((subnet) => subnet["map_public_ip_on_launch"] !== true),
  "EC2.18": ({ runtime }) =>
    runtime
      .resources("aws_vpc_security_group_ingress_rule")
      .filter(({ cidr_ipv4: four, cidr_ipv6: six }) => four === "0.0.0.0/0" || six === "::/0")
      .every(({ from_port: from, to_port: to }) => from === to && [80, 443].includes(from)),
  "EC2.25": each("aws_launch_template", (template) =>
    (template["network_interfaces"] ?? []).every(
      (card: Record<string, unknown>) => card["associate_public_ip_address"] !== "true",
    ),
  ),
};
