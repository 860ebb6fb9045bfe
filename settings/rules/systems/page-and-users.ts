import { SES_REGIONS_OF_ALL_POOLS } from "../../../aws/networking/api-gateway";
import { alarmThresholds } from "../../../aws/defaults";
import { CLOUDFRONT_REGION, offers } from "../../../aws/regions";
import { show } from "../../wording/show";
import { type Broken, broken, rule, systemRule } from "../rule";

/* Rules of what stands around an API: web ACLs, the e-mails of users, the page behind CloudFront, and its alarms. */

type WebAcl = { kind: "own" } | { kind: "existing"; arn: string };
type Page =
  | { kind: "none" }
  | { kind: "hosted"; webAcl?: WebAcl; detailedMetrics: boolean; domainName?: string };

interface InRegion {
  region: string;
}

/** WAF associates a web ACL with resources of its own region. */
function aclInRegion(field: string, acl: WebAcl | undefined, region: string): Broken | undefined {
  return acl?.kind !== "existing" || acl.arn.split(":")[3] === region
    ? undefined
    : broken(
        `${field}.arn`,
        `must be a web ACL in region (${region}), as AWS WAF associates no other`,
        acl.arn,
        "Name a web ACL of that region, or change the region.",
      );
}

export const apiAclInRegion = systemRule<InRegion, { api: { webAcl?: WebAcl } }>(
  { environment: ["region"], system: ["api.webAcl"] },
  ({ api: { webAcl } }, { region }) => aclInRegion("api.webAcl", webAcl, region),
);

export const usersAclInRegion = systemRule<InRegion, { userPool: { webAcl?: WebAcl } }>(
  { environment: ["region"], system: ["userPool.webAcl"] },
  ({ userPool: { webAcl } }, { region }) => aclInRegion("userPool.webAcl", webAcl, region),
);

interface Sent extends InRegion {
  accountId?: string;
  domain?: { name: string };
}

interface Sending {
  userPool: { email?: { from: string; identityArn?: string; hostedZoneId?: string } };
  issuer?: object;
}

/**
 * Which identities of SES a user pool can send by.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
 */
export const senderWithinReach = systemRule<Sent, Sending>(
  {
    environment: ["region", "accountId", "domain.name"],
    system: ["userPool.email"],
  },
  ({ userPool: { email }, issuer }, { region, accountId, domain }) => {
    if (email === undefined || issuer !== undefined) return undefined;
    const { identityArn, hostedZoneId, from } = email;
    if (identityArn !== undefined) {
      const [, , , itsRegion = "", itsAccount] = identityArn.split(":");
      const regions = [...new Set([region, ...SES_REGIONS_OF_ALL_POOLS])];
      return regions.includes(itsRegion) && itsAccount === (accountId ?? itsAccount)
        ? undefined
        : broken(
            "userPool.email.identityArn",
            `must be an identity in ${regions.slice(0, -1).join(", ")} or ${regions.at(-1)}${accountId === undefined ? "" : `, in account ${accountId}`}, as the user pool sends by no other`,
            identityArn,
            "Verify the domain or the address there, and name that identity.",
          );
    }
    if (!offers(region, "SES::EmailIdentity")) {
      return broken(
        "userPool.email.identityArn",
        `must be set in ${region}, which has no identities of SES`,
        undefined,
        `Name an identity of ${SES_REGIONS_OF_ALL_POOLS.join(", ")}.`,
      );
    }
    const [, host = ""] = from.split("@");
    if (hostedZoneId !== undefined) return undefined;
    if (domain === undefined) {
      return broken(
        "userPool.email.identityArn",
        "must be set without hostedZoneId or the environment's domain, because a new identity needs a zone for its records",
        undefined,
        "Set one of the three.",
      );
    }
    return host === domain.name || host.endsWith(`.${domain.name}`)
      ? undefined
      : broken(
          "userPool.email.from",
          `must be in the environment's domain (${show(domain.name)})`,
          from,
          "Change it, set the hostedZoneId of its own zone, or name an identity.",
        );
  },
);

interface Network {
  kind: string;
  nat?: string;
}

/** What alarms ask of every system. */
interface AnySystem {
  network?: Network;
  capacity?: { kind?: string };
  containerInsights?: string;
  volumes?: Volumes;
  services?: Record<string, { volumes?: Volumes }>;
}

type Volumes = Record<string, { kind: string }>;

interface Watched extends InRegion {
  network: Network;
  containerInsights: string;
  alarms?: { add: string[]; blockedRequests: number };
  notifications?: { topicArn?: string; cloudFrontTopicArn?: string };
  systems: Readonly<Record<string, AnySystem | undefined>> & {
    "http-api"?: AnySystem & {
      page: Page;
      api: unknown;
      userPool: { webAcl?: WebAcl };
      issuer?: object;
    };
    "rest-api"?: AnySystem & { api: { webAcl?: WebAcl } };
  };
}

const PAGE_KINDS = ["page-errors", "page-latency", "page-functions", "page-certificate"];

/** The kinds of `alarms.add` for which the environment has alarms in CloudFront's region. */
function cloudFrontKinds({ alarms, systems }: Watched): string[] {
  const page = systems["http-api"]?.page;
  if (alarms === undefined || page?.kind !== "hosted") return [];
  const blocks = page.webAcl?.kind === "own" ? ["blocked-requests"] : [];
  return alarms.add.filter((kind) => [...PAGE_KINDS, ...blocks].includes(kind));
}

