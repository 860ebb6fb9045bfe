import * as z from "zod";
import { clusterDefaults } from "../../aws/defaults";
import { isHostName, tags as tagLimits } from "../../aws/names";
import {
  accountRoleOnce,
  bucketsDiffer,
  domainNamesDiffer,
  namedAsListed,
  networksDiffer,
  suffixesDiffer,
} from "../rules/between-environments";
import {
  type NamedPlace,
  recordsOfSystemsDiffer,
  repositoriesDiffer,
  systemsDiffer,
} from "../rules/between-systems";
import { secretsWithinReach } from "../rules/foreign-secrets";
import { providerShiftsTraffic, providerShiftsTrafficOfServices } from "../rules/blue-green";
import { daemonNamesFit } from "../rules/daemon";
import {
  imageWithinReach,
  linkHasZones,
  networkIsPrivate,
  registryPortIsOpen,
  registryWithinReach,
  servicesWithinReach,
} from "../rules/network";
import { providerVersionProblem } from "../rules/provider-version";
import { gatewayNames } from "../rules/public-names";
import { balancerNameFits, publicSystem } from "../rules/public-system";
import { databaseInRegion, httpApiInRegion } from "../rules/region";
import { restApiRules } from "../rules/rest-api";
import { type Broken, broken, rule } from "../rules/rule";
import { tasksAreCounted, tasksOfServicesAreCounted } from "../rules/service-scaling";
import { workerRules } from "../rules/worker";
import { daemonApi } from "./daemon-api";
import { hostedZoneId } from "./domain-names";
import { awsRegion, dictionary, flag, settings, text, textWithout } from "./fields";
import { httpApi } from "./http-api";
import { httpScaleOut } from "./http-scale-out";
import { network } from "./network";
import { restApi } from "./rest-api";
import { containerInsights, logRetentionDays } from "./service";
import { state } from "./state";
import { talkService } from "./talk-service";
import { worker } from "./worker";
import { show } from "../wording/show";

/** Tags that every stack sets; an environment may give them other values. */
const OWN_TAGS = ["Project", "Environment", "System", "ManagedBy"];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html on case sensitivity */
const differInMoreThanCase = rule<Readonly<Record<string, string>>>([], (tags) => {
  const seen = new Map(OWN_TAGS.map((name) => [name.toLowerCase(), name]));
  return Object.keys(tags).flatMap((name): Broken[] => {
    const twin = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), name);
    if (twin === undefined || twin === name) return [];
    const message =
      `must have a name that differs from the tag ${show(twin)} in more than case, because IAM treats the two as one. ` +
      `Use the same case, or choose another name.`;
    return [{ at: [name], message }];
  });
});

/** Tags of every resource of an environment. */
export const tags = dictionary(
  'of 1 to 128 letters, digits, spaces and _.:/=+@-, which does not start with "aws:"',
  (name) =>
    name.length >= 1 &&
    name.length <= tagLimits.maxName &&
    tagLimits.text.test(name) &&
    !/^aws:/i.test(name),
  text(
    "must be text of at most 256 letters, digits, spaces and _.:/=+@-",
    (value) => value.length <= tagLimits.maxValue && tagLimits.text.test(value),
  ),
  // The stacks set some of the 50 that AWS allows.
  { max: tagLimits.max - 10 },
).check(differInMoreThanCase);

/** Names that would give an environment's stacks the ids of another's: `http-scale-out-images-dev`. */
const RESERVED_NAME = /^(account|images|pipeline|state)(-|$)/;

const domain = settings({
  /** Name of the zone, such as `example.com`. */
  name: text('must be a domain in lower case, as in "example.com"', (value) =>
    isHostName(value, 2),
  ),
  /** The existing public Route 53 zone of that name. */
  hostedZoneId: hostedZoneId(),
});

const protections = settings({
  /** Whether load balancers, databases and other resources that hold data are protected from deletion. */
  deletionProtection: flag(),
  /** Whether every system must have a certificate. */
  httpsOnly: flag(),
  /**
   * Whether an apply waits for the deployments of its services, and fails when one is rolled back. Without it, an apply
   * ends as soon as ECS knows of the new release. @default false
   */
  waitForDeployments: flag().default(false),
  /** Whether alarms roll back a deployment of any service, unless its `deployment` says otherwise. @default false */
  rollbackOnAlarms: flag().default(false),
});

/** The systems that an environment may run. */
export const systems = {
  "http-scale-out": httpScaleOut.optional(),
  "daemon-api": daemonApi.optional(),
  "talk-service": talkService.optional(),
  "http-api": httpApi.optional(),
  "rest-api": restApi.optional(),
  worker: worker.optional(),
};

/** Parts of the systems that can have their own domain name. */
export const namedPlaces: readonly NamedPlace[] = [
  ...Object.keys(systems).map((system): NamedPlace => `${system}.loadBalancer`),
  "rest-api.api.domain",
  "http-api.api",
  "http-api.page",
];

