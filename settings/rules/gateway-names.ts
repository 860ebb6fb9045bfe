import { nameInZoneProblem } from "./name-in-zone";
import { type Broken, broken, rule, systemRule } from "./rule";

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

/** ACM takes longer names only beside a first one of this length. */
const MAX_CERTIFICATE_NAME = 64;

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
  certificateArn === undefined || certificateArn.split(":")[3] === region
    ? undefined
    : broken(
        `${part}.certificateArn`,
        `must be of a certificate in the environment's region (${region})`,
        certificateArn,
        "An API uses certificates of its own region only: request one there.",
      );

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
