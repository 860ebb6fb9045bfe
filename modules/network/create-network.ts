import type { Construct } from "constructs";
import { DefaultVpc, type DefaultVpcProps } from "./default-vpc";
import { ExistingVpc, type ExistingVpcProps } from "./existing-vpc";
import type { Network } from "./network";
import { OwnVpc, type OwnVpcProps } from "./own-vpc";

/** The network of a system, selected by `kind`. */
export type NetworkProps = DefaultVpcProps | ExistingVpcProps | OwnVpcProps;

export function createNetwork(scope: Construct, id: string, props: NetworkProps): Network {
  switch (props.kind) {
    case "default-vpc":
      return new DefaultVpc(scope, id, props);
    case "existing":
      return new ExistingVpc(scope, id, props);
    case "own":
      return new OwnVpc(scope, id, props);
  }
}

/** Whether the network's endpoints let through own requests only. */
export function hasEndpointPolicies(props: NetworkProps): boolean {
  return props.kind === "own" && props.endpointPolicies !== undefined;
}