/** Everything about an environment that is decided before a deployment. */
export const environment = settings({
  /** Last part of the names of its stacks. @default the name by which environments/all.ts lists it */
  name: text(
    'must be 1 to 16 lowercase letters, digits and inner hyphens, begin with a letter, and not with "account", "images", "pipeline" or "state"',
    (name) =>
      /^[a-z](-?[a-z0-9]){0,15}$/.test(name) && name.length <= 16 && !RESERVED_NAME.test(name),
  ),
  /** AWS Region, such as `us-east-2`. */
  region: awsRegion(),
  /** Its account, 12 digits: an apply with credentials of another one is refused. @default that of the credentials */
  accountId: text("must be an account's id: 12 digits in quotes", /^\d{12}$/).optional(),
  /** Suffix of every name that is not generated, so that environments can share an account, as in `-staging`. @default "" */
  nameSuffix: text(
    'must be empty, or a hyphen and up to 15 lowercase letters, digits and inner hyphens, as in "-staging"',
    (suffix) => suffix === "" || (/^(-[a-z0-9]+)+$/.test(suffix) && suffix.length <= 16),
  ).default(""),
  /** Tags of every resource, in addition to the project's own. @default none */
  tags: tags.prefault({}),
  /** Terraform's version constraint for the AWS provider. @default "~> 6.25" */
  awsProviderVersion: textWithout(
    'must be a version constraint, as in "~> 6.25"',
    providerVersionProblem,
  ).default("~> 6.25"),
  state,
  network,
  /** @default none: systems are reached by the names of their load balancers */
  domain: domain.optional(),
  protections,
  /** E-mail address that receives alarms. @default none */
  notificationEmail: text(
    'must be an e-mail address, as in "operations@example.com"',
    (value) => value.length <= 254 && z.regexes.email.test(value),
  ).optional(),
  /** Days to keep logs, unless a service sets its own number. */
  logRetentionDays: logRetentionDays(),
  /** Container Insights of the clusters, unless a system sets its own. AWS charges per metric. @default "enhanced" */
  containerInsights: containerInsights().default(clusterDefaults.containerInsights),
  /**
   * Whether each system has a dashboard in CloudWatch: requests, errors, latency, tasks, instances, both scaling loops,
   * databases. An account has three for nothing; each further one costs $3 a month. @default false
   */
  dashboards: flag().default(false),
  /** The systems that run in the environment. */
  systems: settings(systems),
}).check(
  rule<{
    region: string;
    network: { kind: "default-vpc"; availabilityZones?: string[] } | { kind: "existing" | "own" };
  }>(["region", "network.kind", "network.availabilityZones"], ({ region, network: given }) =>
    given.kind === "default-vpc"
      ? (given.availabilityZones ?? []).flatMap((zone, index): Broken[] =>
          zone.slice(0, -1) === region
            ? []
            : [
                broken(
                  ["network", "availabilityZones", index],
                  `must be a zone of region (${region})`,
                  zone,
                  "Change the zone or the region.",
                ),
              ],
        )
      : undefined,
  ),
  balancerNameFits("http-scale-out"),
  imageWithinReach("http-scale-out"),
  ...publicSystem("http-scale-out"),
  tasksAreCounted("http-scale-out"),
  daemonNamesFit("daemon-api"),
  registryWithinReach("daemon-api"),
  ...publicSystem("daemon-api"),
  balancerNameFits("talk-service"),
  providerShiftsTraffic("http-scale-out"),
  providerShiftsTrafficOfServices("talk-service"),
  providerShiftsTrafficOfServices("rest-api"),
  providerShiftsTrafficOfServices("http-api"),
  ...publicSystem("talk-service"),
  servicesWithinReach("talk-service"),
  tasksOfServicesAreCounted("talk-service"),
  ...restApiRules("rest-api"),
  tasksOfServicesAreCounted("rest-api"),
  repositoriesDiffer(Object.keys(systems)),
  networkIsPrivate("http-api"),
  ...httpApiInRegion.map((inRegion) => inRegion("http-api")),
  databaseInRegion("rest-api"),
  linkHasZones("http-api"),
  ...gatewayNames("http-api"),
  servicesWithinReach("http-api"),
  tasksOfServicesAreCounted("http-api"),
  secretsWithinReach,
  registryPortIsOpen("http-scale-out"),
  registryPortIsOpen("daemon-api"),
  registryPortIsOpen("talk-service"),
  registryPortIsOpen("rest-api"),
  registryPortIsOpen("http-api"),
  registryPortIsOpen("worker"),
  ...workerRules("worker"),
  ...systemsDiffer(Object.keys(systems)),
  ...recordsOfSystemsDiffer(namedPlaces),
);

const named = dictionary(
  "of 1 to 16 lowercase letters, digits and hyphens, as in dev",
  /^[a-z][a-z0-9-]{0,15}$/,
  environment,
  { max: 50 },
).check(
  namedAsListed,
  bucketsDiffer,
  networksDiffer,
  suffixesDiffer,
  accountRoleOnce,
  ...domainNamesDiffer(namedPlaces),
);

/** All environments, by name. */
export const environments = z.preprocess(withNames, named);

/** An environment without a name has the name under which it is listed. */
function withNames(listed: unknown): unknown {
  if (!isPlain(listed)) return listed;
  return Object.fromEntries(
    Object.entries(listed).map(([name, its]) => [name, isPlain(its) ? { name, ...its } : its]),
  );
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  // What has a member of this name is refused as it is.
  return !Array.isArray(value) && !Object.hasOwn(value, "__proto__");
}
