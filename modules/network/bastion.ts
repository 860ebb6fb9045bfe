import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { Construct } from "constructs";
import { ServiceRole } from "../identity/service-role";
import type { Network } from "./network";
import { SecurityGroup } from "./security-group";

export interface BastionProps {
  readonly name: string;
  readonly network: Network;
  /** A Graviton type. @default "t4g.nano" */
  readonly instanceType?: string;
}

/**
 * An instance in a private subnet without a public address, from which an operator reaches other private resources. It
 * is accessed through Session Manager, without open ports and SSH keys.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html#sessions-remote-port-forwarding
 */
export class Bastion extends Construct {
  readonly securityGroup: SecurityGroup;
  readonly instanceId: string;

  constructor(scope: Construct, id: string, props: BastionProps) {
    super(scope, id);
    this.securityGroup = new SecurityGroup(this, "security-group", {
      vpcId: props.network.vpcId,
      namePrefix: `${props.name}-`,
      description: `Bastion ${props.name}`,
    });
    const ways = this.securityGroup.allowHttps(props.network, "Session Manager");
    const image = new DataAwsSsmParameter(this, "image", {
      name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
    });
    this.instanceId = new Instance(this, "Default", {
      ami: image.insecureValue,
      instanceType: props.instanceType ?? "t4g.nano",
      subnetId: props.network.workloadSubnetIds[0],
      vpcSecurityGroupIds: [this.securityGroup.securityGroupId],
      iamInstanceProfile: this.profile(props),
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
      },
      // The image requires 8.
      rootBlockDevice: { encrypted: true, volumeType: "gp3", volumeSize: 8 },
      tags: { Name: props.name },
      dependsOn: [...ways, ...props.network.egress],
      // AWS often publishes new images. Replacing an instance in use is not worth it.
      lifecycle: { ignoreChanges: ["ami"] },
    }).id;
  }

  private profile({ name }: BastionProps): string {
    const namePrefix = `${name.slice(0, 37)}-`;
    const role = new ServiceRole(this, "role", {
      service: "ec2.amazonaws.com",
      namePrefix,
      description: `Bastion ${name}`,
    });
    role.attachManagedPolicy("session-manager", "AmazonSSMManagedInstanceCore");
    return new IamInstanceProfile(this, "profile", {
      namePrefix,
      role: role.role.name,
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }
}
