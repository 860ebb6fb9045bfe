import { isEcrHost } from "../../../aws/containers/images";
import { vpcLinkZoneIds } from "../../../aws/regions";
import { type Broken, broken, systemRule } from "../rule";

/** The parts of a network that tell whether it has private subnets. */
export type NetworkKind =
  | { kind: "default-vpc" }
  | { kind: "existing"; privateSubnetIds?: string[] }
  | {
      kind: "own";
      nat: "none" | "single" | "per-zone";
      httpsEgress?: "anywhere" | "endpoints";
      endpointServices?: string[];
      endpointPolicies?: { otherAccounts: string[] };
    };

export interface InNetwork {
  network: NetworkKind;
}

/** The system's own network, or else the environment's. */
export function networkOf(
  { network }: { network?: NetworkKind },
  environment: InNetwork,
): NetworkKind {
  return network ?? environment.network;
}

/** @see https://aws.amazon.com/vpc/pricing/ as of November 2026 in us-east-2: $0.045 an hour and $0.045 a GB. */
const NAT_COST = "its one NAT gateway costs about $33 per month and $0.045 per GB";

/**
 * A system of tasks with addresses of their own runs in private subnets (ECS.2): without a public address, a task in a
 * public subnet could not even pull its image.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
 */
export const networkIsPrivate = systemRule<InNetwork, { network?: NetworkKind }>(
  { environment: ["network"], system: ["network"] },
  withoutPrivateSubnets,
);

/** What is wrong with a network that has no private subnets. */
export function withoutPrivateSubnets(
  system: { network?: NetworkKind },
  environment: InNetwork,
): Broken | undefined {
  const network = networkOf(system, environment);
  if (network.kind === "own") return undefined;
  if (network.kind === "existing" && network.privateSubnetIds !== undefined) return undefined;
  return system.network === undefined
    ? broken(
        "network",
        `must be set because the environment's network (kind "${network.kind}") has no private subnets, which the tasks need`,
        undefined,
        `Set a network for the system, as in { kind: "own", zoneCount: 2, nat: "single" }: ${NAT_COST}.`,
      )
    : broken(
        "network.kind",
        'must be "own", or "existing" with privateSubnetIds, in which the tasks run',
        network.kind,
        `Use { kind: "own", zoneCount: 2, nat: "single" }: ${NAT_COST}.`,
      );
}

export interface Reach {
  network: NetworkKind;
}

/** Private subnets without NAT reach AWS by endpoints, and nothing else. */
export const imageWithinReach = systemRule<
  Reach,
  {
    network?: NetworkKind;
    image: { kind: "repository" } | { kind: "reference"; reference: string };
  }
>(
  {
    environment: ["network.kind", "network.nat", "network.httpsEgress"],
    system: ["network", "image.kind", "image.reference"],
  },
  ({ image, ...system }, environment) =>
    image.kind === "reference"
      ? outOfReach("image.reference", image.reference, { network: networkOf(system, environment) })
      : undefined,
);

/** The same for an image by its parts. */
export const registryWithinReach = systemRule<
  Reach,
  { image: { kind: "repository" } | { kind: "registry"; containerRegistry: string } }
>(
  {
    environment: ["network.kind", "network.nat", "network.httpsEgress"],
    system: ["image.kind", "image.containerRegistry"],
  },
  ({ image }, environment) =>
    image.kind === "registry"
      ? outOfReach("image.containerRegistry", image.containerRegistry, environment)
      : undefined,
);

/** The same for the images of several services, which may have a network of their own. */
export const servicesWithinReach = systemRule<
  Reach,
  {
    network?: NetworkKind;
    services: Record<
      string,
      { image: { kind: "repository" } | { kind: "reference"; reference: string } }
    >;
  }
>(
  {
    environment: ["network.kind", "network.nat", "network.httpsEgress"],
    system: ["network", "services"],
  },
  ({ services, ...system }, environment) => {
    const network = networkOf(system, environment);
    for (const [name, { image }] of Object.entries(services)) {
      if (image.kind !== "reference") continue;
      const found = outOfReach("image.reference", image.reference, { network });
      if (found !== undefined) return { ...found, at: ["services", name, ...found.at] };
    }
    return undefined;
  },
);

