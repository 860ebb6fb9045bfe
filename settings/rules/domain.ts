import { nameInZoneProblem } from "./name-in-zone";
import { broken, systemRule } from "./rule";

type Certificate = { kind: "request" } | { kind: "existing"; arn: string };

/** Without a certificate there is only HTTP. */
export const httpsOnlyHasCertificate = systemRule<
  { protections: { httpsOnly: boolean } },
  { loadBalancer: { certificate?: Certificate } }
>(
  { environment: ["protections.httpsOnly"], system: ["loadBalancer.certificate"] },
  ({ loadBalancer: { certificate } }, { protections: { httpsOnly } }) =>
    httpsOnly && certificate === undefined
      ? broken(
          "loadBalancer.certificate",
          "must be given while protections.httpsOnly is true",
          certificate,
          'Request one (kind "request", with domainName), name an existing one, or set protections.httpsOnly to false.',
        )
      : undefined,
);

/** ACM takes longer names only beside a first one of this length. */
const MAX_NAME = 64;

/**
 * AWS issues a certificate for a name, and checks in its zone that the name is ours.
 * @see https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
 */
export const certificateHasName = systemRule<
  object,
  { loadBalancer: { certificate?: Certificate; domainName?: string } }
>(
  { environment: [], system: ["loadBalancer.certificate.kind", "loadBalancer.domainName"] },
  ({ loadBalancer: { certificate, domainName } }) => {
    if (certificate?.kind !== "request") return undefined;
    if (domainName === undefined) {
      return broken(
        "loadBalancer.domainName",
        'must be given with a certificate of kind "request", which is issued for a name',
        domainName,
        "Give a name in the environment's domain, or an existing certificate.",
      );
    }
    return domainName.length <= MAX_NAME
      ? undefined
      : broken(
          "loadBalancer.domainName",
          `must have at most ${MAX_NAME} characters with a certificate of kind "request"`,
          domainName,
          "Shorten it, or name an existing certificate.",
        );
  },
);

export const nameInDomain = systemRule<
  { domain?: { name: string } },
  { loadBalancer: { domainName?: string; hostedZoneId?: string } }
>(
  {
    environment: ["domain.name"],
    system: ["loadBalancer.domainName", "loadBalancer.hostedZoneId"],
  },
  ({ loadBalancer }, { domain }) => nameInZoneProblem("loadBalancer", loadBalancer, domain),
);

/** @see https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html */
export const certificateInRegion = systemRule<
  { region: string },
  { loadBalancer: { certificate?: Certificate } }
>(
  { environment: ["region"], system: ["loadBalancer.certificate"] },
  ({ loadBalancer: { certificate } }, { region }) =>
    certificate?.kind !== "existing" || certificate.arn.split(":")[3] === region
      ? undefined
      : broken(
          "loadBalancer.certificate.arn",
          `must be of a certificate in the environment's region (${region})`,
          certificate.arn,
          "A balancer uses certificates of its own region only: request one there.",
        ),
);
