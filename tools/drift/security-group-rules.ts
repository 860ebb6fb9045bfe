import { numberOf, textOf, textsOf } from "../synthesized/fields";
import type { StateResource, Values } from "../rehearse/terraform/plan";

export type Direction = "ingress" | "egress";

/** Attributes that name the peers of a rule, as lists or one by one. */
const PEERS = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"] as const;
const PEER = [
  "cidr_ipv4",
  "cidr_ipv6",
  "prefix_list_id",
  "referenced_security_group_id",
  "source_security_group_id",
] as const;

/**
 * The rules of a security group, each as a text such as `tcp 22 from 0.0.0.0/0`, which is the same whichever resource the rule
 * is read from.
 *
 * @param group values of an `aws_security_group`. Several peers with the same ports are one entry there.
 */
export function rulesIn(group: Values, direction: Direction): readonly string[] {
  const entries = (group[direction] ?? []) as readonly Values[];
  return entries.flatMap((entry) => texts(entry, group, direction));
}

/** The rules that another resource adds to the security group. */
export function rulesOf(
  { type, values }: StateResource,
  group: Values,
  direction: Direction,
): readonly string[] {
  const isRule =
    type === `aws_vpc_security_group_${direction}_rule` ||
    (type === "aws_security_group_rule" && values["type"] === direction);
  if (!isRule || values["security_group_id"] !== group["id"]) return [];
  return texts(values, group, direction);
}

function texts(rule: Values, group: Values, direction: Direction): readonly string[] {
  const own = textOf(group, "id", "");
  const peers = [
    ...PEERS.flatMap((name) => textsOf(rule, name)),
    ...PEER.flatMap((name) => textOf(rule, name) ?? []),
    ...(rule["self"] === true ? [own] : []),
  ];
  // A group of another account may have the account before its ID.
  const named = peers.map((peer) => peer.toLowerCase().replace(/^\d+\/(?=sg-)/, ""));
  const preposition = direction === "ingress" ? "from" : "to";
  return named.map((peer) => `${traffic(rule)} ${preposition} ${peer}`);
}

/** Names that AWS returns for numbers of protocols. */
const PROTOCOLS: Readonly<Record<string, string>> = {
  "-1": "all",
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "58": "icmpv6",
};

/**
 * Only these protocols have ports, or types and codes of ICMP. With any other, a rule allows all ports, which resources tell as
 * 0, -1 or nothing.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
const WITH_PORTS = ["tcp", "udp", "icmp", "icmpv6"];

function traffic(rule: Values): string {
  const given = (textOf(rule, "ip_protocol") ?? textOf(rule, "protocol", "-1")).toLowerCase();
  const protocol = PROTOCOLS[given] ?? given;
  if (!WITH_PORTS.includes(protocol)) return protocol;
  const [from, to] = [numberOf(rule, "from_port", -1), numberOf(rule, "to_port", -1)];
  return from === to ? `${protocol} ${from}` : `${protocol} ${from}-${to}`;
}
