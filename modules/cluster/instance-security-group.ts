import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { sshCidrProblem } from "../../aws/networking/network";
import { ANYWHERE, isNarrow, type Network } from "../network/network";
import { type Egress, port, SecurityGroup } from "../network/security-group";
import { validate } from "../validation";
import { namePrefix } from "./name-prefix";

/** SSH access for people who need more than Session Manager. */
export interface SshAccess {
  /** An existing key pair of the region. */
  readonly keyName: string;
  /** From where; never the whole internet. */
  readonly cidr: string;
}

export interface InstanceSecurityGroupProps {
  readonly network: Pick<Network, "vpcId" | "httpsDestinations">;
  readonly name: string;
  readonly ssh?: SshAccess;
  /** Outbound connections in addition to HTTPS and, if the network lets workloads out to anywhere, HTTP. @default none */
  readonly egress?: readonly Egress[];
}

/**
 * The security group of instances. It allows outbound traffic to registries and the AWS APIs, and inbound traffic only from
 * what others allow.
 *
 * Names and time need no rule: the resolver and the time server of a VPC are not filtered by security groups.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export class InstanceSecurityGroup extends SecurityGroup {
  /** What instances need to report to ECS, to the end. */
  readonly waysOut: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: InstanceSecurityGroupProps) {
    super(scope, id, {
      vpcId: props.network.vpcId,
      namePrefix: namePrefix(props.name, "node", 255),
      description: `Instances of ${props.name}`,
    });
    this.waysOut = [
      ...this.allowHttps(props.network),
      ...(isNarrow(props.network) ? [] : [this.allowPackageMirrors()]),
      ...this.allowEgress(props.egress ?? []),
    ];
    if (props.ssh !== undefined) this.allowSsh(props.ssh);
  }

  private allowPackageMirrors(): ITerraformDependable {
    return this.allowToCidr("http-out", {
      ...ANYWHERE,
      ports: port(80),
      description: "Package mirrors",
    });
  }

  private allowSsh({ cidr }: SshAccess): void {
    validate(this, () => {
      const problem = sshCidrProblem(cidr);
      return (
        problem &&
        `\`ssh.cidr\` ${problem}, got ${cidr}. Session Manager needs no open port: leave \`ssh\` out.`
      );
    });
    this.allowFromCidr("ssh", { cidr, ports: port(22), description: "SSH" });
  }
}
