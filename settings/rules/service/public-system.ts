import { MAX_LOAD_BALANCER_NAME } from "../../../aws/networking/load-balancing";
import { type NetworkKind, networkOf } from "../environments/network";
import {
  certificateHasName,
  certificateInRegion,
  httpsOnlyHasCertificate,
  nameInDomain,
} from "./public-names";
import { broken, systemRule } from "../rule";

/** The only name that its suffix can make too long: schemas keep all others far below their limits. */
export const balancerNameFits = systemRule<
  { nameSuffix: string },
  { loadBalancer: { name: string } }
>(
  { environment: ["nameSuffix"], system: ["loadBalancer.name"] },
  ({ loadBalancer: { name } }, { nameSuffix }) =>
    name.length + nameSuffix.length <= MAX_LOAD_BALANCER_NAME
      ? undefined
      : broken(
          "loadBalancer.name",
          `must have at most ${MAX_LOAD_BALANCER_NAME - nameSuffix.length} characters, because AWS allows ${MAX_LOAD_BALANCER_NAME} with nameSuffix "${nameSuffix}"`,
          name,
          "Shorten one of them.",
        ),
);

/**
 * A balancer gets its IPv6 addresses from its subnets. Those of a default VPC have no blocks of them as AWS makes it; whether
 * given ones have is known to AWS only.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#ip-address-type
 */
export const dualStackHasIpv6 = systemRule<
  { network: NetworkKind },
  { network?: NetworkKind; loadBalancer: { ipAddressType: "ipv4" | "dualstack" } }
>(
  { environment: ["network"], system: ["network", "loadBalancer.ipAddressType"] },
  ({ loadBalancer: { ipAddressType }, ...system }, environment) => {
    const { kind } = networkOf(system, environment);
    return ipAddressType === "dualstack" && kind !== "existing"
      ? broken(
          "loadBalancer.ipAddressType",
          `must be "ipv4" while network.kind is "${kind}", whose subnets have no IPv6 blocks`,
          ipAddressType,
          'Leave it out, or name a network with IPv6 blocks (kind "existing").',
        )
      : undefined;
  },
);

/** The rules of a system that the public reaches by a load balancer, and of the environment it runs in. */
export function publicSystem<const Name extends string>(name: Name) {
  return [
    httpsOnlyHasCertificate(name),
    certificateHasName(name),
    certificateInRegion(name),
    nameInDomain(name),
    dualStackHasIpv6(name),
  ] as const;
}
