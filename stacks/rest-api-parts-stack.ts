import type { RestApiSettings } from "../settings/environment";
import { ListenerRule } from "../modules/load-balancing/listener-rule";
import type { PublicEntry } from "../modules/load-balancing/public-entry";
import { MysqlDatabase } from "../modules/data/mysql-database";
import { DatabaseAlarms } from "../modules/data/database-alarms";
import type { Network } from "../modules/network/network";
import { SecurityGroup, port } from "../modules/network/security-group";
import { ServiceScaling } from "../modules/service/scaling/service-scaling";
import { Service } from "../modules/service/service";
import { type FargateCluster, FargateSystemStack } from "./fargate-system-stack";

/** One of the services behind the internal balancer. */
export type RestApiService = RestApiSettings["services"][string];

/** What the services share. */
export interface Surroundings extends FargateCluster {
  readonly network: Network;
  readonly entry: PublicEntry;
  readonly tasks: TaskGroup;
  readonly database: MysqlDatabase;
}

/** The tasks' group, and what they need to start. */
interface TaskGroup {
  readonly group: SecurityGroup;
  readonly wayOut: ReturnType<SecurityGroup["allowToCidr"]>;
}

/** Of what a system of services with a database is made, but for the API before them. */
export abstract class RestApiPartsStack extends FargateSystemStack {
  protected abstract readonly settings: RestApiSettings;

  /** In from the balancer alone; out to it, to the database, and to the APIs of AWS. */
  protected addTaskGroup(network: Network, { loadBalancer, listeners }: PublicEntry): TaskGroup {
    const group = new SecurityGroup(this, "tasks", {
      vpcId: network.vpcId,
      namePrefix: `${this.node.id}-tasks-`,
      description: `Tasks of ${this.node.id}`,
    });
    const ports = Object.values(this.settings.services).map(({ container }) => container.port);
    for (const each of new Set(ports)) loadBalancer.allowTo(`tasks-${each}`, group, port(each));
    group.allowTo(
      "load-balancer",
      loadBalancer.securityGroup,
      port(listeners.port),
      "Requests of one service to another",
    );
    const wayOut = group.allowToCidr("https-out", {
      cidr: "0.0.0.0/0",
      ports: port(443),
      description: "Image registry, logs and secrets",
    });
    return { group, wayOut };
  }

  protected addDatabase(network: Network, clients: SecurityGroup): MysqlDatabase {
    const { identifier, enhancedMonitoring, ...settings } = this.settings.database;
    const database = new MysqlDatabase(this, "database", {
      ...settings,
      identifier: this.named(identifier),
      network,
      monitoringIntervalSeconds: enhancedMonitoring ? 60 : 0,
      logRetentionDays: this.environment.logRetentionDays,
      deletionProtection: this.environment.protections.deletionProtection,
    });
    database.allowFrom("tasks", clients);
    const topicArn = this.topicArn();
    if (topicArn !== undefined) {
      new DatabaseAlarms(this, "database-alarms", {
        name: this.node.id,
        identifier: database.identifier,
        storageGiB: settings.storageGiB,
        topicArn,
      });
    }
    return database;
  }

  protected addService(around: Surroundings, name: string, settings: RestApiService): void {
    const { entry, network, cluster } = around;
    const { container, serviceScaling } = settings;
    const targetGroup = this.addTargetGroup(
      `${name}-target-group`,
      network,
      this.settings.loadBalancer,
    );
    this.addAlarms(entry, targetGroup, name);
    const rule = new ListenerRule(this, `${name}-rule`, {
      listener: entry.listeners.serving,
      paths: settings.paths,
      priority: settings.priority,
      targets: [{ targetGroup, weight: 100 }],
    });
    const service = new Service(this, `${name}-service`, {
      ...settings.service,
      name: this.named(settings.service.name),
      desiredCount: settings.service.desiredCount ?? serviceScaling.minTasks,
      clusterArn: cluster.arn,
      clusterName: cluster.name,
      taskDefinition: this.addServiceTask(around, name, settings),
      capacity: around.capacity,
      network: this.taskNetwork(network, around.tasks.group),
      loadBalancer: {
        containerName: container.name,
        containerPort: container.port,
        targetGroupArn: targetGroup.arn,
        listener: rule.resource,
      },
      dependsOn: [around.tasks.wayOut, ...network.egress],
    });
    new ServiceScaling(this, `${name}-scaling`, {
      ...serviceScaling,
      service,
      requestCount: {
        loadBalancerArnSuffix: entry.loadBalancer.arnSuffix,
        targetGroupArnSuffix: targetGroup.arnSuffix,
      },
    });
  }

  private addServiceTask(around: Surroundings, name: string, settings: RestApiService) {
    const { container, service, task } = settings;
    const family = this.named(settings.family);
    const image = this.addImageAddress(`${name}-image`, settings.image);
    this.addOutputs({ [`${name}_repository_url`]: image.repositoryUrl });
    return this.addFargateTask(`${name}-task`, {
      family,
      task,
      architecture: this.settings.capacity.architecture,
      logs: this.addLogs(`${name}-logs`, `/ecs/${family}`, service.logRetentionDays),
      image,
      container: {
        ...container,
        environment: { ...toldTo(around, settings), ...container.environment },
        secrets: {
          DB_PASSWORD: {
            kind: "secrets-manager",
            arn: around.database.secretArn,
            jsonKey: "password",
          },
          ...container.secrets,
        },
      },
      service,
      managedExecutionPolicy: true,
    });
  }
}

/** What a program is told of where it is, unless the settings tell it otherwise. */
function toldTo({ entry, database }: Surroundings, { container, pathPrefix }: RestApiService) {
  return {
    PORT: `${container.port}`,
    PEER_URL: entry.url,
    ...(pathPrefix === undefined ? {} : { PATH_PREFIX: pathPrefix }),
    DB_HOST: database.host,
    DB_PORT: `${database.port}`,
    DB_NAME: database.databaseName,
    DB_USER: database.username,
    DB_TLS: "true",
  };
}
