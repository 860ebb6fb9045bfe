import type { EcsServiceConfig } from "@cdktf/provider-aws/lib/ecs-service";
import { ServiceDiscoveryHttpNamespace } from "@cdktf/provider-aws/lib/service-discovery-http-namespace";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { proxyDefaults } from "../../../aws/defaults";
import {
  endpointName,
  endpointOnBridge,
  type EndpointProtocol,
  ingressIsFree,
  type ProxySize,
  timeoutSeconds,
  timeoutsApply,
} from "../../../aws/containers/service-connect";
import { ServiceRole } from "../../identity/service-role";
import { type Check, matches, obeys, within } from "../../validation";
import { type ContainerLogging, logConfiguration } from "../task-definition/container";
import type { Capacity } from "../service-capacity";

/** For stacks, which import modules only. */
export { connectionKind, type ConnectionKind } from "../../../aws/containers/service-connect";

export interface ConnectNamespaceProps {
  /** Unique in account and region among the namespaces of its kind. */
  readonly name: string;
}

/**
 * A namespace of Cloud Map without DNS, in which services with Service Connect find each other.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts.html
 */
export class ConnectNamespace extends Construct {
  readonly resource: ServiceDiscoveryHttpNamespace;
  readonly arn: string;

  constructor(scope: Construct, id: string, { name }: ConnectNamespaceProps) {
    super(scope, id);
    this.resource = new ServiceDiscoveryHttpNamespace(this, "Default", {
      name,
      description: `Services of ${name} that call each other by name`,
    });
    this.arn = this.resource.arn;
  }
}

/** What a service's tasks have with Service Connect: a proxy, the names of the namespace, and by option a name. */
export interface ServiceConnectProps {
  readonly namespaceArn: string;
  /**
   * What the proxy adds to a task on instances. On Fargate, the size of the task has it.
   * @default 256 CPU units and 64 MiB
   */
  readonly proxy?: ProxySize;
  /** By which others call it. @default none: it only calls others */
  readonly endpoint?: ConnectEndpoint;
  /** Services that it calls: a task knows those names only that are there when it starts. @default none */
  readonly calls?: readonly ITerraformDependable[];
  /** Security groups of tasks elsewhere that call it. @default none */
  readonly clientSecurityGroupIds?: readonly string[];
}

/** What a proxy takes of a task's size; nothing without Service Connect. */
export function proxySize(connect: ServiceConnectProps | undefined): ProxySize {
  return connect === undefined ? { cpu: 0, memoryMiB: 0 } : (connect.proxy ?? proxyDefaults);
}

