import {
  connectionKind,
  type ConnectionKind,
  type Endpoint,
  endpointOnBridge,
  ingressIsFree,
  type ProxySize,
  TWO_SERVICES,
} from "../../../aws/containers/service-connect";
import { type Broken, broken, brokenBy, rule } from "../rule";

interface Connection extends Endpoint {
  kind: ConnectionKind;
  name?: string;
  calls?: string[];
  proxy: ProxySize;
}

/** A program of a system that may have Service Connect. */
export interface ConnectedProgram {
  connection?: Connection;
  container: { port: number; morePorts?: number[] };
  sidecars?: Record<string, { ports: number[] }>;
  deployment: { kind: string };
}

interface Connecting {
  serviceConnect?: object;
  capacity: { kind: string };
}

/** A system of one service. A worker is called by nobody but its queue. */
export function connects(hasOtherClients: boolean) {
  return rule<ConnectedProgram & Connecting>(
    [
      "connection",
      "serviceConnect",
      "capacity.kind",
      "container.port",
      "container.morePorts",
      "sidecars",
      "deployment",
    ],
    (program) => [
      ...unmanaged(program),
      ...connectionProblems(program, program, { hasOtherClients }),
    ],
  );
}

interface ConnectedServices extends Connecting {
  services: Record<string, ConnectedProgram>;
}

/** A system of several services, each behind a load balancer or an API. */
export const servicesConnect = rule<ConnectedServices>(
  ["services", "serviceConnect", "capacity.kind"],
  ({ services, ...system }) => [
    ...unmanaged(system),
    ...Object.entries(services).flatMap(([name, program]) =>
      [
        ...connectionProblems(program, system, { hasOtherClients: true }),
        ...sameName(name, services, system),
        ...callProblems(name, services),
      ].map(({ at, message }) => ({ at: ["services", name, ...at], message })),
    ),
  ],
);

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html#service-connect-considerations */
function unmanaged({ serviceConnect, capacity: { kind } }: Connecting): Broken[] {
  return serviceConnect !== undefined && kind === "managed-instances"
    ? [
        broken(
          "serviceConnect",
          'must be left out with capacity.kind "managed-instances", on which there is no Service Connect',
          serviceConnect,
          "Remove it, or choose another kind of capacity.",
        ),
      ]
    : [];
}

function connectionProblems(
  program: ConnectedProgram,
  { serviceConnect, capacity: { kind } }: Connecting,
  { hasOtherClients }: { hasOtherClients: boolean },
): Broken[] {
  const { connection, deployment, container, sidecars = {} } = program;
  if (connection === undefined) return [];
  if (serviceConnect === undefined) {
    return [
      broken(
        "connection",
        "must be left out while the system has no serviceConnect",
        connection.kind,
        "Set serviceConnect: {}, or remove it.",
      ),
    ];
  }
  if (connection.kind === "client") return [];
  if (deployment.kind === TWO_SERVICES) {
    return [
      broken(
        "connection.kind",
        `must be "client" while deployment.kind is "${TWO_SERVICES}", because its two services cannot have one name`,
        connection.kind,
        'Use deployment "blue-green-by-ecs", or "client".',
      ),
    ];
  }
  const ports = [
    container.port,
    ...(container.morePorts ?? []),
    ...Object.values(sidecars).flatMap((sidecar) => sidecar.ports),
  ];
  const found =
    kind === "instances"
      ? endpointOnBridge(connection)
      : ingressIsFree(connection, { ports, hasOtherClients });
  return found === undefined ? [] : [brokenBy(found, "connection.")];
}

/** The name of a service's endpoint; none if it only calls others. */
function endpointOf(service: string, program: ConnectedProgram): string | undefined {
  return connectionKind(program) === "client" ? undefined : (program.connection?.name ?? service);
}

function sameName(
  service: string,
  services: Record<string, ConnectedProgram>,
  { serviceConnect }: Connecting,
): Broken[] {
  if (serviceConnect === undefined) return [];
  const names = Object.entries(services).map(([each, program]) => endpointOf(each, program));
  const at = Object.keys(services).indexOf(service);
  const name = names[at];
  return name === undefined || names.indexOf(name) === at
    ? []
    : [
        broken(
          "connection.name",
          `must differ from that of ${Object.keys(services)[names.indexOf(name)] ?? ""}, because a name of a namespace leads to one service`,
          name,
          "Choose another name.",
        ),
      ];
}

function callProblems(service: string, services: Record<string, ConnectedProgram>): Broken[] {
  const calls = services[service]?.connection?.calls ?? [];
  const refuse = (index: number, must: string, fix: string) =>
    broken(["connection", "calls", index], must, calls[index], fix);
  return calls.flatMap((called, index): Broken[] => {
    const program = Object.hasOwn(services, called) ? services[called] : undefined;
    if (program === undefined || endpointOf(called, program) === undefined) {
      const names = Object.entries(services)
        .filter(([each, its]) => each !== service && endpointOf(each, its) !== undefined)
        .map(([each]) => each);
      return [
        refuse(
          index,
          `must name another service with a connection of kind "client-server" (${names.join(", ") || "there is none"})`,
          "Correct the name, or remove it.",
        ),
      ];
    }
    return leadsTo(called, service, services)
      ? [
          refuse(
            index,
            `must not lead back to ${service}, because each of them would have to be there first`,
            "Remove one of the two, and deploy the service again that has none.",
          ),
        ]
      : [];
  });
}

/** Whether `from` is `to`, or calls it by way of others. */
function leadsTo(
  from: string,
  to: string,
  services: Record<string, ConnectedProgram>,
  seen = new Set<string>(),
): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  const calls = services[from]?.connection?.calls ?? [];
  return calls.some((next) => leadsTo(next, to, services, seen));
}
