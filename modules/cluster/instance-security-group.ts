import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { sshCidrProblem } from "../../aws/network";
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
  readonly vpcId: string;
  readonly name: string;
  readonly ssh?: SshAccess;
  /** Outbound connections in addition to HTTPS and HTTP. @default none */
  readonly egress?: readonly Egress[];
}

const ANYWHERE = "0.0.0.0/0";

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
      vpcId: props.vpcId,
      namePrefix: namePrefix(props.name, "node", 255),
      description: `Instances of ${props.name}`,
    });
    this.waysOut = [
      this.allowToCidr("https-out", {
        cidr: ANYWHERE,
        ports: port(443),
        description: "AWS APIs and image registries",
      }),
      this.allowToCidr("http-out", {
        cidr: ANYWHERE,
        ports: port(80),
        description: "Package mirrors",
      }),
      ...this.allowEgress(props.egress ?? []),
    ];
    if (props.ssh !== undefined) this.allowSsh(props.ssh);
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
