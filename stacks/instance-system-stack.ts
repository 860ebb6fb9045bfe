import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import type { HttpScaleOutSettings } from "../settings/environment";
import type { Cluster } from "../modules/cluster/cluster";
import { InstanceCapacity, type InstanceCapacityProps } from "../modules/cluster/instance-capacity";
import type { Network } from "../modules/network/network";
import { ContainerSystemStack } from "./container-system-stack";

/** The instances of a system, by their settings. */
export interface InstancesProps {
  readonly cluster: Cluster;
  readonly network: Network;
  readonly name: string;
  readonly capacity: HttpScaleOutSettings["capacity"];
  readonly scaling: InstanceCapacityProps["scaling"];
}

/** What systems on EC2 have in common: how their settings become modules. Which ones, and in what order, is theirs. */
export abstract class InstanceSystemStack extends ContainerSystemStack {
  protected readonly targetType = "instance";

  protected addCapacity({ capacity, ...props }: InstancesProps): InstanceCapacity {
    return new InstanceCapacity(this, "capacity", {
      ...capacity,
      ...props,
      partition: new DataAwsPartition(this, "partition").partition,
      tags: this.allTags,
    });
  }
}