/** CloudWatch notifies topics of an alarm's own region only, so those of CloudFront need another topic. */
export const cloudFrontAlarmsAreHeard = rule<Watched>(
  ["region", "alarms.add", "notifications", "systems.http-api.page"],
  (environment) => {
    const { region, notifications = {} } = environment;
    const { topicArn, cloudFrontTopicArn } = notifications;
    const [kind] = cloudFrontKinds(environment);
    if (region === CLOUDFRONT_REGION) {
      return cloudFrontTopicArn === undefined
        ? undefined
        : broken(
            "notifications.cloudFrontTopicArn",
            `must be removed in ${region}, where alarms of CloudFront notify the topic of all others`,
            cloudFrontTopicArn,
            "Set topicArn only.",
          );
    }
    return kind === undefined || topicArn === undefined || cloudFrontTopicArn !== undefined
      ? undefined
      : broken(
          "notifications.cloudFrontTopicArn",
          `must be set where topicArn is and alarms.add has ${show(kind)}, which notifies topics in ${CLOUDFRONT_REGION} only`,
          undefined,
          `Name a topic of ${CLOUDFRONT_REGION}, or remove ${show(kind)}.`,
        );
  },
);

/** CloudFront measures an origin where it is told to. */
export const latencyOfPageIsMeasured = systemRule<{ alarms?: { add: string[] } }, { page: Page }>(
  { environment: ["alarms.add"], system: ["page"] },
  ({ page }, { alarms }) =>
    page.kind === "none" || page.detailedMetrics || !alarms?.add.includes("page-latency")
      ? undefined
      : broken(
          "page.detailedMetrics",
          'must be true where alarms.add has "page-latency", which reads one of these metrics',
          page.detailedMetrics,
          'Set it, or remove "page-latency".',
        ),
);

/** What an environment must have for a kind of alarm. */
const NEEDS: Readonly<
  Record<string, { readonly what: string; readonly isThere: (environment: Watched) => boolean }>
> = {
  ...Object.fromEntries(
    PAGE_KINDS.map((kind) => [kind, { what: "a hosted page", isThere: hasPage }]),
  ),
  "page-certificate": {
    what: "a hosted page with a domain name",
    isThere: ({ systems: { "http-api": { page } = {} } }) =>
      page?.kind === "hosted" && page.domainName !== undefined,
  },
  "nat-gateway": {
    what: "a NAT gateway",
    isThere: ({ network, systems }) =>
      [network, ...Object.values(systems).map((each) => each?.network)].some(
        (each) => each?.kind === "own" && each.nat !== "none",
      ),
  },
  "task-storage": {
    what: "tasks on Fargate with Container Insights, or with a volume of EBS",
    isThere: ({ containerInsights, systems }) =>
      Object.values(systems).some(
        (each) =>
          hasDisk(each) ||
          (each?.capacity?.kind === "fargate" &&
            (each.containerInsights ?? containerInsights) !== "disabled"),
      ),
  },
  "database-memory": { what: "a database", isThere: hasDatabase },
  "database-burst": { what: "a database", isThere: hasDatabase },
  "table-errors": {
    what: "a table",
    isThere: ({ systems }) => systems["http-api"] !== undefined,
  },
  "client-errors": {
    what: "an API of API Gateway",
    isThere: ({ systems }) =>
      systems["http-api"] !== undefined || systems["rest-api"] !== undefined,
  },
  "throttled-sign-ins": {
    what: "a user pool",
    isThere: ({ systems: { "http-api": api } }) => api !== undefined && api.issuer === undefined,
  },
  "blocked-requests": {
    what: "a web ACL of its own",
    isThere: ({ systems: { "http-api": http, "rest-api": rest } }) =>
      [
        rest?.api.webAcl,
        http?.issuer === undefined ? http?.userPool.webAcl : undefined,
        http?.page.kind === "hosted" ? http.page.webAcl : undefined,
      ].some((acl) => acl?.kind === "own"),
  },
};

function hasDisk(system: AnySystem = {}): boolean {
  return [system, ...Object.values(system.services ?? {})]
    .flatMap(({ volumes = {} }) => Object.values(volumes))
    .some(({ kind }) => kind === "ebs");
}

function hasDatabase({ systems }: Watched): boolean {
  return systems["rest-api"] !== undefined;
}

function hasPage({ systems }: Watched): boolean {
  return systems["http-api"]?.page.kind === "hosted";
}

/** Alarms that nothing in the environment needs, and a topic that nothing notifies. */
export function unusedAlarms(environment: Watched): Broken[] {
  const { alarms, notifications } = environment;
  const unneeded = (alarms?.add ?? []).filter(
    (kind) => NEEDS[kind]?.isThere(environment) === false,
  );
  return [
    ...unneeded.map((kind) => ({
      at: ["alarms", "add"],
      message: `has ${show(kind)} without effect, because no system has ${NEEDS[kind]?.what}. Remove it.`,
    })),
    ...(alarms === undefined ||
    alarms.blockedRequests === alarmThresholds.blockedRequests ||
    alarms.add.includes("blocked-requests")
      ? []
      : [
          {
            at: ["alarms", "blockedRequests"],
            message: `has no effect while alarms.add lacks "blocked-requests". Add it, or remove blockedRequests.`,
          },
        ]),
    ...(notifications?.cloudFrontTopicArn === undefined || cloudFrontKinds(environment).length > 0
      ? []
      : [
          {
            at: ["notifications", "cloudFrontTopicArn"],
            message: `has no effect while no alarm of CloudFront is added. Add one to alarms.add, or remove it.`,
          },
        ]),
  ];
}