export interface ConnectEndpoint {
  /** Host name, the same for the port of the task definition and the service of Cloud Map. */
  readonly name: string;
  /** Port of the URL. @default the container's */
  readonly port?: number;
  /** @default "http" */
  readonly protocol?: EndpointProtocol;
  /** Seconds without a byte after which a connection is closed, 0 for never. @default 300, or 3600 for "tcp" */
  readonly idleTimeoutSeconds?: number;
  /** Seconds in which a response must be complete, 0 for any. @default 15 */
  readonly perRequestTimeoutSeconds?: number;
  /** Port of the task that the proxy listens on. @default the container's, for which it takes all requests */
  readonly ingressPort?: number;
  /** Encrypts what its callers' proxies send. @default none */
  readonly tls?: ConnectTls;
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-tls.html */
export interface ConnectTls {
  /** ARN of an authority of AWS Private CA, which has the tag `AmazonECSManaged` with the value `true`. */
  readonly authorityArn: string;
  /** ARN of a key of KMS that encrypts the private keys. Its policy admits the role. @default AWS's own */
  readonly kmsKeyArn?: string;
  /** Role by which ECS gets the certificates. @default a new one */
  readonly roleArn?: string;
}

/** Service Connect of one service, as its resource has it. */
export interface ConnectedService extends Pick<ServiceConnectProps, "namespaceArn"> {
  readonly logging: ContainerLogging;
  /** With its role. */
  readonly endpoint?: ConnectEndpoint & { readonly containerPort: number };
  readonly tlsRoleArn?: string;
  readonly dependsOn: readonly ITerraformDependable[];
}

interface ConnectedServiceProps extends ServiceConnectProps {
  readonly name: string;
  readonly capacity: Pick<Capacity, "securityGroup" | "portsFor">;
  readonly containerPort: number;
  readonly logging: ContainerLogging;
}

/** Opens the way to the tasks, too: a caller's proxy connects to the one beside the program. */
export function connectService(scope: Construct, props: ConnectedServiceProps): ConnectedService {
  const { namespaceArn, endpoint, calls = [], clientSecurityGroupIds = [], logging } = props;
  if (endpoint === undefined) return { namespaceArn, logging, dependsOn: calls };
  const { name, capacity, containerPort } = props;
  const ingressPort = endpoint.ingressPort ?? containerPort;
  const { securityGroup: group } = capacity;
  group.reach(capacity, ingressPort, "Calls of one service to another");
  const ports = capacity.portsFor(ingressPort);
  for (const client of clientSecurityGroupIds) {
    const id = `${client}-${ports.from}`;
    if (group.node.tryFindChild(id) === undefined)
      group.allowFromGroup(id, client, ports, "Calls of other systems");
  }
  const { tls } = endpoint;
  const role =
    tls && tls.roleArn === undefined
      ? new TlsRole(scope, "tls-role", {
          namePrefix: `${name.slice(0, 33)}-tls-`,
          kmsKeyArn: tls.kmsKeyArn,
        })
      : undefined;
  return {
    namespaceArn,
    logging,
    endpoint: { ...endpoint, containerPort },
    tlsRoleArn: tls?.roleArn ?? role?.arn,
    dependsOn: [...calls, ...(role?.policies ?? [])],
  };
}

export function connectArguments(
  connect: ConnectedService | undefined,
): Pick<EcsServiceConfig, "serviceConnectConfiguration"> {
  if (connect === undefined) return {};
  const { endpoint, namespaceArn, logging } = connect;
  return {
    serviceConnectConfiguration: {
      enabled: true,
      namespace: namespaceArn,
      logConfiguration: logConfiguration(logging),
      ...(endpoint === undefined
        ? {}
        : { service: [endpointArguments(endpoint, connect.tlsRoleArn)] }),
    },
  };
}

function endpointArguments(
  endpoint: NonNullable<ConnectedService["endpoint"]>,
  roleArn: string | undefined,
) {
  const { name, containerPort, port, ingressPort, tls } = endpoint;
  const { idleTimeoutSeconds, perRequestTimeoutSeconds } = endpoint;
  const hasTimeouts = idleTimeoutSeconds !== undefined || perRequestTimeoutSeconds !== undefined;
  return {
    portName: name,
    discoveryName: name,
    clientAlias: { dnsName: name, port: port ?? containerPort },
    ingressPortOverride: ingressPort,
    timeout: hasTimeouts ? { idleTimeoutSeconds, perRequestTimeoutSeconds } : undefined,
    tls: tls && {
      issuerCertAuthority: { awsPcaAuthorityArn: tls.authorityArn },
      kmsKey: tls.kmsKeyArn,
      roleArn,
    },
  };
}

export interface TlsRoleProps {
  /** Start of the role's name, at most 38 characters. */
  readonly namePrefix: string;
  readonly kmsKeyArn?: string;
}

/**
 * The role by which ECS gets the certificates of a service and keeps their private keys.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html
 */
class TlsRole extends ServiceRole {
  constructor(scope: Construct, id: string, { namePrefix, kmsKeyArn }: TlsRoleProps) {
    super(scope, id, {
      service: "ecs.amazonaws.com",
      namePrefix,
      description: "Lets ECS get the certificates of Service Connect",
    });
    this.attachManagedPolicy(
      "tls",
      "service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity",
    );
    if (kmsKeyArn === undefined) return;
    this.allow("key", [
      {
        actions: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyPair"],
        resources: [kmsKeyArn],
      },
    ]);
  }
}

/** The props of a service that determine whether ECS accepts its Service Connect. */
interface Connecting {
  readonly connect?: ConnectedService;
  readonly loadBalancer?: object;
  readonly registry?: object;
  readonly taskDefinition: {
    readonly compatibility: string;
    readonly networkMode: string;
    readonly containers: readonly { readonly ports?: readonly number[] }[];
  };
}

export function connectChecks({
  connect,
  loadBalancer,
  registry,
  taskDefinition,
}: Connecting): readonly Check[] {
  if (connect === undefined) return [];
  const { endpoint } = connect;
  const onPlatform: Check = () =>
    taskDefinition.compatibility === "managed-instances"
      ? "`connect` must be unset on ECS Managed Instances, which do not support Service Connect."
      : undefined;
  if (endpoint === undefined) return [onPlatform];
  const ports = taskDefinition.containers.flatMap((container) => container.ports ?? []);
  const hasOtherClients = loadBalancer !== undefined || registry !== undefined;
  const at = "connect.endpoint.";
  const { idleTimeoutSeconds, perRequestTimeoutSeconds } = endpoint;
  return [
    onPlatform,
    matches(`${at}name`, endpoint.name, endpointName),
    within(`${at}idleTimeoutSeconds`, idleTimeoutSeconds, ...timeoutSeconds),
    within(`${at}perRequestTimeoutSeconds`, perRequestTimeoutSeconds, ...timeoutSeconds),
    obeys(timeoutsApply, endpoint, at),
    ...(taskDefinition.networkMode === "bridge"
      ? [obeys(endpointOnBridge, endpoint, at)]
      : [obeys((given) => ingressIsFree(given, { ports, hasOtherClients }), endpoint, at)]),
  ];
}
