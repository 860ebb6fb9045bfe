import type { Resources } from "../resources";
import { type ServiceModel, readServices } from "./ecs-service";
import { type BalancerModel, readBalancers } from "./load-balancer";
import { readTargetGroups, type TargetGroupModel } from "./target-group";

/** What a stack runs, and how requests get there. Addresses are Terraform's, such as `aws_lb.entry`. */
export interface SystemModel {
  readonly balancers: readonly BalancerModel[];
  /** By address. */
  readonly targetGroups: ReadonlyMap<string, TargetGroupModel>;
  readonly services: readonly ServiceModel[];
}

/** @throws UserError naming what of the stack a local run or a simulation cannot do */
export function readSystem(stack: Resources): SystemModel {
  return {
    balancers: readBalancers(stack),
    targetGroups: new Map(readTargetGroups(stack).map((group) => [group.address, group])),
    services: readServices(stack),
  };
}
