import type { Construct } from "constructs";
import type { Cluster } from "../modules/cluster/cluster";
import { FargateCapacity, type FargateCapacityProps } from "../modules/cluster/fargate-capacity";
import { InstanceCapacity, type InstanceCapacityProps } from "../modules/cluster/instance-capacity";
import {
  ManagedInstanceCapacity,
  type ManagedInstanceCapacityProps,
} from "../modules/cluster/managed-instance-capacity";
import type { Network } from "../modules/network/network";
import type { Capacity } from "../modules/service/service-capacity";

type Placed<Props> = Omit<Props, "cluster" | "network">;

/** Props of one kind of capacity. */
export type CapacityProps =
  | ({ readonly kind: "instances" } & Placed<InstanceCapacityProps>)
  | ({ readonly kind: "fargate" } & Placed<FargateCapacityProps>)
  | ({ readonly kind: "managed-instances" } & Placed<ManagedInstanceCapacityProps>);

/** Adds the capacity of a system, whatever its kind. */
export function addCapacity(
  scope: Construct,
  id: string,
  { kind, ...props }: CapacityProps & { readonly cluster: Cluster; readonly network: Network },
): Capacity {
  switch (kind) {
    case "instances":
      return new InstanceCapacity(scope, id, props);
    case "fargate":
      return new FargateCapacity(scope, id, props);
    case "managed-instances":
      return new ManagedInstanceCapacity(scope, id, props as ManagedInstanceCapacityProps);
  }
}
