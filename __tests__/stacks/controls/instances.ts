import { type Controls, each, type Finding, findings, type Resource, type Stacks } from "./control";

const group = "aws_autoscaling_group";
const template = "aws_launch_template";
const bastion = "aws_instance";

const requiresTokens = ({ metadata_options: metadata }: Resource) =>
  metadata.http_tokens === "required";

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/autoscaling-controls.html */
export const instances: Controls = {
  "AutoScaling.1": each(group, ({ health_check_type: type }) => type === "ELB"),
  "AutoScaling.2": each(group, ({ vpc_zone_identifier: subnets }) => new Set(subnets).size >= 2),
  "AutoScaling.3": each(template, requiresTokens),
  "AutoScaling.5": each(
    template,
    ({ network_interfaces: cards }) =>
      cards?.every(
        (card: Record<string, unknown>) => card["associate_public_ip_address"] === "false",
      ) ?? false,
  ),
  "AutoScaling.6": each(
    group,
    ({ mixed_instances_policy: mixed }) => (mixed?.launch_template.override ?? []).length >= 2,
  ),
  "AutoScaling.9": each(
    group,
    ({ launch_configuration: old, launch_template: own, mixed_instances_policy: mixed }) =>
      old === undefined && (own ?? mixed?.launch_template) !== undefined,
  ),

  "EC2.2": each("aws_vpc", (vpc, json) =>
    json
      .resources("aws_default_security_group")
      .some(
        ({ vpc_id: id, ingress = [], egress = [] }) =>
          json.referenced(id as string) === vpc && [...ingress, ...egress].length === 0,
      ),
  ),
  "EC2.6": ({ runtime }: Stacks): Finding[] => {
    const holds = () => runtime.resources("aws_flow_log").length > 0;
    return [
      ...findings(runtime, "aws_vpc", holds),
      ...runtime.addressed("aws_vpc", "data").map(([subject]) => ({ subject, holds: holds() })),
    ];
  },
  "EC2.7": each(
    [template, bastion],
    ({ block_device_mappings: devices, root_block_device: root }) =>
      [
        ...(devices ?? []).map(({ ebs }: Resource) => ebs),
        ...(root === undefined ? [] : [root]),
      ].every(({ encrypted }: Resource) => `${encrypted}` === "true"),
  ),
  "EC2.8": each([template, bastion], requiresTokens),
  "EC2.9": each(bastion, ({ associate_public_ip_address: open }) => open !== true),
  "EC2.15": each("aws_subnet", ({ map_public_ip_on_launch: open }) => open !== true),
  "EC2.18": each(
    "aws_vpc_security_group_ingress_rule",
    ({ from_port: from, to_port: to }) => from === to && [80, 443].includes(from),
    ({ cidr_ipv4: four, cidr_ipv6: six }) => four === "0.0.0.0/0" || six === "::/0",
  ),
  "EC2.25": each(template, ({ network_interfaces: cards }) =>
    (cards ?? []).every(
      (card: Record<string, unknown>) => card["associate_public_ip_address"] !== "true",
    ),
  ),
};
