import { broken, systemRule } from "./rule";

/**
 * A balancer gets its IPv6 addresses from its subnets. Whether those of the account's default VPC, or given ones, have
 * blocks of them is known to AWS only.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#ip-address-type
 */
export const dualStackHasIpv6 = systemRule<
  { network: { kind: "default-vpc" | "existing" | "own" } },
  { loadBalancer: { ipAddressType: "ipv4" | "dualstack" } }
>(
  { environment: ["network.kind"], system: ["loadBalancer.ipAddressType"] },
  ({ loadBalancer: { ipAddressType } }, { network: { kind } }) =>
    ipAddressType === "dualstack" && kind === "own"
      ? broken(
          "loadBalancer.ipAddressType",
          'must be "ipv4" while network.kind is "own", whose subnets have no IPv6 blocks',
          ipAddressType,
          'Leave it out, or name a network with IPv6 blocks (kind "existing").',
        )
      : undefined,
);
