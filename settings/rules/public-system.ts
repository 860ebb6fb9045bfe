import {
  certificateHasName,
  certificateInRegion,
  httpsOnlyHasCertificate,
  nameInDomain,
} from "./domain";
import { dualStackHasIpv6 } from "./dual-stack";

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
