import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ServiceRole } from "../identity/service-role";
import { namePrefix } from "./name-prefix";

export interface InstanceRoleProps {
  readonly name: string;
}

/**
 * What the instances themselves may do: join the cluster, pull images, write logs, and be entered through Session
 * Manager, so no port needs to be open for it. The task's roles determine what a container may do.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
 */
export class InstanceRole extends Construct {
  readonly role: ServiceRole;
  readonly profile: IamInstanceProfile;
  readonly policies: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: InstanceRoleProps) {
    super(scope, id);
    const prefix = namePrefix(props.name, "node", 64);
    this.role = new ServiceRole(this, "role", {
      service: "ec2.amazonaws.com",
      namePrefix: prefix,
      description: `Instances of ${props.name}`,
    });
    this.role.attachManagedPolicy("ecs-agent", "service-role/AmazonEC2ContainerServiceforEC2Role");
    this.role.attachManagedPolicy("session-manager", "AmazonSSMManagedInstanceCore");
    this.policies = this.role.policies;
    this.profile = new IamInstanceProfile(this, "profile", {
      namePrefix: prefix,
      role: this.role.role.name,
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
