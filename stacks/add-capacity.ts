import type { Cluster } from "../modules/cluster/cluster";
import { FargateCapacity } from "../modules/cluster/fargate-capacity";
import { InstanceCapacity } from "../modules/cluster/instance-capacity";
import { ManagedInstanceCapacity } from "../modules/cluster/managed-instance-capacity";
import type { Network } from "../modules/network/network";
import type { Capacity } from "../modules/service/service-capacity";
import { capacityProps, type CapacitySettings } from "./settings-to-props";
import type { SystemStack } from "./system-stack";

interface Place {
  readonly cluster: Cluster;
  readonly network: Network;
  /** @default the stack's id */
  readonly name?: string;
}

/** Adds the capacity of a system, whatever its kind. */
export function addCapacity(
  stack: SystemStack,
  settings: CapacitySettings,
  place: Place,
): Capacity {
  const props = capacityProps(stack, settings);
  switch (props.kind) {
    case "instances":
      return new InstanceCapacity(stack, "capacity", { ...props, ...place });
    case "fargate":
      return new FargateCapacity(stack, "capacity", { ...props, ...place });
    case "managed-instances":
      return new ManagedInstanceCapacity(stack, "capacity", { ...props, ...place });
  }
}