export function outOfReach(field: string, place: string, { network }: Reach): Broken | undefined {
  const closed = closedBy(network);
  return closed === undefined || isEcrHost(place.split("/")[0] ?? "")
    ? undefined
    : broken(
        field,
        `must be in an ECR registry while network.${closed.field} is "${closed.value}", for nothing outside AWS is within reach`,
        place,
        `Copy the image to ECR, or ${closed.fix}.`,
      );
}

/** What keeps tasks from the internet, and what opens it; undefined if they reach it. */
export function closedBy(
  network: NetworkKind,
): { field: "nat" | "httpsEgress"; value: string; fix: string } | undefined {
  if (network.kind !== "own") return undefined;
  if (network.nat === "none") {
    return { field: "nat", value: "none", fix: "give the network a NAT gateway" };
  }
  return network.httpsEgress === "endpoints"
    ? { field: "httpsEgress", value: "endpoints", fix: 'set network.httpsEgress to "anywhere"' }
    : undefined;
}

interface Registry {
  image?: { kind: string; reference?: string; containerRegistry?: string };
}

interface Pulls extends Registry {
  services?: Record<string, Registry>;
  capacity: { egress: { port: number; toPort?: number }[] };
}

/** Ports that tasks and instances reach without being told. */
const OPEN_PORTS = [443, 80];

/** A registry on a port of its own is reached only where tasks may go out to that. */
export const registryPortIsOpen = systemRule<object, Pulls>(
  { environment: [], system: ["image", "services", "capacity"] },
  ({ image, services = {}, capacity: { egress } }) => {
    const images = [
      { at: ["image"], image },
      ...Object.entries(services).map(([name, its]) => ({
        at: ["services", name, "image"],
        image: its.image,
      })),
    ];
    for (const { at, image: each } of images) {
      const field = each?.reference === undefined ? "containerRegistry" : "reference";
      const place = each?.reference ?? each?.containerRegistry ?? "";
      const found = unreachedPort([...at, field], place, egress);
      if (found !== undefined) return found;
    }
    return undefined;
  },
);

/** The problem of an image whose registry has a port that is not open. */
export function unreachedPort(
  at: readonly PropertyKey[],
  place: string,
  egress: Pulls["capacity"]["egress"],
): Broken | undefined {
  const [, host = "", port] = /^([^/:@]+):(\d+)(?=\/|$)/.exec(place) ?? [];
  // What listens on the instance itself is within reach.
  if (port === undefined || host === "localhost") return undefined;
  const number = Number(port);
  return OPEN_PORTS.includes(number) ||
    egress.some(({ port: from, toPort: to = from }) => number >= from && number <= to)
    ? undefined
    : broken(
        at,
        `must be in a registry that tasks reach: by ports ${OPEN_PORTS.join(" and ")} and those of capacity.egress`,
        place,
        `Add { port: ${port} } to capacity.egress.`,
      );
}

interface Linked {
  network?: OwnOrOther;
}

type OwnOrOther =
  { kind: "default-vpc" | "existing" } | { kind: "own"; zoneCount: number; zoneIds?: string[] };

/** VPC links of the newer kind are offered in some zones of a region only. */
export const linkHasZones = systemRule<{ region: string; network: OwnOrOther }, Linked>(
  { environment: ["region", "network"], system: ["network"] },
  (system, { region, network: shared }) => {
    const network = system.network ?? shared;
    const offered = vpcLinkZoneIds[region];
    if (network.kind !== "own" || offered === undefined) return undefined;
    const { zoneCount, zoneIds = offered } = network;
    const missing = zoneIds.filter((id) => !offered.includes(id));
    const at = system.network === undefined ? [] : ["network"];
    if (missing.length > 0) {
      return broken(
        [...at, "zoneIds"],
        `must list zones where API Gateway offers VPC links (${offered.join(", ")})`,
        zoneIds,
        `Leave out ${missing.join(", ")}.`,
      );
    }
    return zoneCount <= offered.length
      ? undefined
      : broken(
          [...at, "zoneCount"],
          `must be at most ${offered.length} in ${region}, where API Gateway offers VPC links in ${offered.join(" and ")} only`,
          zoneCount,
          `Set it to ${offered.length}.`,
        );
  },
);
