import { type Broken, type FieldOf, broken, rule } from "../rule";

/** What of a system a name can stand for, as in `http-api.page`. That of previews stands for all names below it. */
export type NamedPlace =
  `${string}.${"loadBalancer" | "api" | "api.domain" | "page" | "previews.routing"}`;

interface OwnName {
  kind?: string;
  name?: string;
  domainName?: string;
  hostedZoneId?: string;
}

/** The settings of any system: one that has none of these fields has no record. */
interface Names {
  readonly [field: string]: unknown;
  loadBalancer?: OwnName;
  api?: OwnName & { domain?: OwnName };
  page?: OwnName;
  previews?: { routing: OwnName };
}

/** Of an environment, what says which records it writes. */
export interface Reachable {
  domain?: { hostedZoneId: string };
  systems: Record<string, Names | undefined>;
}

/** The fields that decide about a place's record. */
export function recordFields(place: NamedPlace): string[] {
  return [`systems.${place}.domainName`, `systems.${place}.hostedZoneId`];
}

/** The name of the record that a place has, when both places have one record. */
export function commonRecord(
  later: Reachable,
  laterPlace: NamedPlace,
  earlier: Reachable,
  earlierPlace: NamedPlace,
): string | undefined {
  const [own, other] = [recordOf(later, laterPlace), recordOf(earlier, earlierPlace)];
  return own.zone === other.zone && own.domainName === other.domainName
    ? own.domainName
    : undefined;
}

function recordOf({ domain, systems }: Reachable, place: NamedPlace) {
  const [system = "", ...parts] = place.split(".");
  const own = parts.reduce<unknown>(
    (value, part) => (value as Record<string, unknown> | undefined)?.[part],
    systems[system],
  ) as OwnName | undefined;
  const isWildcard = parts[0] === "previews" && own?.domainName !== undefined;
  return {
    domainName: isWildcard ? `*.${own.domainName}` : own?.domainName,
    zone: own?.hostedZoneId ?? domain?.hostedZoneId,
  };
}

interface NamedThings {
  readonly [field: string]: unknown;
  clusterName?: string;
  image?: { kind: string; repositoryName?: string };
  loadBalancer?: { name?: string; domainName?: string };
}

interface Neighbours {
  systems: Record<string, NamedThings | undefined>;
}

interface Repository {
  readonly at: readonly PropertyKey[];
  readonly name: string;
}

interface OwnImage {
  image?: { kind: string; repositoryName?: string };
  sidecars?: Record<string, Pick<OwnImage, "image">>;
}

/** The settings of any system: one that has none of these fields makes no repository. */
interface Imaged extends OwnImage {
  readonly [field: string]: unknown;
  services?: Record<string, OwnImage>;
}

/** The repositories that a system makes, of its one image or of each service's, and of their sidecars. */
function repositoriesOf(
  { image, sidecars = {}, services = {} }: OwnImage & Pick<Imaged, "services">,
  at: readonly string[],
): Repository[] {
  const name = image?.kind === "repository" ? image.repositoryName : undefined;
  return [
    ...(name === undefined ? [] : [{ at: [...at, "image", "repositoryName"], name }]),
    ...Object.entries(sidecars).flatMap(([sidecar, its]) =>
      repositoriesOf(its, [...at, "sidecars", sidecar]),
    ),
    ...Object.entries(services).flatMap(([service, its]) =>
      repositoriesOf(its, [...at, "services", service]),
    ),
  ];
}

/** No two services of the systems that have several, nor one of them and another system, make one repository. */
export function repositoriesDiffer(systems: readonly string[]) {
  const reads = systems.flatMap((system) => [
    `${system}.services`,
    `${system}.image`,
    `${system}.sidecars`,
  ]);
  return rule<{ systems: Record<string, Imaged | undefined> }>(
    reads.map((field) => `systems.${field}` as const),
    ({ systems: settings }) => {
      // Those of one image come first: between two of them, `systemsDiffer` tells.
      const owned = systems
        .flatMap((system) => repositoriesOf(settings[system] ?? {}, ["systems", system]))
        .sort((one, other) => one.at.length - other.at.length);
      return owned.flatMap(({ at, name }, index): Broken[] => {
        const earlier = owned.slice(0, index).find((each) => each.name === name);
        return earlier === undefined || !(at.includes("services") || at.includes("sidecars"))
          ? []
          : [
              broken(
                at,
                `must differ from ${earlier.at.slice(1).join(".")}, which makes a repository of this name`,
                name,
                "Choose another name.",
              ),
            ];
      });
    },
  );
}

/** Where a system names what there can be only one of under a name, and what that is. */
const names: Readonly<Record<string, readonly [string, (system: NamedThings) => unknown]>> = {
  clusterName: ["cluster", ({ clusterName }) => clusterName],
  "image.repositoryName": ["repository", ({ image }) => image?.repositoryName],
  "loadBalancer.name": ["load balancer", ({ loadBalancer }) => loadBalancer?.name],
};

/** Rules, one for each pair of systems and each name: the second to be deployed would find the name taken. */
export function systemsDiffer(systems: readonly string[]) {
  return systems.flatMap((later, index) =>
    systems
      .slice(0, index)
      .flatMap((earlier) => Object.keys(names).map((field) => differ(earlier, later, field))),
  );
}

function differ(earlier: string, later: string, field: string) {
  const [thing, nameOf] = names[field] ?? ["", () => undefined];
  const reads = [earlier, later].map((system) => `systems.${system}.${field}`);
  return rule<Neighbours>(reads as FieldOf<Neighbours>[], ({ systems }): Broken | undefined => {
    const [one, other] = [systems[earlier], systems[later]];
    if (one === undefined || other === undefined) return undefined;
    const name = nameOf(other);
    return name === undefined || name !== nameOf(one)
      ? undefined
      : broken(
          ["systems", later, ...field.split(".")],
          `must differ from that of ${earlier}, which has a ${thing} of this name`,
          name,
          "Choose another name.",
        );
  });
}

/** Rules, one for each two places of different systems: a name leads to one of them only. */
export function recordsOfSystemsDiffer(places: readonly NamedPlace[]) {
  return places.flatMap((later, index) =>
    places
      .slice(0, index)
      .filter((earlier) => systemOf(earlier) !== systemOf(later))
      .map((earlier) => recordDiffers(earlier, later)),
  );
}

function systemOf(place: NamedPlace): string {
  return place.slice(0, place.indexOf("."));
}

function recordDiffers(earlier: NamedPlace, later: NamedPlace) {
  const reads = ["domain.hostedZoneId", ...[earlier, later].flatMap(recordFields)];
  return rule<Reachable>(reads as FieldOf<Reachable>[], (environment): Broken | undefined => {
    const record = commonRecord(environment, later, environment, earlier);
    return record === undefined
      ? undefined
      : broken(
          `systems.${later}.domainName`,
          `must differ from that of ${systemOf(earlier)}, which has a record of this name`,
          record,
          "Choose another name.",
        );
  });
}
