import type { ApiServiceProps } from "../../modules/api/http-api/api-services";
import type { HttpApiProps } from "../../modules/api/http-api/http-api";
import type { HttpRoute } from "../../modules/api/http-api/http-api-routes";
import type { NetworkLoadBalancerLinkProps } from "../../modules/api/rest-api/private-backend";
import type { RestApiProps } from "../../modules/api/rest-api/rest-api";
import type { MysqlDatabase, MysqlDatabaseProps } from "../../modules/data/mysql-database";
import type { Table, TableProps } from "../../modules/data/table";
import type { HttpEntry } from "../../modules/load-balancing/http-entry";
import type { ListenerRuleProps, PathsProps } from "../../modules/load-balancing/listener-rule";
import type { BastionProps } from "../../modules/network/bastion";
import type { NetworkProps } from "../../modules/network/create-network";
import type { Page } from "../../modules/web/page";
import type { HttpApiSettings, RestApiSettings, StoreService } from "../../settings/environment";
import { networkProps } from "./settings-to-network";
import { containerCheckProps, publicName, serviceProps } from "./settings-to-props";
import { apiAlarms } from "./settings-to-alarms";
import { deploymentProps } from "./settings-to-deployment";
import type { SystemStack } from "../system-stack";

/* Converts settings to the props of data and APIs. */

export function restApiNetwork(
  stack: SystemStack,
  { network = stack.environment.network, ...settings }: RestApiSettings,
): NetworkProps {
  // Only a VPC link v2 needs the network.
  const hasVpcLink = settings.api.entry === "direct";
  return networkProps(stack, network, {
    capacity: settings.capacity.kind,
    programs: settings,
    hasVpcLink,
  });
}

export function httpApiNetwork(
  stack: SystemStack,
  { network = stack.environment.network, ...settings }: HttpApiSettings,
): NetworkProps {
  return networkProps(stack, network, {
    capacity: settings.capacity.kind,
    programs: settings,
    hasVpcLink: true,
    hasTableEndpoint: true,
  });
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
  const { name, stageName, domain, authorizer, logs, throttling, tracing, webAcl, ...options } =
    api;
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
      logs: logs && {
        executionLevel: logs.executionLevel,
        retentionDays: stack.logRetentionDays(logs.retentionDays),
      },
    },
    webAcl: webAcl && { source: webAcl, logRetentionDays: stack.logRetentionDays() },
    customName: domain && address && { ...domain, ...address },
    alarms: apiAlarms(stack),
  };
}

/** The priorities of the rules for the services' own paths, as many as there can be services. */
const PRIORITIES = 1000;

/**
 * According to the AWS documentation, a VPC link v2 keeps the stage in the path that the backend receives. AWS's own samples
 * have paths without it. With a rule for each form, a service gets its own paths in both cases.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html#private-integrations-considerations
 */
export function stagedRule(
  { api: { stageName } }: RestApiSettings,
  { paths, priority }: PathsProps,
): Pick<ListenerRuleProps, "paths" | "priority" | "removedPrefix"> {
  return { paths, priority: PRIORITIES + priority, removedPrefix: `/${stageName}` };
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
      // With this name prefix, API Gateway needs no resource policy, whose number per account is limited.
      logGroupName: `/aws/vendedlogs/${stack.node.id}`,
      logRetentionDays: stack.logRetentionDays(),
    },
    domain: name && { ...name, certificateArn: api.certificateArn },
    alarms: apiAlarms(stack),
  };
}

/** Props of a store of an HTTP API, independent of how its tasks are found. */
export function storeProps(
  stack: SystemStack,
  name: string,
  store: StoreService,
  table: Table,
): Omit<ApiServiceProps, "capacity" | "logs"> {
  const { container, containerCheck, service, serviceScaling } = store;
  return {
    ...serviceProps(stack, store, name),
    taskSize: store.task,
    desiredCount: service.desiredCount ?? Math.min(DESIRED_TASKS, serviceScaling.maxTasks),
    taskPolicy: [table.statement("GetItem", "PutItem"), ...store.service.permissions.statements],
    container: {
      ...container,
      environment: { DynamoDBTable: table.name, ...container.environment },
      healthCheck: containerCheckProps(store),
    },
    discoveryName: store.discoveryName,
    paths: { paths: [`${store.path}/*`], priority: store.priority },
    healthCheckPath: containerCheck.kind === "http" ? containerCheck.path : "/health",
    alarms: stack.alarms(name),
    ...deploymentProps(stack, store, name),
  };
}

/** The initial number of tasks of a store. Afterwards scaling sets it. */
const DESIRED_TASKS = 3;

/** Two routes for each store: everyone can read an item, and signed-in users can write it. */
export function storeRoutes({ api, services }: HttpApiSettings): Record<string, HttpRoute> {
  const scopes = api.writeScopes.length > 0 ? api.writeScopes : undefined;
  const routes = Object.entries(services).flatMap(([name, { path, idName }]) => {
    const item = { path: `${path}/{${idName}}`, integration: name };
    return Object.entries<HttpRoute>({
      [`${name}-get`]: { ...item, method: "GET" },
      [`${name}-put`]: { ...item, method: "PUT", authorized: true, scopes },
    });
  });
  return Object.fromEntries(routes);
}

/** A service's container, with default environment variables about where it runs. */
export function backendContainer(
  service: RestApiSettings["services"][string],
  entry: HttpEntry,
  database: MysqlDatabase,
) {
  const { container, pathPrefix } = service;
  return {
    ...container,
    healthCheck: containerCheckProps(service),
    environment: {
      PORT: `${container.port}`,
      PEER_URL: entry.url,
      ...(pathPrefix === undefined ? {} : { PATH_PREFIX: pathPrefix }),
      ...database.clientEnvironment,
      ...container.environment,
    },
    secrets: { ...database.clientSecrets, ...container.secrets },
  };
}
