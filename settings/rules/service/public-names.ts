import { MAX_CERTIFICATE_NAME } from "../../../aws/names";
import { type Broken, broken, rule, systemRule } from "../rule";
import { show } from "../../wording/show";

interface OwnName {
  domainName?: string;
  hostedZoneId?: string;
}

/** What is wrong with a name, given at `<part>.domainName`, that is to be in its own zone or that of the environment. */
export function nameInZoneProblem(
  part: string,
  { domainName, hostedZoneId }: OwnName,
  domain: { name: string } | undefined,
): Broken | undefined {
  if (domainName === undefined || hostedZoneId !== undefined) return undefined;
  const field = `${part}.domainName`;
  if (domain === undefined) {
    return broken(
      field,
      "must not be set without hostedZoneId or the environment's domain, because the record needs a zone",
      domainName,
      "Set hostedZoneId, set the environment domain (name and hostedZoneId), or remove domainName.",
    );
  }
  return domainName === domain.name || domainName.endsWith(`.${domain.name}`)
    ? undefined
    : broken(
        field,
        `must be in the environment's domain (${show(domain.name)})`,
        domainName,
        `End it with .${domain.name}, set the hostedZoneId of its own zone, or change the domain.`,
      );
}

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
          "must be set while protections.httpsOnly is true",
          certificate,
          'Request one (kind "request", with domainName), name an existing one, or set protections.httpsOnly to false.',
        )
      : undefined,
);

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
        'must be set with a certificate of kind "request", which is issued for a name',
        domainName,
        "Set a name in the environment's domain, or use an existing certificate.",
      );
    }
    return domainName.length <= MAX_CERTIFICATE_NAME
      ? undefined
      : broken(
          "loadBalancer.domainName",
          `must have at most ${MAX_CERTIFICATE_NAME} characters with a certificate of kind "request"`,
          domainName,
          "Shorten it, or use an existing certificate.",
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
    certificate?.kind === "existing"
      ? certificateProblem(
          "A load balancer",
          "loadBalancer.certificate.arn",
          certificate.arn,
          region,
        )
      : undefined,
);

/** @param user what has the certificate, at the start of a sentence */
export function certificateProblem(
  user: "A load balancer" | "An API",
  at: string,
  arn: string,
  region: string,
): Broken | undefined {
  return arn.split(":")[3] === region
    ? undefined
    : broken(
        at,
        `must be of a certificate in the environment's region (${region})`,
        arn,
        `${user} uses certificates of its own region only: request one there.`,
      );
}

interface OwnName {
  kind?: string;
  domainName?: string;
  hostedZoneId?: string;
  certificateArn?: string;
}

interface Named {
  api: OwnName;
  page: OwnName;
}

interface Surroundings {
  region: string;
  domain?: { name: string };
}

/** Rules of the names of a system's API and page: each has a zone, and a certificate that can be had. */
export function gatewayNames<const Name extends string>(name: Name) {
  return (["api", "page"] as const).flatMap((part) => [
    named(part, zoneProblem)(name),
    named(part, lengthProblem)(name),
    ...(part === "api" ? [named(part, regionProblem)(name)] : []),
  ]);
}

type Check = (part: string, own: OwnName, environment: Surroundings) => Broken | undefined;

function named(part: keyof Named, check: Check) {
  return systemRule<Surroundings, Named>(
    { environment: ["region", "domain.name"], system: [part] },
    (system, environment) => check(part, system[part], environment),
  );
}

const zoneProblem: Check = (part, own, { domain }) => nameInZoneProblem(part, own, domain);

/** @see https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
const lengthProblem: Check = (part, { domainName, certificateArn }) =>
  domainName === undefined ||
  certificateArn !== undefined ||
  domainName.length <= MAX_CERTIFICATE_NAME
    ? undefined
    : broken(
        `${part}.domainName`,
        `must have at most ${MAX_CERTIFICATE_NAME} characters where its certificate is requested`,
        domainName,
        "Shorten it, or give certificateArn.",
      );

const regionProblem: Check = (part, { certificateArn }, { region }) =>
  certificateArn === undefined
    ? undefined
    : certificateProblem("An API", `${part}.certificateArn`, certificateArn, region);

/** One record leads to one of them. */
export const apiAndPageDiffer = rule<Named>(
  ["api.domainName", "page.domainName"],
  ({ api, page: { domainName } }) =>
    domainName === undefined || domainName !== api.domainName
      ? undefined
      : broken(
          "page.domainName",
          "must differ from api.domainName, whose record it would replace",
          domainName,
          "Choose another name.",
        ),
);
