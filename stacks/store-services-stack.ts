import type { HttpApiSettings, StoreService } from "../settings/environment";
import { Table } from "../modules/data/table";
import type { Network } from "../modules/network/network";
import { SecurityGroup, port } from "../modules/network/security-group";
import { TableEndpoint } from "../modules/network/table-endpoint";
import type { LogGroup } from "../modules/observability/log-group";
import type { ContainerHealthCheck } from "../modules/service/container";
import { nodeHealthCheck } from "../modules/service/node-health-check";
import { ServiceScaling } from "../modules/service/scaling/service-scaling";
import { Service } from "../modules/service/service";
import type { FargateCluster } from "./fargate-system-stack";
import { type StoreEntry, StoreEntryStack, type Way } from "./store-entry-stack";

/** What all services of a stack share. */
export interface Surroundings extends FargateCluster, Way {
  readonly settings: HttpApiSettings;
  readonly logs: LogGroup;
  readonly entry: StoreEntry;
}

/** A store and its table. */
export interface Store {
  readonly name: string;
  readonly settings: StoreService;
  readonly table: Table;
}

/** The first number of tasks: scaling owns it afterwards. */
const DESIRED_TASKS = 3;

/** Of what a store is made: its table, its tasks, and how many there are. */
export abstract class StoreServicesStack extends StoreEntryStack {
  /** The group of all tasks: nobody comes in until somebody is let in, and they go out to AWS. */
  protected addTaskGroup({ vpcId }: Network): SecurityGroup {
    const tasks = new SecurityGroup(this, "tasks", {
      vpcId,
      namePrefix: `${this.node.id}-tasks-`,
      description: `Tasks of ${this.node.id}`,
    });
    tasks.allowToCidr("https-out", {
      cidr: "0.0.0.0/0",
      ports: port(443),
      description: "AWS APIs and image registries",
    });
    return tasks;
  }

  /** The stores with their tables, which everything else of them refers to. */
  protected addTables({ services, tables }: HttpApiSettings): readonly Store[] {
    const { pointInTimeRecovery, deletionProtection } = tables;
    return Object.entries(services).map(([name, settings]) => ({
      name,
      settings,
      table: new Table(this, `${name}-table`, {
        name: `${this.node.id}-${name}`,
        hashKey: settings.idName,
        pointInTimeRecovery,
        deletionProtection: deletionProtection ?? this.environment.protections.deletionProtection,
      }),
    }));
  }

  /** Where the network is another's, so are its endpoints. */
  protected addTableEndpoint(network: Network, stores: readonly Store[]): void {
    if (network.privateRouteTableIds.length === 0) return;
    const tableArns = stores.map(({ table }) => table.arn);
    new TableEndpoint(this, "dynamodb", { network, tableArns });
  }

  /** @returns what leads requests to the service */
  protected addStore(around: Surroundings, { name, settings: store, table }: Store): string {
    const { cluster, capacity, network, tasks, settings, entry } = around;
    const { container, service: rollOut, serviceScaling } = store;
    const place = entry(name, store);
    const image = this.addImageAddress(`${name}-image`, store.image);
    const service = new Service(this, `${name}-service`, {
      name: this.named(rollOut.name),
      clusterArn: cluster.arn,
      clusterName: cluster.name,
      capacity,
      taskDefinition: this.addFargateTask(`${name}-task`, {
        family: this.named(rollOut.name),
        task: store.task,
        architecture: settings.capacity.architecture,
        logs: around.logs,
        image,
        service: rollOut,
        taskPolicy: [table.statement("GetItem", "PutItem")],
        container: {
          ...container,
          environment: { DynamoDBTable: table.name, ...container.environment },
          healthCheck: healthCheck(store),
        },
      }),
      desiredCount: rollOut.desiredCount ?? Math.min(DESIRED_TASKS, serviceScaling.maxTasks),
      minimumHealthyPercent: rollOut.minimumHealthyPercent,
      maximumPercent: rollOut.maximumPercent,
      circuitBreaker: rollOut.circuitBreaker,
      network: this.taskNetwork(network, tasks),
      dependsOn: network.egress,
      ...place.service,
    });
    new ServiceScaling(this, `${name}-scaling`, {
      ...serviceScaling,
      service,
      requestCount: place.requestCount,
    });
    this.addOutputs({ [`${name}_repository_url`]: image.repositoryUrl });
    return place.uri;
  }
}

function healthCheck({
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
