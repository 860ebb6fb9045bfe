import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { validate } from "../validation";
import type { HttpsDestination, Network } from "./network";

/** TCP ports, inclusive at both ends. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** The range of a single TCP port. */
export const port = (number: number): PortRange => ({ from: number, to: number });

export interface SecurityGroupProps {
  readonly vpcId: string;
  /** Prefix of the name. Terraform adds a unique suffix, so that a replacement can exist next to the previous group. */
  readonly namePrefix: string;
  readonly description: string;
}

/** Tasks of one capacity, as the peer of a connection. */
export interface ReachableTasks {
  readonly securityGroup: SecurityGroup;
  /** The ports at which a container port is reached. */
  portsFor(containerPort: number): PortRange;
}

/** A destination of outbound traffic. */
export type Egress = Pick<CidrRuleProps, "cidr" | "ports">;

export interface CidrRuleProps {
  /** An IPv4 or IPv6 block. */
  readonly cidr: string;
  readonly ports: PortRange;
  readonly description: string;
}

/**
 * A security group that allows only the inbound and outbound traffic that its `allow` methods add.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export class SecurityGroup extends Construct {
  readonly resource: AwsSecurityGroup;
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    this.checkDescription(props.description);
    this.resource = new AwsSecurityGroup(this, "Default", {
      namePrefix: props.namePrefix,
      description: props.description,
      vpcId: props.vpcId,
      lifecycle: { createBeforeDestroy: true },
    });
    this.securityGroupId = this.resource.id;
  }

  /** Allows inbound traffic from an address block. */
  allowFromCidr(id: string, props: CidrRuleProps): VpcSecurityGroupIngressRule {
    this.checkDescription(props.description);
    const { securityGroupId } = this;
    return new VpcSecurityGroupIngressRule(this, id, { securityGroupId, ...ruleOf(props) });
  }

  /** Allows outbound traffic to an address block. */
  allowToCidr(id: string, props: CidrRuleProps): VpcSecurityGroupEgressRule {
    this.checkDescription(props.description);
    const { securityGroupId } = this;
    return new VpcSecurityGroupEgressRule(this, id, { securityGroupId, ...ruleOf(props) });
  }

  /** Allows members of this group to call AWS APIs and pull images, within the network's limits for workloads. */
  allowHttps(
    { httpsDestinations }: Pick<Network, "httpsDestinations">,
    description?: string,
  ): readonly VpcSecurityGroupEgressRule[] {
    return httpsDestinations.map((destination) => this.allowHttpsTo(destination, description));
  }

  /** @param description @default "AWS APIs and image registries" */
  allowHttpsTo(
    destination: HttpsDestination,
    description = "AWS APIs and image registries",
  ): VpcSecurityGroupEgressRule {
    this.checkDescription(description);
    const { name, ...peer } = { name: undefined, ...destination };
    return new VpcSecurityGroupEgressRule(this, ["https-out", name].filter(Boolean).join("-"), {
      securityGroupId: this.securityGroupId,
      ...ruleOf({ ...peer, ports: port(443), description }),
    });
  }

  /** Allows outbound traffic to ports elsewhere. */
  allowEgress(egress: readonly Egress[]): readonly VpcSecurityGroupEgressRule[] {
    return egress.map(({ cidr, ports }) => {
      const { from, to } = ports;
      const range = from === to ? `${from}` : `${from}-${to}`;
      return this.allowToCidr(`egress-${range}-${cidr.replaceAll(/[.:/]/g, "-")}`, {
        cidr,
        ports,
        description: `Port ${range} of ${cidr}`,
      });
    });
  }

  /** Allows connections from this group to a peer: egress from this group and ingress to the peer. */
  allowTo(
    id: string,
    peer: Pick<SecurityGroup, "securityGroupId">,
    ports: PortRange,
    description: string,
  ): void {
    this.checkDescription(description);
    const rule = { ipProtocol: "tcp", fromPort: ports.from, toPort: ports.to, description };
    new VpcSecurityGroupEgressRule(this, `${id}-out`, {
      securityGroupId: this.securityGroupId,
      referencedSecurityGroupId: peer.securityGroupId,
      ...rule,
    });
    new VpcSecurityGroupIngressRule(this, `${id}-in`, {
      securityGroupId: peer.securityGroupId,
      referencedSecurityGroupId: this.securityGroupId,
      ...rule,
    });
  }

  /** Allows inbound traffic from members of an external group, which manages its own egress. */
  allowFromGroup(id: string, groupId: string, ports: PortRange, description: string): void {
    this.checkDescription(description);
    new VpcSecurityGroupIngressRule(this, id, {
      securityGroupId: this.securityGroupId,
      referencedSecurityGroupId: groupId,
      ipProtocol: "tcp",
      fromPort: ports.from,
      toPort: ports.to,
      description,
    });
  }

  /** Allows connections to a port of tasks. Services that share a port need only one rule. */
  reach(tasks: ReachableTasks, containerPort: number, description: string): void {
    const ports = tasks.portsFor(containerPort);
    const id = ports.from === ports.to ? `tasks-${ports.from}` : "tasks";
    const isOpen = this.node.tryFindChild(`${id}-out`) !== undefined;
    if (!isOpen) this.allowTo(id, tasks.securityGroup, ports, description);
  }

  /** Its rules so far, and those of others that let its members in. */
  get rules(): readonly (VpcSecurityGroupEgressRule | VpcSecurityGroupIngressRule)[] {
    return this.node.children.filter(
      (child) =>
        child instanceof VpcSecurityGroupEgressRule || child instanceof VpcSecurityGroupIngressRule,
    );
  }

  private checkDescription(description: string): void {
    validate(this, () =>
      Token.isUnresolved(description) || descriptionPattern.test(description)
        ? undefined
        : `\`description\` must be 1 to 255 of letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, got ${description}.`,
    );
  }
}

/**
 * EC2 refuses other characters, such as an apostrophe.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
 */
const descriptionPattern = /^[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/;

type Peer =
  | { readonly cidr: string }
  | { readonly securityGroupId: string }
  | { readonly prefixListId: string };

function peerOf(peer: Peer) {
  if ("securityGroupId" in peer) return { referencedSecurityGroupId: peer.securityGroupId };
  if ("prefixListId" in peer) return { prefixListId: peer.prefixListId };
  return peer.cidr.includes(":") ? { cidrIpv6: peer.cidr } : { cidrIpv4: peer.cidr };
}

function ruleOf({ ports, description, ...peer }: Omit<CidrRuleProps, "cidr"> & Peer) {
  return {
    ...peerOf(peer),
    ipProtocol: "tcp",
    fromPort: ports.from,
    toPort: ports.to,
    description,
  };
}
