import { MAX_LOAD_BALANCER_NAME } from "../../../aws/networking/load-balancing";
import { networkIsPrivate, servicesWithinReach } from "../environments/network";
import { apiAclInRegion } from "./page-and-users";
import { isFrom, oldestAdmitted } from "../environments/provider-version";
import { balancerNameFits, publicSystem } from "../service/public-system";
import { broken, systemRule } from "../rule";

/** Which has the integration's `integration_target`. @see https://github.com/hashicorp/terraform-provider-aws/pull/45311 */
const DIRECT_PROVIDER = [6, 25, 0] as const;

const providerLeadsDirectly = systemRule<
  { awsProviderVersion: string },
  { api: { entry: "nlb" | "direct" } }
>(
  { environment: ["awsProviderVersion"], system: ["api.entry"] },
  ({ api: { entry } }, { awsProviderVersion }) =>
    entry === "nlb" || isFrom(DIRECT_PROVIDER, oldestAdmitted(awsProviderVersion))
      ? undefined
      : broken(
          "api.entry",
          `must not be "direct" with awsProviderVersion "${awsProviderVersion}", which allows versions before ` +
            `${DIRECT_PROVIDER.join(".")} that lack its argument`,
          entry,
          'Set awsProviderVersion to "~> 6.25", or choose "nlb".',
        ),
);

const linkBalancerNameFits = systemRule<
  { nameSuffix: string },
  { networkLoadBalancer: { name: string }; loadBalancer: { name: string } }
>(
  { environment: ["nameSuffix"], system: ["networkLoadBalancer.name", "loadBalancer.name"] },
  ({ networkLoadBalancer: { name }, loadBalancer }, { nameSuffix }) => {
    const most = MAX_LOAD_BALANCER_NAME - nameSuffix.length;
    if (name.length > most) {
      return broken(
        "networkLoadBalancer.name",
        `must have at most ${most} characters, because AWS allows ${MAX_LOAD_BALANCER_NAME} with nameSuffix "${nameSuffix}"`,
        name,
        "Shorten one of them.",
      );
    }
    return name === loadBalancer.name
      ? broken(
          "networkLoadBalancer.name",
          "must differ from loadBalancer.name, because load balancers share one set of names",
          name,
          "Choose another name.",
        )
      : undefined;
  },
);

interface Named {
  api: { domain?: { domainName: string; hostedZoneId?: string } };
}

const apiNameHasZone = systemRule<{ domain?: { name: string } }, Named>(
  { environment: ["domain.name"], system: ["api.domain"] },
  ({ api: { domain: own } }, { domain }) => {
    if (own === undefined || own.hostedZoneId !== undefined) return undefined;
    const { domainName } = own;
    if (
      domain !== undefined &&
      (domainName === domain.name || domainName.endsWith(`.${domain.name}`))
    ) {
      return undefined;
    }
    return broken(
      "api.domain.domainName",
      domain === undefined
        ? "must not be set without hostedZoneId or the environment's domain, because the record needs a zone"
        : `must be in the environment's domain ("${domain.name}")`,
      domainName,
      "Set the hostedZoneId of its own zone, or change one of the names.",
    );
  },
);

/** The gateway, and services among each other, trust a certificate for the name that they call only. */
const innerCertificateHasName = systemRule<
  object,
  { loadBalancer: { certificate?: { kind: "request" | "existing" }; domainName?: string } }
>(
  { environment: [], system: ["loadBalancer.certificate", "loadBalancer.domainName"] },
  ({ loadBalancer: { certificate, domainName } }) =>
    certificate?.kind === "existing" && domainName === undefined
      ? broken(
          "loadBalancer.domainName",
          "must be set with a certificate, because clients of the load balancer check its name",
          domainName,
          "Set the name that the certificate is for.",
        )
      : undefined,
);

/** The rules of a system behind a REST API, and of the environment it runs in. */
export function restApiRules<const Name extends string>(name: Name) {
  return [
    networkIsPrivate(name),
    servicesWithinReach(name),
    balancerNameFits(name),
    linkBalancerNameFits(name),
    providerLeadsDirectly(name),
    apiNameHasZone(name),
    innerCertificateHasName(name),
    apiAclInRegion(name),
    ...publicSystem(name),
  ] as const;
}
