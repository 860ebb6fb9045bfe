import type { ITerraformDependable } from "cdktf";

/** The network of a system: the account's default VPC, an existing VPC, or its own VPC. */
export interface Network {
  readonly vpcId: string;
  /** Subnets of internet-facing load balancers, one per zone. Empty if the network has no public subnet. */
  readonly publicSubnetIds: readonly string[];
  /** Subnets of tasks, instances and internal load balancers: the private ones if there are any. */
  readonly workloadSubnetIds: readonly string[];
  /** Whether workloads run in public subnets and therefore need public addresses for outbound connections. */
  readonly workloadsArePublic: boolean;
  /** Route tables of the private subnets, for gateway endpoints. Empty if this project did not create the network. */
  readonly privateRouteTableIds: readonly string[];
  /** Resources that must exist before a workload has outbound access: routes, NAT gateways, endpoints. */
  readonly egress: readonly ITerraformDependable[];
  /** Destinations of the workloads' HTTPS connections to AWS APIs and image registries. */
  readonly httpsDestinations: readonly HttpsDestination[];
}

/** Addresses on the internet, the members of a security group, or the addresses of an AWS service. */
export type HttpsDestination =
  | { readonly cidr: string }
  | { readonly name: string; readonly securityGroupId: string }
  | { readonly name: string; readonly prefixListId: string };

export const ANYWHERE = { cidr: "0.0.0.0/0" } as const satisfies HttpsDestination;

/** Whether workloads only connect to AWS services. */
export function isNarrow({ httpsDestinations }: Pick<Network, "httpsDestinations">): boolean {
  return !httpsDestinations.some((destination) => "cidr" in destination);
}
