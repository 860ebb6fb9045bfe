import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { Construct } from "constructs";
import { capacityProviderName } from "../../aws/containers/ecs";
import { matches, validate } from "../validation";
import {
  managedScalingChecks,
  managedScalingOf,
  type ManagedScaling,
} from "./scaling/managed-scaling";

export interface CapacityProviderProps {
  readonly name: string;
  readonly autoScalingGroupArn: string;
  /**
   * Lets ECS size the group.
   * @default - something else sizes it
   */
  readonly managedScaling?: ManagedScaling;
}

/**
 * Connects an Auto Scaling group to ECS, independent of what scales the group: before an instance is terminated, its tasks are
 * drained.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instance-draining.html
 */
export class CapacityProvider extends Construct {
  readonly resource: EcsCapacityProvider;
  readonly name: string;

  constructor(scope: Construct, id: string, props: CapacityProviderProps) {
    super(scope, id);
    validate(
      this,
      matches("name", props.name, capacityProviderName),
      ...managedScalingChecks(props.managedScaling),
    );
    this.resource = new EcsCapacityProvider(this, "Default", {
      name: props.name,
      autoScalingGroupProvider: {
        autoScalingGroupArn: props.autoScalingGroupArn,
        managedDraining: "ENABLED",
        ...managedScalingOf(props.managedScaling),
      },
    });
    this.name = this.resource.name;
  }
}
