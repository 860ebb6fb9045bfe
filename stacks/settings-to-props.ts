import type {
  DaemonApiSettings,
  HttpApiSettings,
  HttpScaleOutSettings,
  PathService,
  RestApiSettings,
  StoreService,
} from "../settings/environment";
import type { HttpApi, HttpApiProps } from "../modules/api/http-api/http-api";
import type { NetworkLoadBalancerLinkProps } from "../modules/api/rest-api/private-backend";
import type { RestApiProps } from "../modules/api/rest-api/rest-api";
import type { ClusterProps } from "../modules/cluster/cluster";
import type { FargateCapacityProps } from "../modules/cluster/fargate-capacity";
import type { InstanceCapacityProps } from "../modules/cluster/instance-capacity";
import type { MysqlDatabaseProps } from "../modules/data/mysql-database";
import type { TableProps } from "../modules/data/table";
import type { ImageSource } from "../modules/delivery/image-address";
import type { Identity, IdentityProps } from "../modules/identity/identity";
import type { HttpEntryProps, PublicName } from "../modules/load-balancing/http-entry";
import type { BastionProps } from "../modules/network/bastion";
import type { BalancedServiceProps } from "../modules/service/balanced-service";
import type { ContainerServiceProps } from "../modules/service/container-service";
import type { ContainerHealthCheck } from "../modules/service/container";
import { nodeHealthCheck } from "../modules/service/node-health-check";
import type { Page, PageContent, PageProps } from "../modules/web/page";
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

export function databaseProps(
  stack: SystemStack,
  { identifier, enhancedMonitoring, ...settings }: RestApiSettings["database"],
): Omit<MysqlDatabaseProps, "network"> {
  return {
    ...settings,
    identifier: stack.named(identifier),
    monitoringIntervalSeconds: enhancedMonitoring ? 60 : 0,
    logRetentionDays: stack.logRetentionDays(),
    deletionProtection: stack.environment.protections.deletionProtection,
    alarms: stack.alarms(),
  };
}

export function bastionProps(
  stack: SystemStack,
  bastion: NonNullable<RestApiSettings["bastion"]>,
): Omit<BastionProps, "network"> {
  return { ...bastion, name: `${stack.node.id}-bastion` };
}

export function networkLoadBalancerProps(
  stack: SystemStack,
  { networkLoadBalancer, loadBalancer }: RestApiSettings,
): NetworkLoadBalancerLinkProps["networkLoadBalancer"] {
  return {
    name: stack.named(networkLoadBalancer.name),
    healthCheckPath: loadBalancer.healthCheck.path,
    deletionProtection: stack.environment.protections.deletionProtection,
  };
}

export function restApiProps(
  stack: SystemStack,
  { api, services }: RestApiSettings,
): Omit<RestApiProps, "backend"> {
  const { name, stageName, domain, authorizer, logs, throttling, tracing, ...options } = api;
  const address = domain && publicName(stack, domain);
  return {
    ...options,
    name: stack.named(name),
    definition: {
      title: name,
      methods: Object.entries(services).flatMap(([tag, { methods }]) =>
        methods.map(({ method: httpMethod, ...method }) => ({ httpMethod, tag, ...method })),
      ),
    },
    authorization: authorizer,
    stage: {
      name: stageName,
      throttling,
      tracing,
      logs: logs && { ...logs, retentionDays: stack.logRetentionDays(logs.retentionDays) },
    },
    customName: domain && address && { ...domain, ...address },
    alarms: stack.alarms(),
  };
}

export function tableProps(
  stack: SystemStack,
  { tables, services }: HttpApiSettings,
  store: string,
): TableProps {
  return {
    ...tables,
    name: `${stack.node.id}-${store}`,
    hashKey: services[store]?.idName ?? "id",
    deletionProtection:
      tables.deletionProtection ?? stack.environment.protections.deletionProtection,
  };
}

export function identityProps(
  stack: SystemStack,
  { issuer, userPool: { signInPages, ...pool } }: HttpApiSettings,
  page: Page | undefined,
): IdentityProps {
  if (issuer !== undefined) return { ...issuer, kind: "issuer", issuer: issuer.url };
  return {
    ...pool,
    kind: "user-pool",
    name: stack.node.id,
    deletionProtection: stack.environment.protections.deletionProtection,
    domainPrefix: signInPages && stack.named(signInPages.domainPrefix),
    callbackUrls: signInPages?.callbackUrls ?? [`${page?.origin ?? ""}/`],
  };
}

export function httpApiProps(
  stack: SystemStack,
  { api, corsOrigins, environmentName, throttling }: HttpApiSettings,
  page: Page | undefined,
): Omit<HttpApiProps, "definition"> {
  const name = publicName(stack, api);
  return {
    name: stack.named(environmentName),
    cors: {
      origins: [...(page === undefined ? [] : [page.origin]), ...corsOrigins],
      methods: ["GET", "PUT"],
    },
    stage: {
      name: api.stageName,
      throttling,
      detailedMetrics: api.detailedMetrics,
      // Under this name API Gateway needs no policy of its own, of which an account has only a few.
      logGroupName: `/aws/vendedlogs/${stack.node.id}`,
      logRetentionDays: stack.logRetentionDays(),
    },
    domain: name && { ...name, certificateArn: api.certificateArn },
    alarms: stack.alarms(),
  };
}

export function pageProps(
  stack: SystemStack,
  page: Extract<HttpApiSettings["page"], { kind: "hosted" }>,
): PageProps {
  const name = publicName(stack, page);
  const { certificateArn: arn } = page;
  return {
    name: stack.node.id,
    domain: name && {
      ...name,
      certificate:
        arn === undefined ? { requestBy: stack.addProviderFor(CLOUDFRONT_REGION) } : { arn },
    },
  };
}

/** Where CloudFront looks for certificates. */
const CLOUDFRONT_REGION = "us-east-1";

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

/** What the page shows and where it calls. */
export function pageContent(
  stack: SystemStack,
  { page, services }: HttpApiSettings,
  api: HttpApi,
  { pool, client }: NonNullable<Identity["people"]>,
): PageContent {
  const { region } = stack.environment;
  return {
    files:
      page.kind === "hosted" && page.upload
        ? { folder: page.folder, build: "npm run page" }
        : undefined,
    settings: {
      region,
      apiUrl: api.url,
      userPoolId: pool.userPoolId,
      userPoolClientId: client.clientId,
      stores: Object.entries(services).map(([name, { path, idName }]) => ({
        name: `${name.charAt(0).toUpperCase()}${name.slice(1)} store`,
        path,
        idName,
      })),
    },
    connectTo: [api.origin, `https://cognito-idp.${region}.amazonaws.com`],
  };
}
