import { type Block, blocksOf, numberOf, textOf, textsOf } from "../synthesized/fields";
import type { StackJson } from "../synthesized/stack-json";

/** Ports that a security group opens to every address. */
export interface OpenPorts {
  /** Address of the rule, or of the group with an inline rule. */
  readonly address: string;
  readonly from: number;
  readonly to: number;
}

const EVERY_ADDRESS = ["0.0.0.0/0", "::/0"];
const ALL_PROTOCOLS = "-1";

export function openToTheInternet(stack: StackJson): readonly OpenPorts[] {
  return stack.allResources.flatMap(({ address, block }) =>
    inboundRulesOf(address, block)
      .filter(isOpen)
      .map((rule) => ({ address, ...portsOf(rule) })),
  );
}

function inboundRulesOf(address: string, block: Block): readonly Block[] {
  switch (address.slice(0, address.indexOf("."))) {
    case "aws_vpc_security_group_ingress_rule":
      return [block];
    case "aws_security_group_rule":
      return textOf(block, "type") === "ingress" ? [block] : [];
    case "aws_security_group":
    case "aws_default_security_group":
      return blocksOf(block, "ingress");
    default:
      return [];
  }
}

function isOpen(rule: Block): boolean {
  const sources = [
    textOf(rule, "cidr_ipv4", ""),
    textOf(rule, "cidr_ipv6", ""),
    ...textsOf(rule, "cidr_blocks"),
    ...textsOf(rule, "ipv6_cidr_blocks"),
  ];
  return sources.some((source) => EVERY_ADDRESS.includes(source));
}

function portsOf(rule: Block): { readonly from: number; readonly to: number } {
  const protocol = textOf(rule, "ip_protocol") ?? textOf(rule, "protocol", ALL_PROTOCOLS);
  if (protocol === ALL_PROTOCOLS) return { from: 0, to: 65_535 };
  return { from: numberOf(rule, "from_port", 0), to: numberOf(rule, "to_port", 65_535) };
}
