import type { Construct } from "constructs";
import { ServiceRole } from "../identity/service-role";

export interface InfrastructureRoleProps {
  /** Start of the role's name, at most 38 characters. */
  readonly namePrefix: string;
}

/**
 * The role by which ECS moves requests between a service's target groups.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 */
export class InfrastructureRole extends ServiceRole {
  constructor(scope: Construct, id: string, { namePrefix }: InfrastructureRoleProps) {
    super(scope, id, {
      service: "ecs.amazonaws.com",
      namePrefix,
      description: "Lets ECS move requests between target groups",
    });
    this.attachManagedPolicy("load-balancers", "AmazonECSInfrastructureRolePolicyForLoadBalancers");
  }
}
