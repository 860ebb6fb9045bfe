import type { ITerraformDependable } from "cdktf";

/** The network of a system: the account's default VPC, an existing VPC, or its own VPC. */
export interface Network {
  readonly vpcId: string;
  /** Subnets of internet-facing load balancers, one a zone; empty when the network has no public subnet. */
  readonly publicSubnetIds: readonly string[];
  /** Subnets of tasks, instances and internal load balancers: the private ones if there are any. */
  readonly workloadSubnetIds: readonly string[];
  /** Whether workloads run in public subnets and therefore need public addresses for outbound connections. */
  readonly workloadsArePublic: boolean;
  /** Route tables of the private subnets, for gateway endpoints. Empty if this project did not create the network. */
  readonly privateRouteTableIds: readonly string[];
  /** What must exist before a workload can reach out: routes, NAT gateways, endpoints. */
  readonly egress: readonly ITerraformDependable[];
  /** Where workloads connect to by HTTPS, for the APIs of AWS and for images. */
  readonly httpsDestinations: readonly HttpsDestination[];
}

/** Addresses on the internet, the members of a security group, or the addresses of an AWS service. */
export type HttpsDestination =
  | { readonly cidr: string }
  | { readonly name: string; readonly securityGroupId: string }
  | { readonly name: string; readonly prefixListId: string };

export const ANYWHERE = { cidr: "0.0.0.0/0" } as const satisfies HttpsDestination;

/** Whether workloads connect to parts of AWS only. */
export function isNarrow({ httpsDestinations }: Pick<Network, "httpsDestinations">): boolean {
  return !httpsDestinations.some((destination) => "cidr" in destination);
}
