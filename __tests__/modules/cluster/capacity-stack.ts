import type { TerraformStack } from "cdktf";
import { Cluster } from "../../../modules/cluster/cluster";
import {
  InstanceCapacity,
  type InstanceCapacityProps,
} from "../../../modules/cluster/instance-capacity";
import type { Network } from "../../../modules/network/network";
import { synth, type TerraformJson } from "../../support/synth";

/** Three public subnets, as an account's default VPC has them. */
export const publicNetwork: Network = {
  vpcId: "vpc-1",
  publicSubnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  workloadSubnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  workloadsArePublic: true,
  privateRouteTableIds: [],
  egress: [],
  httpsDestinations: [{ cidr: "0.0.0.0/0" }],
};

export const privateNetwork: Network = {
  ...publicNetwork,
  workloadSubnetIds: ["subnet-x", "subnet-y"],
  workloadsArePublic: false,
};

export function addCapacity(
  stack: TerraformStack,
  props: Partial<InstanceCapacityProps> = {},
): InstanceCapacity {
  return new InstanceCapacity(stack, "capacity", {
    cluster: new Cluster(stack, "cluster", { name: "shop" }),
    network: publicNetwork,
    name: "shop-nodes",
    ...props,
  });
}

/** A cluster with its instances; whatever is not given has the module's default. */
export function synthCapacity(props?: Partial<InstanceCapacityProps>): TerraformJson {
  return synth((stack) => addCapacity(stack, props));
}
