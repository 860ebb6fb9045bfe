import type { ITerraformDependable } from "cdktf";

/** Where a system runs, whoever made it: the account's default VPC, given ids, or a VPC of our own. */
export interface Network {
  readonly vpcId: string;
  /** Subnets of internet-facing load balancers, one a zone; empty when the network has no public subnet. */
  readonly publicSubnetIds: readonly string[];
  /** Subnets of tasks, instances and internal load balancers: the private ones where there are any. */
  readonly workloadSubnetIds: readonly string[];
  /** Whether workloads stand in public subnets and so need public addresses to reach out. */
  readonly workloadsArePublic: boolean;
  /** Route tables of the private subnets, for gateway endpoints; empty where the network is not of our making. */
  readonly privateRouteTableIds: readonly string[];
  /** What must exist before a workload can reach out: routes, NAT gateways, endpoints. */
  readonly egress: readonly ITerraformDependable[];
}
