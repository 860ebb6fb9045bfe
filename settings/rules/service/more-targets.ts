import {
  MAX_RULE_WILDCARDS,
  needsTls,
  type protocolVersions,
  wildcardsIn,
} from "../../../aws/networking/load-balancing";
import { type Broken, broken, brokenBy, rule } from "../rule";

export interface MoreTarget {
  port: number;
  paths: string[];
  priority: number;
  protocolVersion: (typeof protocolVersions)[number];
}

/** A service of which the load balancer reaches several ports. */
export interface Targeted {
  moreTargets?: Record<string, MoreTarget>;
  container: { morePorts?: number[] };
  sidecars?: Record<string, { ports: number[] }>;
  deployment: { kind: string };
}

interface Balanced {
  loadBalancer: { certificate?: object };
}

/** A system of one service, whose other requests go to the service. */
export const targetsFit = rule<Targeted & Balanced>(
  ["moreTargets", "container.morePorts", "sidecars", "deployment", "loadBalancer.certificate"],
  (service) => [...targetProblems(service, service), ...samePriority(service.moreTargets)],
);

/** The same for each of several services. Their rules on priorities and paths look at these targets, too. */
export const targetsOfServicesFit = rule<Balanced & { services: Record<string, Targeted> }>(
  ["services", "loadBalancer.certificate"],
  ({ services, loadBalancer }) =>
    Object.entries(services).flatMap(([name, service]) =>
      targetProblems(service, { loadBalancer }).map(({ at, message }) => ({
        at: ["services", name, ...at],
        message,
      })),
    ),
);

function targetProblems(
  { moreTargets = {}, container, sidecars = {}, deployment }: Targeted,
  { loadBalancer: { certificate } }: Balanced,
): Broken[] {
  const names = Object.keys(moreTargets);
  const ports = [
    ...(container.morePorts ?? []),
    ...Object.values(sidecars).flatMap((sidecar) => sidecar.ports),
  ];
  return [
    ...(names.length === 0 || deployment.kind === "rolling"
      ? []
      : [
          broken(
            ["deployment", "kind"],
            'must be "rolling" while the service has moreTargets, because the requests of one target group are shifted',
            deployment.kind,
            'Use "rolling", or remove moreTargets.',
          ),
        ]),
    ...Object.entries(moreTargets).flatMap(([name, { port, paths, protocolVersion }]) => {
      const at = ["moreTargets", name];
      const tls = needsTls({ protocolVersion, certificate });
      const wildcards = wildcardsIn(paths);
      return [
        ...(ports.includes(port)
          ? []
          : [
              broken(
                [...at, "port"],
                `must be one of container.morePorts or of the ports of a sidecar (${ports.join(", ") || "there is none"})`,
                port,
                "Correct it, or add the port there.",
              ),
            ]),
        ...(tls === undefined ? [] : [brokenBy(tls)].map((found) => within(at, found))),
        ...(wildcards <= MAX_RULE_WILDCARDS
          ? []
          : [
              broken(
                [...at, "paths"],
                `must have at most ${MAX_RULE_WILDCARDS} wildcards in total, the limit of a rule`,
                wildcards,
                "Use fewer of * and ?.",
              ),
            ]),
      ];
    }),
  ];
}

function within(at: readonly PropertyKey[], found: Broken): Broken {
  return { ...found, at: [...at, ...found.at] };
}

function samePriority(moreTargets: Record<string, MoreTarget> = {}): Broken[] {
  const owners = new Map<number, string>();
  return Object.entries(moreTargets).flatMap(([name, { priority }]): Broken[] => {
    const owner = owners.get(priority);
    owners.set(priority, owner ?? name);
    return owner === undefined
      ? []
      : [
          broken(
            ["moreTargets", name, "priority"],
            `must differ from that of ${owner}, because a load balancer tries one after the other`,
            priority,
            "Choose another number.",
          ),
        ];
  });
}
