import type { ClusterProps } from "../../modules/cluster/cluster";
import type { ImageSource } from "../../modules/delivery/image-address";
import type { HttpEntryProps, PublicName } from "../../modules/load-balancing/http-entry";
import type { Egress } from "../../modules/network/security-group";
import type { BalancedServiceProps } from "../../modules/service/balanced-service";
import {
  type ContainerHealthCheck,
  nodeHealthCheck,
  type SidecarProps,
} from "../../modules/service/task-definition/container";
import type { ContainerServiceProps } from "../../modules/service/container-service-props";
import { telemetrySizes } from "../../modules/service/containers/telemetry";
import { smallestTaskSize } from "../../modules/service/service-capacity";
import type {
  DaemonApiSettings,
  HttpScaleOutSettings,
  PathService,
  RestApiSettings,
  StoreService,
  SystemSettings,
} from "../../settings/environment";
import type { SystemStack } from "../system-stack";

/* Converts settings to the props of modules, with one function per module for all systems. */

export function clusterProps(
  stack: SystemStack,
  settings: Pick<HttpScaleOutSettings, "clusterName" | "containerInsights">,
): ClusterProps {
  const { clusterName, containerInsights = stack.environment.containerInsights } = settings;
  return { name: stack.named(clusterName), containerInsights };
}

export function egressProps({ egress }: Pick<RestApiSettings["capacity"], "egress">): Egress[] {
  return egress.map(({ cidr, port: from, toPort: to = from }) => ({ cidr, ports: { from, to } }));
}

/** Settings of a load balancer except its name. */
type LoadBalancerSettings = Omit<HttpScaleOutSettings["loadBalancer"], "name">;

export function entryProps(
  stack: SystemStack,
  settings: LoadBalancerSettings,
): Omit<HttpEntryProps, "name" | "network"> {
  const { accessLogs, certificate, idleTimeoutSeconds, ipAddressType } = settings;
  const { deletionProtection } = stack.environment.protections;
  return {
    deletionProtection,
    accessLogs: accessLogs && { ...accessLogs, forceDestroy: !deletionProtection },
    idleTimeoutSeconds,
    ipAddressType,
    certificate,
    plainHttp: certificate?.plainHttp,
    publicName: publicName(stack, settings),
  };
}

/** A domain name with its zone: its own, or that of the environment's domain. */
export function publicName(
  stack: SystemStack,
  { domainName, hostedZoneId }: { readonly domainName?: string; readonly hostedZoneId?: string },
): PublicName | undefined {
  const zone = hostedZoneId ?? stack.environment.domain?.hostedZoneId;
  return domainName === undefined || zone === undefined
    ? undefined
    : { domainName, hostedZoneId: zone };
}

export function targetProps(
  { healthCheck, protocolVersion, deregistrationDelaySeconds, stickiness }: LoadBalancerSettings,
  healthCheckPath = healthCheck.path,
): BalancedServiceProps["targets"] {
  return {
    healthCheck: { ...healthCheck, path: healthCheckPath },
    protocolVersion,
    deregistrationDelaySeconds,
    stickiness,
  };
}

/** Settings of one containerized program, on instances or on Fargate. */
export type ProgramSettings = Pick<
  PathService | StoreService | RestApiSettings["services"][string] | SystemSettings<"worker">,
  | "image"
  | "container"
  | "containerCheck"
  | "sidecars"
  | "tracing"
  | "logRouter"
  | "service"
  | "serviceScaling"
  | "beforeRelease"
  | "scheduledTasks"
>;

/** @param part what the service is, if the stack has several */
export function serviceProps(
  stack: SystemStack,
  program: ProgramSettings,
  part?: string,
): Omit<ContainerServiceProps, "capacity" | "logs"> {
  const { image, container, service, serviceScaling, beforeRelease, scheduledTasks } = program;
  const { name, permissions, ...rollOut } = service;
  return {
    ...rollOut,
    ...permissionProps(permissions),
    ...containersProps(stack, program),
    name: stack.named(name),
    streamPrefix: name,
    region: stack.environment.region,
    image: imageSource(stack, image),
    container: { ...container, healthCheck: containerCheckProps(program) },
    scaling: serviceScaling,
    beforeRelease: beforeReleaseProps(stack, beforeRelease),
    scheduledTasks,
    scheduledTasksAlarms: Object.keys(scheduledTasks).length > 0 ? stack.alarms(part) : undefined,
    waitForSteadyState: stack.environment.protections.waitForDeployments,
  };
}

