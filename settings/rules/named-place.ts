/** What of a system a name can stand for, as in `http-api.page`. */
export type NamedPlace = `${string}.${"loadBalancer" | "api" | "api.domain" | "page"}`;

interface OwnName {
  kind?: string;
  name?: string;
  domainName?: string;
  hostedZoneId?: string;
}

interface Names {
  loadBalancer?: OwnName;
  api?: OwnName & { domain?: OwnName };
  page?: OwnName;
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
  return { domainName: own?.domainName, zone: own?.hostedZoneId ?? domain?.hostedZoneId };
}
