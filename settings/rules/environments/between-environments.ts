import * as z from "zod";
import { overlap, parseCidr } from "../../../aws/networking/network";
import { type Place, shareAccount, shareGlobally } from "../../../aws/unique-names";
import { type NamedPlace, type Reachable, commonRecord, recordFields } from "./between-systems";
import { type Broken, type FieldOf, broken, isSound, report } from "../rule";
import { show } from "../../wording/show";

/** Environments by name, as far as they could be read. */
type Environments<T> = Readonly<Record<string, T>>;

/** A rule about every two environments; what it finds is the later one's to mend. */
function pairRule<T>(
  reads: readonly FieldOf<T>[],
  check: (later: T, earlier: T, earlierName: string) => Broken | undefined,
): z.core.$ZodCheck<Environments<T>> {
  return z.superRefine<Environments<T>>(
    (environments, context) => {
      const sound = soundOnes(environments, reads, context.issues);
      sound.forEach(([name, later], index) => {
        const found = sound
          .slice(0, index)
          .map(([earlierName, earlier]) => check(later, earlier, earlierName))
          .find((one) => one !== undefined);
        if (found !== undefined) report({ ...found, at: [name, ...found.at] }, context);
      });
    },
    { when: () => true },
  );
}

/** Environments in which the fields that a rule reads have no problem of their own. */
function soundOnes<T>(
  environments: Environments<T>,
  reads: readonly string[],
  issues: readonly z.core.$ZodRawIssue[],
): [string, T][] {
  return Object.entries(environments).filter(([name]) =>
    reads.every((field) => isSound([name, ...field.split(".")], issues)),
  );
}

interface Named {
  name: string;
}

/** The name is part of each stack's id, and the key by which everything else knows the environment. */
export const namedAsListed = z.superRefine<Environments<Named>>(
  (environments, context) => {
    for (const [key, { name }] of soundOnes(environments, ["name"], context.issues)) {
      if (name === key) continue;
      const rule = `must be ${show(key)}, as in the list of environments`;
      report(broken([key, "name"], rule, name, "Change it here or there."), context);
    }
  },
  { when: () => true },
);

/** Each environment's state stack makes its own bucket, and must not read another's state. */
export const bucketsDiffer = pairRule<{
  state: { kind: "cloud" } | { kind: "s3"; bucket: string };
}>(["state.kind", "state.bucket"], (later, earlier, name) =>
  later.state.kind === "s3" &&
  earlier.state.kind === "s3" &&
  later.state.bucket === earlier.state.bucket
    ? broken(
        "state.bucket",
        `must differ from that of ${name}, because each environment creates its own`,
        later.state.bucket,
        "Choose another name.",
      )
    : undefined,
);

/** Networks that overlap can never be joined, by peering or otherwise. */
export const networksDiffer = pairRule<{
  network: { kind: "default-vpc" | "existing" } | { kind: "own"; cidr: string };
}>(["network.kind", "network.cidr"], (later, earlier, name) => {
  if (later.network.kind !== "own" || earlier.network.kind !== "own") return undefined;
  const [own, other] = [parseCidr(later.network.cidr), parseCidr(earlier.network.cidr)];
  return own !== undefined && other !== undefined && overlap(own, other)
    ? broken(
        "network.cidr",
        `must not overlap the network of ${name} (${earlier.network.cidr}), because the two could never be peered`,
        later.network.cidr,
        "Choose another block.",
      )
    : undefined;
});

const ACCOUNT = ["region", "nameSuffix", "accountId"] as const;

/** In one account, whatever has a name is there once. */
export const suffixesDiffer = pairRule<Place>(ACCOUNT, (later, earlier, name) =>
  shareAccount(later, earlier) === "yes" && later.nameSuffix === earlier.nameSuffix
    ? broken(
        "nameSuffix",
        `must differ from that of ${name}, which is in the same account and region`,
        later.nameSuffix,
        "Choose another suffix.",
      )
    : undefined,
);

type Logging = Place & {
  systems: { "rest-api"?: { api: { logs?: { accountRole: "own" | "present" } } } };
};

/** The role by which API Gateway logs is one for all APIs of an account in a region: each owner would undo the other's. */
export const accountRoleOnce = pairRule<Logging>(
  [...ACCOUNT, "systems.rest-api.api.logs"],
  (later, earlier, name) => {
    const share = shareAccount(later, earlier);
    const owns = ({ systems }: Logging) => systems["rest-api"]?.api.logs?.accountRole === "own";
    return share !== "no" && owns(later) && owns(earlier)
      ? broken(
          "systems.rest-api.api.logs.accountRole",
          `must be "present" where ${name} makes the role by which API Gateway logs, one for an account in a region`,
          "own",
          share === "yes"
            ? "Change it here or there."
            : "Change it here or there, or give both environments their accountId, if each has an account of its own.",
        )
      : undefined;
  },
);

type OnGithub = Place & { github?: { identityProvider: "create" | "existing" } };

/** An account has one identity provider of an issuer. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
export const identityProviderOnce = pairRule<OnGithub>(
  [...ACCOUNT, "github"],
  (later, earlier, name) => {
    const creates = ({ github }: OnGithub) => github?.identityProvider === "create";
    const share = shareGlobally(later, earlier);
    return share !== "no" && creates(later) && creates(earlier)
      ? broken(
          "github.identityProvider",
          `must be "existing" where ${name} creates the provider, one for an account`,
          "create",
          share === "yes"
            ? "Change it here or there."
            : "Change it here or there, or give both environments their accountId, if each has an account of its own.",
        )
      : undefined;
  },
);

type Allocating = Place & { budget?: { costAllocationTags: string[] } };

/** A tag has one state in the account that pays, which two stacks would both own: a destroy of one ends it for the other. */
export const allocatedOnce = pairRule<Allocating>(
  [...ACCOUNT, "budget"],
  (later, earlier, name) => {
    const share = shareGlobally(later, earlier);
    const others = earlier.budget?.costAllocationTags ?? [];
    const index = later.budget?.costAllocationTags.findIndex((tag) => others.includes(tag)) ?? -1;
    return share !== "no" && index >= 0
      ? broken(
          ["budget", "costAllocationTags", index],
          `must be a tag that ${name} does not activate, because a tag has one state in an account`,
          later.budget?.costAllocationTags[index],
          share === "yes"
            ? "Leave it out here or there."
            : "Leave it out here or there, or give both environments their accountId, if each has an account of its own.",
        )
      : undefined;
  },
);

/**
 * Rules, one for each two places, be they the same: two environments that write one record would send each other's users
 * astray.
 */
export function domainNamesDiffer(
  places: readonly NamedPlace[],
): z.core.$ZodCheck<Environments<Reachable>>[] {
  return places.flatMap((place) => places.map((other) => recordsDiffer(place, other)));
}

function recordsDiffer(laterPlace: NamedPlace, earlierPlace: NamedPlace) {
  const reads = ["domain.hostedZoneId", ...[laterPlace, earlierPlace].flatMap(recordFields)];
  return pairRule<Reachable>(reads as FieldOf<Reachable>[], (later, earlier, name) => {
    const record = commonRecord(later, laterPlace, earlier, earlierPlace);
    const where = laterPlace === earlierPlace ? name : `${shown(earlierPlace)} in ${name}`;
    return record === undefined
      ? undefined
      : broken(
          `systems.${laterPlace}.domainName`,
          `must differ from that of ${where}, whose record it would replace`,
          record,
          "Choose another name.",
        );
  });
}

/** A system's only name is that of its balancer. */
function shown(place: NamedPlace): string {
  return place.replace(/\.loadBalancer$/, "");
}