export function beforeReleaseProps(
  stack: SystemStack,
  task: ProgramSettings["beforeRelease"],
): ContainerServiceProps["beforeRelease"] {
  return task && { ...task, logRetentionDays: stack.logRetentionDays() };
}

type SizedSettings = Pick<
  HttpScaleOutSettings,
  "capacity" | "sidecars" | "tracing" | "logRouter" | "serviceConnect" | "connection"
>;

/**
 * A program whose settings give no size of its task: on Fargate, the task has the smallest size in which the containers fit,
 * and the program may use the memory that the others leave.
 */
export function sizedByContainers<Props extends Pick<ContainerServiceProps, "container">>(
  program: Props,
  { capacity, sidecars = {}, ...settings }: SizedSettings,
): Props & Pick<ContainerServiceProps, "taskSize"> {
  if (capacity.kind !== "fargate") return program;
  const { memoryLimitMiB, memoryReservationMiB = memoryLimitMiB, ...container } = program.container;
  const beside = [...Object.values(sidecars), ...telemetrySizes(settings)];
  const size = smallestTaskSize([program.container, ...beside], settings);
  return {
    ...program,
    taskSize: size && { ...size, ephemeralStorageGiB: capacity.ephemeralStorageGiB },
    container: { ...container, memoryReservationMiB },
  };
}

type ContainerSettings = Pick<ProgramSettings, "container" | "sidecars" | "tracing" | "logRouter">;

/** The containers beside a program's own, and the keys of all their secrets. */
export function containersProps(
  stack: SystemStack,
  { container, sidecars = {}, tracing, logRouter }: ContainerSettings,
): Pick<ContainerServiceProps, "sidecars" | "secretKeyArns" | "tracing" | "logRouter"> {
  const all = [container, ...Object.values(sidecars)];
  return {
    tracing,
    logRouter,
    secretKeyArns: [...new Set(all.flatMap((each) => each.secretKeyArns))],
    sidecars: Object.entries(sidecars).map(
      ([name, { image, containerCheck, ...sidecar }]): SidecarProps => ({
        ...sidecar,
        name,
        image: image.kind === "service" ? image : imageSource(stack, image),
        healthCheck: containerCheckProps({ containerCheck }),
      }),
    ),
  };
}

export function permissionProps({
  statements,
  managedPolicyArns,
  roleArn,
}: ProgramSettings["service"]["permissions"]) {
  return {
    taskPolicy: statements,
    taskManagedPolicyArns: managedPolicyArns,
    taskRoleArn: roleArn,
  };
}

export function imageSource(
  stack: SystemStack,
  image: HttpScaleOutSettings["image"] | DaemonApiSettings["image"],
): ImageSource {
  switch (image.kind) {
    case "repository":
      return { ...image, repositoryName: stack.named(image.repositoryName) };
    case "reference":
      return image;
    case "registry": {
      const { containerRegistry, containerName, containerTag, credentialsSecretArn } = image;
      const tag = containerTag === undefined ? "" : `:${containerTag}`;
      const reference = `${containerRegistry}/${containerName}${tag}`;
      return { kind: "reference", reference, credentialsSecretArn };
    }
  }
}

/** The container health check of a program, if there is one. */
export function containerCheckProps({
  containerCheck,
  container,
}: {
  readonly containerCheck?: StoreService["containerCheck"];
  /** Only a check by HTTP needs its port. */
  readonly container?: { readonly port: number };
}): ContainerHealthCheck | undefined {
  switch (containerCheck?.kind) {
    case "http":
      return {
        ...containerCheck,
        command: nodeHealthCheck(container?.port ?? 80, containerCheck.path),
      };
    case "command":
      return { ...containerCheck, command: ["CMD", ...containerCheck.command] };
    case "none":
    case undefined:
      return undefined;
  }
}
