import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { Construct } from "constructs";
import { ServiceRole } from "../identity/service-role";
import { namePrefix } from "./name-prefix";

export interface ManagedInstanceRolesProps {
  readonly name: string;
}

/** The most characters that the prefix of a role's name leaves to us. */
const MAX_ROLE_NAME = 64;

/**
 * The two roles of ECS Managed Instances. ECS assumes the infrastructure role to launch and end instances: AWS's policy
 * allows it only what carries the tag `AmazonECSManaged`, and it may pass on the instances' role and no other one. The
 * instances' own role lets their agent report to ECS and do nothing else: images are pulled and logs are written by the
 * task's roles, and nobody can enter an instance.
 *
 * AWS's policy passes on roles by the name `ecsInstanceRole*`. The role here has another name, so that this cluster's
 * instances get it and those of no other one.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-instance-profile.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRolePolicyForManagedInstances.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInstanceRolePolicyForManagedInstances.html
 */
export class ManagedInstanceRoles extends Construct {
  readonly infrastructure: ServiceRole;
  readonly instance: ServiceRole;
  readonly profile: IamInstanceProfile;

  constructor(scope: Construct, id: string, { name }: ManagedInstanceRolesProps) {
    super(scope, id);
    this.instance = new ServiceRole(this, "instance", {
      service: "ec2.amazonaws.com",
      namePrefix: namePrefix(name, "node", MAX_ROLE_NAME),
      description: `Managed instances of ${name}`,
    });
    this.instance.attachManagedPolicy("agent", "AmazonECSInstanceRolePolicyForManagedInstances");
    this.profile = new IamInstanceProfile(this, "profile", {
      namePrefix: namePrefix(name, "node", MAX_ROLE_NAME),
      role: this.instance.role.name,
      lifecycle: { createBeforeDestroy: true },
    });
    this.infrastructure = new ServiceRole(this, "infrastructure", {
      service: "ecs.amazonaws.com",
      namePrefix: namePrefix(name, "infra", MAX_ROLE_NAME),
      description: `ECS launches and ends the instances of ${name}`,
    });
    this.infrastructure.attachManagedPolicy(
      "instances",
      "AmazonECSInfrastructureRolePolicyForManagedInstances",
    );
    this.infrastructure.allow("pass-instance-role", [
      { actions: ["iam:PassRole"], resources: [this.instance.arn] },
    ]);
  }

  /** What an instance and its launch need to the end. */
  get policies() {
    return [...this.infrastructure.policies, ...this.instance.policies];
  }
}
