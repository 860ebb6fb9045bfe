import { proxyDefaults } from "../defaults";

import type { Range, TextRule, Violation } from "../violation";

/*
 * ECS Service Connect's rules for services that call each other by name.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html (read 2026-11-28)
 */

/**
 * One name for the task definition's port, the Cloud Map service and the host name: the characters that all three
 * accept.
 */
export const endpointName: TextRule = {
  rule: 'must be 1 to 63 lowercase letters, digits and inner hyphens, as in "orders"',
  pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
};

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html on appProtocol; "tcp" is none */
export const endpointProtocols = ["http", "http2", "grpc", "tcp"] as const;

export type EndpointProtocol = (typeof endpointProtocols)[number];

/** 0 disables it. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TimeoutConfiguration.html */
export const timeoutSeconds: Range = [0, 2_147_483_647];

export interface EndpointTimeouts {
  readonly protocol?: EndpointProtocol;
  readonly idleTimeoutSeconds?: number;
  readonly perRequestTimeoutSeconds?: number;
}

/** The proxy only recognizes HTTP requests, and closes an idle connection whatever the request timeout. */
export function timeoutsApply({
  protocol = "http",
  idleTimeoutSeconds: idle,
  perRequestTimeoutSeconds: request,
}: EndpointTimeouts): Violation | undefined {
  if (request === undefined) return undefined;
  const field = "perRequestTimeoutSeconds";
  if (protocol === "tcp") {
    return {
      field,
      rule: 'must be left out while protocol is "tcp", because the proxy then forwards connections and does not see requests',
      got: request,
      fix: "Set idleTimeoutSeconds.",
    };
  }
  return idle === undefined || idle === 0 || (request > 0 && request <= idle)
    ? undefined
    : {
        field,
        rule: `must be from 1 to idleTimeoutSeconds (${idle}), after which the connection is closed`,
        got: request,
        fix: "Lower it, or raise idleTimeoutSeconds.",
      };
}

export interface Endpoint {
  readonly tls?: object;
  readonly ingressPort?: number;
}

/** Endpoint options that require the task to have its own address. */
export function endpointOnBridge({ tls, ingressPort }: Endpoint): Violation | undefined {
  if (tls !== undefined) {
    return {
      field: "tls",
      rule: 'must be left out where capacity.kind is "instances", because Service Connect encrypts only between tasks with their own address',
      got: "tls",
      fix: "Remove it, or run the tasks on Fargate.",
    };
  }
  return ingressPort === undefined
    ? undefined
    : {
        field: "ingressPort",
        rule: 'must be left out where capacity.kind is "instances": a port of the instance could be taken by one task only',
        got: ingressPort,
        fix: "Remove it: each task gets a port of its own.",
      };
}

/** The proxy listens next to the containers. With TLS it accepts nothing else, such as a load balancer's requests. */
export function ingressIsFree(
  { tls, ingressPort }: Endpoint,
  {
    ports,
    hasOtherClients,
  }: { readonly ports: readonly number[]; readonly hasOtherClients: boolean },
): Violation | undefined {
  if (ingressPort === undefined) {
    return tls === undefined || !hasOtherClients
      ? undefined
      : {
          field: "ingressPort",
          rule: "must be given with tls, so that requests from outside Service Connect bypass the proxy",
          got: undefined,
          fix: "Set it to a port that no container uses, such as 8443.",
        };
  }
  return ports.includes(ingressPort)
    ? {
        field: "ingressPort",
        rule: `must differ from the ports of the containers (${ports.join(", ")})`,
        got: ingressPort,
        fix: "Choose another port.",
      }
    : undefined;
}

/** AWS's recommended addition for a task with up to 500 requests per second. */
export interface ProxySize {
  readonly cpu: number;
  readonly memoryMiB: number;
}

/** Blue and green are two services, but an endpoint belongs to only one. */
export function connectionKind(
  {
    connection,
    deployment,
  }: {
    readonly connection?: { readonly kind: ConnectionKind };
    readonly deployment: { readonly kind: string };
  },
  usual: ConnectionKind = "client-server",
): ConnectionKind {
  return connection?.kind ?? (deployment.kind === TWO_SERVICES ? "client" : usual);
}

export const TWO_SERVICES = "blue-green-by-variable";

export type ConnectionKind = "client" | "client-server";

/** Resources that the Service Connect proxy uses in each task. Zero without Service Connect. */
export function proxyOf({
  serviceConnect,
  connection,
}: {
  serviceConnect?: object;
  connection?: { proxy: ProxySize };
}): ProxySize | undefined {
  return serviceConnect && (connection?.proxy ?? proxyDefaults);
}
