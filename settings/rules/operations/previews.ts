import { MAX_RULE_VALUES } from "../../../aws/networking/load-balancing";
import { MAX_CERTIFICATE_NAME } from "../../../aws/names";
import { MAX_PREVIEW_NAME } from "../../../aws/delivery/previews";
import { isFrom, oldestAdmitted } from "../environments/provider-version";
import { certificateProblem } from "../service/public-names";
import { type Broken, broken, rule, systemRule } from "../rule";

type Routing =
  | { kind: "path" }
  | {
      kind: "host";
      domainName: string;
      hostedZoneId?: string;
      certificate?: { kind: "request" } | { kind: "existing"; arn: string };
    };

interface Previewed {
  previews?: { routing: Routing };
}

/** Of the listeners that the system has, or may get with a certificate. */
const PORTS_OF_SYSTEM: readonly number[] = [80, 443];

export const portIsFree = rule<{ port: number }>(["port"], ({ port }) =>
  PORTS_OF_SYSTEM.includes(port)
    ? broken(
        "port",
        "must not be 80 or 443, the ports of the system's own listeners",
        port,
        "Choose another port, as in 8443.",
      )
    : undefined,
);

interface WithVolumes {
  volumes?: Record<string, { kind: string }>;
}

/** A copy would write into the files of the system, or would need a file system of its own. */
function sharedFiles({ volumes = {} }: WithVolumes, at: readonly PropertyKey[]): Broken[] {
  return Object.entries(volumes)
    .filter(([, { kind }]) => kind === "efs" || kind === "existing-efs")
    .map(([name, { kind }]) =>
      broken(
        [...at, "volumes", name, "kind"],
        "must not be a file system while previews is set, because every preview would write into the system's files",
        kind,
        "Remove previews, or keep the files in S3.",
      ),
    );
}

export const previewsShareNoFiles = rule<Previewed & WithVolumes>(
  ["previews", "volumes"],
  (system) => (system.previews === undefined ? [] : sharedFiles(system, [])),
);

interface Services extends Previewed {
  services: Record<string, WithVolumes & { paths: string[] }>;
}

export const previewsOfServicesShareNoFiles = rule<Services>(
  ["previews", "services"],
  ({ previews, services }) =>
    previews === undefined
      ? []
      : Object.entries(services).flatMap(([name, service]) =>
          sharedFiles(service, ["services", name]),
        ),
);

/** A rule with a host name has room for one path less, and a path that follows the name of a preview for its characters less. */
export const previewRulesFit = rule<Services>(["previews", "services"], ({ previews, services }) =>
  Object.entries(services).flatMap(([name, { paths }]): Broken[] => {
    if (previews?.routing.kind === "host" && paths.length >= MAX_RULE_VALUES) {
      return [
        broken(
          ["services", name, "paths"],
          `must be at most ${MAX_RULE_VALUES - 1} with previews.routing.kind "host", because a rule allows ${MAX_RULE_VALUES} values`,
          paths.length,
          "Remove a path, or route previews by path.",
        ),
      ];
    }
    if (previews?.routing.kind !== "path") return [];
    return paths.flatMap((path, index): Broken[] =>
      path.length <= LONGEST_PATH
        ? []
        : [
            broken(
              ["services", name, "paths", index],
              `must have at most ${LONGEST_PATH} characters with previews.routing.kind "path", because the name of a preview precedes it`,
              path,
              "Shorten it, or route previews by host.",
            ),
          ],
    );
  }),
);

const LONGEST_PATH = 128 - `/${"a".repeat(MAX_PREVIEW_NAME)}`.length;

const inBucket = systemRule<{ state: { kind: "s3" | "cloud" } }, Previewed>(
  { environment: ["state.kind"], system: ["previews"] },
  ({ previews }, { state: { kind } }) =>
    previews === undefined || kind === "s3"
      ? undefined
      : broken(
          "previews",
          'must be left out while state.kind is "cloud", because a workspace of HCP Terraform that a stack names has one state only',
          previews,
          'Remove previews, or keep the states in a bucket (kind "s3").',
        ),
);

/** Which has the rule's `transform`. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html */
const TRANSFORM_PROVIDER = [6, 25, 0] as const;

const providerRewrites = systemRule<{ awsProviderVersion: string }, Previewed>(
  { environment: ["awsProviderVersion"], system: ["previews"] },
  ({ previews }, { awsProviderVersion }) =>
    previews?.routing.kind !== "path" ||
    isFrom(TRANSFORM_PROVIDER, oldestAdmitted(awsProviderVersion))
      ? undefined
      : broken(
          "previews.routing.kind",
          `must not be "path" with awsProviderVersion "${awsProviderVersion}", which allows versions before ` +
            `${TRANSFORM_PROVIDER.join(".")} that lack its argument`,
          previews.routing.kind,
          'Set awsProviderVersion to "~> 6.25", or choose "host".',
        ),
);

const namesHaveZone = systemRule<{ domain?: { name: string } }, Previewed>(
  { environment: ["domain.name"], system: ["previews"] },
  ({ previews }, { domain }) => {
    if (previews?.routing.kind !== "host") return undefined;
    const { domainName, hostedZoneId, certificate } = previews.routing;
    const isBelow = domain !== undefined && domainName.endsWith(`.${domain.name}`);
    if (hostedZoneId === undefined && domain !== undefined && !isBelow) {
      return broken(
        "previews.routing.domainName",
        `must be below the environment's domain (${domain.name}), or have a hostedZoneId`,
        domainName,
        `Use a name such as preview.${domain.name}.`,
      );
    }
    if (certificate?.kind !== "request") return undefined;
    if (hostedZoneId === undefined && domain === undefined) {
      return broken(
        "previews.routing.hostedZoneId",
        'must be set with a certificate of kind "request", which is validated through the zone',
        undefined,
        "Set it, or the environment's domain.",
      );
    }
    return `*.${domainName}`.length <= MAX_CERTIFICATE_NAME
      ? undefined
      : broken(
          "previews.routing.domainName",
          `must have at most ${MAX_CERTIFICATE_NAME - 2} characters with a certificate of kind "request"`,
          domainName,
          "Shorten it, or use an existing certificate.",
        );
  },
);

const certificateOfRegion = systemRule<{ region: string }, Previewed>(
  { environment: ["region"], system: ["previews"] },
  ({ previews }, { region }) => {
    if (previews?.routing.kind !== "host") return undefined;
    const { certificate } = previews.routing;
    if (certificate?.kind !== "existing") return undefined;
    const at = "previews.routing.certificate.arn";
    return certificateProblem("A load balancer", at, certificate.arn, region);
  },
);

/** By path, previews have the certificate of the system. */
const encryptedWhereRequired = systemRule<{ protections: { httpsOnly: boolean } }, Previewed>(
  { environment: ["protections.httpsOnly"], system: ["previews"] },
  ({ previews }, { protections: { httpsOnly } }) =>
    httpsOnly && previews?.routing.kind === "host" && previews.routing.certificate === undefined
      ? broken(
          "previews.routing.certificate",
          "must be set while protections.httpsOnly is true",
          undefined,
          'Request one (kind "request"), name an existing one, or route previews by path.',
        )
      : undefined,
);

/** The rules of a system with previews, and of the environment that it runs in. */
export function previewRules<const Name extends string>(name: Name) {
  return [
    inBucket(name),
    providerRewrites(name),
    namesHaveZone(name),
    certificateOfRegion(name),
    encryptedWhereRequired(name),
  ] as const;
}
