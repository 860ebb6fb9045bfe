import type { HttpApiSettings, StoreService } from "../settings/environment";
import type { HttpRouting } from "../modules/api/http-api/http-api-routes";
import type { HttpRoute } from "../modules/api/http-api/http-route";
import type { VpcLink } from "../modules/api/http-api/vpc-link";
import type { FargateCapacity } from "../modules/cluster/fargate-capacity";
import type { Table } from "../modules/data/table";
import { HttpEntry } from "../modules/load-balancing/http-entry";
import type { Network } from "../modules/network/network";
import type { LogGroup } from "../modules/observability/log-group";
import { BalancedService } from "../modules/service/balanced-service";
import type { ContainerService, ContainerServiceProps } from "../modules/service/container-service";
import { DiscoveredService } from "../modules/service/discovered-service";
import { PrivateNamespace } from "../modules/service/discovery/private-namespace";
import { containerCheckProps, serviceProps } from "./settings-to-props";
import type { SystemStack } from "./system-stack";

/** What the stores of a stack share, and their tables. */
interface Shared {
  readonly network: Network;
  readonly capacity: FargateCapacity;
  readonly link: VpcLink;
  readonly logs: LogGroup;
  readonly tables: Readonly<Record<string, Table>>;
}

/** A store, and what an integration of the API names to reach it. */
export interface Store {
  readonly uri: string;
  readonly containers: ContainerService;
}

type Stores = HttpApiSettings["services"];

/** The first number of tasks: scaling owns it afterwards. */
const DESIRED_TASKS = 3;

/** The stores, found by the API by way of Cloud Map or behind an internal load balancer, as the settings say. */
export function addStores(
  stack: SystemStack,
  settings: HttpApiSettings,
  shared: Shared,
): Readonly<Record<string, Store>> {
  const { services, api } = settings;
  const addStore =
    api.integration === "cloud-map"
      ? byDiscovery(stack, settings, shared)
      : byLoadBalancer(stack, services, shared);
  return Object.fromEntries(
    Object.entries(services).map(([name, store]) => [
      name,
      addStore(name, store, storeProps(stack, name, store, shared)),
    ]),
  );
}

type AddStore = (name: string, store: StoreService, props: ContainerServiceProps) => Store;

/** Cloud Map: the API looks the tasks up, and sends its requests to each in turn. */
function byDiscovery(
  stack: SystemStack,
  settings: HttpApiSettings,
  { network: { vpcId }, capacity, link }: Shared,
): AddStore {
  const name = stack.named(settings.namespace);
  const namespace = new PrivateNamespace(stack, "namespace", { name, vpcId });
  stack.addOutputs({ private_dns_namespace: namespace.name });
  return (store, { discoveryName, container }, props) => {
    link.reach(capacity, container.port);
    const { discovery, containers } = new DiscoveredService(stack, `${store}-service`, {
      ...props,
      discovery: { namespace, name: discoveryName },
    });
    return { uri: discovery.arn, containers };
  };
}

/** An internal load balancer, which only the API's link reaches. */
function byLoadBalancer(
  stack: SystemStack,
  stores: Stores,
  { network, capacity, link }: Shared,
): AddStore {
  const entry = new HttpEntry(stack, "entry", {
    name: stack.node.id,
    network,
    internal: true,
    deletionProtection: stack.environment.protections.deletionProtection,
  });
  link.reachBalancer(entry);
  return (name, store, props) => {
    const { containers } = new BalancedService(stack, `${name}-service`, {
      ...props,
      capacity,
      entry,
      route: { kind: "paths", paths: [`${store.path}/*`], priority: priorityOf(store, stores) },
      targets: {
        healthCheck: { path: healthCheckPath(store) },
        // As long as an HTTP API waits for an answer.
        deregistrationDelaySeconds: 30,
      },
      alarms: stack.alarms(name),
    });
    return { uri: entry.listeners.serving.arn, containers };
  };
}

/** A path within another's is tried before it. */
function priorityOf({ path }: StoreService, stores: Stores): number {
  const paths = Object.values(stores).map((store) => store.path);
  return 1 + [...paths].sort().reverse().indexOf(path);
}

function healthCheckPath({ containerCheck }: StoreService): string {
  return containerCheck.kind === "http" ? containerCheck.path : "/health";
}

function storeProps(
  stack: SystemStack,
  name: string,
  store: StoreService,
  { capacity, logs, tables }: Shared,
): ContainerServiceProps {
  const { container, service, serviceScaling, task } = store;
  const table = tables[name];
  return {
    ...serviceProps(stack, store),
    capacity,
    logs,
    taskSize: task,
    desiredCount: service.desiredCount ?? Math.min(DESIRED_TASKS, serviceScaling.maxTasks),
    taskPolicy: table && [table.statement("GetItem", "PutItem")],
    container: {
      ...container,
      environment: { ...(table && { DynamoDBTable: table.name }), ...container.environment },
      healthCheck: containerCheckProps(store),
    },
  };
}

/** Two routes for each store: everybody reads an item, and who has signed in writes it. */
export function storeRoutes(
  { api: { writeScopes }, services }: HttpApiSettings,
  stores: Readonly<Record<string, Store>>,
): Pick<HttpRouting, "integrations" | "routes"> {
  const scopes = writeScopes.length > 0 ? writeScopes : undefined;
  const routes = Object.entries(services).flatMap(([name, { path, idName }]) => {
    const item = { path: `${path}/{${idName}}`, integration: name };
    return Object.entries<HttpRoute>({
      [`${name}-get`]: { ...item, method: "GET" },
      [`${name}-put`]: { ...item, method: "PUT", authorized: true, scopes },
    });
  });
  return {
    routes: Object.fromEntries(routes),
    integrations: Object.fromEntries(
      Object.entries(stores).map(([name, { uri }]) => [name, { uri }]),
    ),
  };
}
