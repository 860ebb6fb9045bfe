import * as z from "zod";
import { balancerNameFits } from "../rules/balancer-name";
import { gatewayNames } from "../rules/gateway-names";
import { providerShiftsTraffic } from "../rules/blue-green";
import {
  recordsOfSystemsDiffer,
  repositoriesDiffer,
  systemsDiffer,
} from "../rules/between-systems";
import { daemonNamesFit } from "../rules/daemon";
import { imageWithinReach, registryWithinReach, servicesWithinReach } from "../rules/image-reach";
import { restApiRules } from "../rules/rest-api";
import { networkIsPrivate } from "../rules/private-network";
import { publicSystem } from "../rules/public-system";
import type { NamedPlace } from "../rules/named-place";
import { providerVersionProblem } from "../rules/provider-version";
import { type Broken, broken, rule } from "../rules/rule";
import { flag, settings, text, textWithout } from "./fields";
import { daemonApi } from "./daemon-api";
import { hostedZoneId } from "./hosted-zone-id";
import { httpApi } from "./http-api";
import { httpScaleOut } from "./http-scale-out";
import { logRetentionDays } from "./log-retention";
import { network } from "./network";
import { restApi } from "./rest-api";
import { isHostName, REGION } from "./patterns";
import { state } from "./state";
import { tags } from "./tags";
import { talkService } from "./talk-service";

/** Names that would give an environment's stacks the ids of another's: `http-scale-out-images-dev`. */
const RESERVED_NAME = /^(images|pipeline|state)(-|$)/;

const domain = settings({
  /** Name of the zone, such as `example.com`. */
  name: text('must be a domain in lower case, as in "example.com"', (value) =>
    isHostName(value, 2),
  ),
  /** The public Route 53 zone of that name, which is there already. */
  hostedZoneId: hostedZoneId(),
});

const protections = settings({
  /** Whether balancers refuse to be deleted. */
  deletionProtection: flag(),
  /** Whether every system must have a certificate. */
  httpsOnly: flag(),
});

/** The systems that an environment may run. */
export const systems = {
  "http-scale-out": httpScaleOut.optional(),
  "daemon-api": daemonApi.optional(),
  "talk-service": talkService.optional(),
  "http-api": httpApi.optional(),
  "rest-api": restApi.optional(),
};

/** What of the systems may have a name of its own. */
export const namedPlaces: readonly NamedPlace[] = [
  ...Object.keys(systems).map((system): NamedPlace => `${system}.loadBalancer`),
  "rest-api.api.domain",
  "http-api.api",
  "http-api.page",
];

/** Everything that is decided about an environment before it is deployed. */
export const environment = settings({
  /** Last part of the names of its stacks. */
  name: text(
    'must be 1 to 16 lower-case letters, digits and inner hyphens, begin with a letter, and not with "images", "pipeline" or "state"',
    (name) =>
      /^[a-z](-?[a-z0-9]){0,15}$/.test(name) && name.length <= 16 && !RESERVED_NAME.test(name),
  ),
  /** Such as `us-east-2`. */
  region: text('must be an AWS region, as in "us-east-2"', new RegExp(`^${REGION}$`)),
  /** Ends every name that is not generated, so that environments can share an account, as in `-staging`. @default "" */
  nameSuffix: text(
    'must be empty, or a hyphen and up to 15 lower-case letters, digits and inner hyphens, as in "-staging"',
    (suffix) => suffix === "" || (/^(-[a-z0-9]+)+$/.test(suffix) && suffix.length <= 16),
  ).default(""),
  /** Tags of every resource, beside the project's own. @default none */
  tags: tags.prefault({}),
  /** Terraform's constraint for the AWS provider. @default "~> 6.25" */
  awsProviderVersion: textWithout(
    'must be a version constraint, as in "~> 6.25"',
    providerVersionProblem,
  ).default("~> 6.25"),
  state,
  network,
  /** @default none: systems are reached by the names of their balancers */
  domain: domain.optional(),
  protections,
  /** Who is told of alarms. @default nobody */
  notificationEmail: text(
    'must be an e-mail address, as in "operations@example.com"',
    (value) => value.length <= 254 && z.regexes.email.test(value),
  ).optional(),
  /** Days for which logs are kept, unless a service says otherwise. */
  logRetentionDays: logRetentionDays(),
  /** The systems that run in it; one that is left out does not. */
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
  daemonNamesFit("daemon-api"),
  registryWithinReach("daemon-api"),
  ...publicSystem("daemon-api"),
  balancerNameFits("talk-service"),
  providerShiftsTraffic("talk-service"),
  ...publicSystem("talk-service"),
  servicesWithinReach("talk-service"),
  ...restApiRules("rest-api"),
  repositoriesDiffer(["talk-service", "rest-api", "http-api"], ["http-scale-out", "daemon-api"]),
  networkIsPrivate("http-api"),
  ...gatewayNames("http-api"),
  servicesWithinReach("http-api"),
  ...systemsDiffer(Object.keys(systems)),
  ...recordsOfSystemsDiffer(namedPlaces),
);
