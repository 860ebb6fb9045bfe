import type {
  DaemonApiSettings,
  HttpScaleOutSettings,
  PathService,
  RestApiSettings,
  StoreService,
} from "../settings/environment";
import type { ClusterProps } from "../modules/cluster/cluster";
import type { FargateCapacityProps } from "../modules/cluster/fargate-capacity";
import type { InstanceCapacityProps } from "../modules/cluster/instance-capacity";
import type { ImageSource } from "../modules/delivery/image-address";
import type { HttpEntryProps, PublicName } from "../modules/load-balancing/http-entry";
import type { BalancedServiceProps } from "../modules/service/balanced-service";
import type { ContainerServiceProps } from "../modules/service/container-service";
import type { ContainerHealthCheck } from "../modules/service/container";
import { nodeHealthCheck } from "../modules/service/node-health-check";
import type { SystemStack } from "./system-stack";

/* How settings become props of modules: one function for each module, whatever system uses it. */

export function clusterProps(
  stack: SystemStack,
  settings: Pick<HttpScaleOutSettings, "clusterName" | "containerInsights">,
): ClusterProps {
  const { clusterName, containerInsights } = settings;
  return { name: stack.named(clusterName), containerInsights };
}

export function instanceProps(
  stack: SystemStack,
  { capacity, clusterScaling }: Pick<HttpScaleOutSettings, "capacity"> & ClusterScaling,
): Omit<InstanceCapacityProps, "cluster" | "network" | "name"> {
  return { ...capacity, scaling: clusterScaling, tags: stack.allTags };
}

interface ClusterScaling {
  readonly clusterScaling: InstanceCapacityProps["scaling"];
}

export function fargateProps(
  stack: SystemStack,
  { capacity }: Pick<RestApiSettings, "capacity">,
): Omit<FargateCapacityProps, "cluster" | "network"> {
  return { ...capacity, name: stack.node.id };
}

/** Settings of a load balancer, whatever its name comes from. */
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

/** A name with its zone: the one given, or that of the environment's domain. */
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
  { healthCheck, deregistrationDelaySeconds }: LoadBalancerSettings,
  healthCheckPath = healthCheck.path,
): BalancedServiceProps["targets"] {
  return { healthCheck: { ...healthCheck, path: healthCheckPath }, deregistrationDelaySeconds };
}

/** Settings of one program in containers, on instances or on Fargate. */
type ProgramSettings = Pick<
  PathService | StoreService | RestApiSettings["services"][string],
  "image" | "container" | "service" | "serviceScaling"
>;

export function serviceProps(
  stack: SystemStack,
  { image, container, service, serviceScaling }: ProgramSettings,
): Omit<ContainerServiceProps, "capacity" | "logs"> {
  const { name, ...rollOut } = service;
  return {
    ...rollOut,
    name: stack.named(name),
    streamPrefix: name,
    region: stack.environment.region,
    image: imageSource(stack, image),
    container,
    scaling: serviceScaling,
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
      const { containerRegistry, containerName, containerTag } = image;
      const tag = containerTag === undefined ? "" : `:${containerTag}`;
      return { kind: "reference", reference: `${containerRegistry}/${containerName}${tag}` };
    }
  }
}

/** How ECS knows whether a program is healthy. */
export function containerCheckProps({
  containerCheck,
  container,
}: StoreService): ContainerHealthCheck | undefined {
  switch (containerCheck.kind) {
    case "http":
      return { ...containerCheck, command: nodeHealthCheck(container.port, containerCheck.path) };
    case "command":
      return { ...containerCheck, command: ["CMD", ...containerCheck.command] };
    case "none":
      return undefined;
  }
}
