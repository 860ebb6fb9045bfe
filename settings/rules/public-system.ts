import { MAX_LOAD_BALANCER_NAME } from "../../aws/load-balancing";
import {
  certificateHasName,
  certificateInRegion,
  httpsOnlyHasCertificate,
  nameInDomain,
} from "./public-names";
import { broken, systemRule } from "./rule";

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
