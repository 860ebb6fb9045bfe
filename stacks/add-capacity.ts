import type { Cluster } from "../modules/cluster/cluster";
import { FargateCapacity, type FargateCapacityProps } from "../modules/cluster/fargate-capacity";
import { InstanceCapacity, type InstanceCapacityProps } from "../modules/cluster/instance-capacity";
import {
  ManagedInstanceCapacity,
  type ManagedInstanceCapacityProps,
} from "../modules/cluster/managed-instance-capacity";
import type { Network } from "../modules/network/network";
import type { Capacity } from "../modules/service/service-capacity";
import type {
  HttpScaleOutSettings,
  RestApiSettings,
  SystemSettings,
} from "../settings/environment";
import { egressProps } from "./props/settings-to-props";
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

export function capacityProps(
  stack: SystemStack,
  { capacity, clusterScaling, placement = "spread" }: CapacitySettings,
): CapacityProps {
  const common = { name: stack.node.id, egress: egressProps(capacity), tags: stack.allTags };
  return capacity.kind === "instances"
    ? { ...capacity, ...common, scaling: clusterScaling, placement: PLACEMENTS[placement] }
    : { ...capacity, ...common };
}

/** `spread` is the default of ECS. */
const PLACEMENTS: Readonly<
  Record<HttpScaleOutSettings["placement"], NonNullable<InstanceCapacityProps["placement"]>>
> = {
  pack: [{ type: "binpack", field: "cpu" }],
  spread: [],
  "spread-then-pack": [
    { type: "spread", field: "attribute:ecs.availability-zone" },
    { type: "binpack", field: "cpu" },
  ],
};

type Unplaced<Props> = Omit<Props, "cluster" | "network">;

/** Props of one kind of capacity. */
type CapacityProps =
  | ({ readonly kind: "instances" } & Unplaced<InstanceCapacityProps>)
  | ({ readonly kind: "fargate" } & Unplaced<FargateCapacityProps>)
  | ({ readonly kind: "managed-instances" } & Unplaced<ManagedInstanceCapacityProps>);

export interface CapacitySettings {
  readonly capacity:
    HttpScaleOutSettings["capacity"] | RestApiSettings["capacity"] | WorkerCapacity;
  /** What sizes a group of instances. */
  readonly clusterScaling?: InstanceCapacityProps["scaling"];
  readonly placement?: HttpScaleOutSettings["placement"];
}

type WorkerCapacity = SystemSettings<"worker">["capacity"];
