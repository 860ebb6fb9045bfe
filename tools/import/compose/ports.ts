import type { Field } from "../field";

/** A port of a service: in the container and, if published, on the host. */
export interface ServicePort {
  readonly field: Field;
  readonly port: number;
  readonly published?: number;
  readonly isUdp: boolean;
  /** Whether only other containers can reach it. */
  readonly isExposed: boolean;
}

/** Published ports, then exposed ones. A range counts as its first port. */
export function portsOf(service: Field): readonly ServicePort[] {
  const published = service.get("ports").items.flatMap((field) => {
    const isLong = field.children.size > 0;
    const read = isLong ? longPort(field) : shortPort(field.text ?? "");
    return read === undefined ? [] : [{ field, isExposed: false, ...read }];
  });
  const exposed = service.get("expose").items.flatMap((field) => {
    const read = shortPort(field.text ?? "");
    return read === undefined
      ? []
      : [{ field, port: read.port, isUdp: read.isUdp, isExposed: true }];
  });
  return [...published, ...exposed];
}

type Read = Pick<ServicePort, "port" | "published" | "isUdp">;

/** `[[host:]published:]target[/protocol]`, each port or range of ports. */
function shortPort(text: string): Read | undefined {
  const [, addresses = "", protocol = "tcp"] = /^([^/]+)(?:\/(\w+))?$/.exec(text) ?? [];
  const parts = addresses.split(":");
  const port = firstOf(parts.at(-1));
  const published = parts.length > 1 ? firstOf(parts.at(-2)) : undefined;
  if (port === undefined) return undefined;
  return { port, isUdp: protocol === "udp", ...(published === undefined ? {} : { published }) };
}

function longPort(field: Field): Read | undefined {
  const port = field.get("target").number;
  const published = firstOf(field.get("published").text);
  if (port === undefined) return undefined;
  return {
    port,
    isUdp: field.get("protocol").text === "udp",
    ...(published === undefined ? {} : { published }),
  };
}

function firstOf(range: string | undefined): number | undefined {
  const [, first] = /^(\d+)(?:-\d+)?$/.exec(range ?? "") ?? [];
  return first === undefined ? undefined : Number(first);
}

/** What labels configure in Traefik, a proxy that many projects use. */
export function labelsOf(service: Field): { readonly isPublic: boolean; readonly port?: number } {
  const labels = service
    .get("labels")
    .entries.map(([name, field]) =>
      service.get("labels").isList ? (field.text ?? "") : `${name}=${field.text ?? ""}`,
    );
  const isPublic = labels.some((label) => /^traefik\.enable=true$/i.test(label));
  const [port] = labels.flatMap(
    (label) =>
      /^traefik\.http\.services\.[^.]+\.loadbalancer\.server\.port=(\d+)$/.exec(label)?.slice(1) ??
      [],
  );
  return { isPublic, ...(port === undefined ? {} : { port: Number(port) }) };
}

/** Seconds of a duration such as `1m30s`. A plain number is in seconds. */
export function secondsIn(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (!/^(\d+(\.\d+)?(h|ms|m|s|us|ns))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|ns)/g)];
  return parts.reduce(
    (sum, [, number, unit = "s"]) => sum + Number(number) * (SECONDS[unit] ?? 1),
    0,
  );
}

const SECONDS: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  ns: 1e-9,
};

/** MiB of a size such as `512m` or `1.5gb`. A plain number is in bytes. */
export function mebibytesIn(text: string): number | undefined {
  const [, number, unit = "b"] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?$/i.exec(text.trim()) ?? [];
  if (number === undefined) return undefined;
  const powers: Readonly<Record<string, number>> = { k: 2 ** -10, m: 1, g: 2 ** 10, t: 2 ** 20 };
  return Number(number) * (powers[unit.toLowerCase()] ?? 2 ** -20);
}
