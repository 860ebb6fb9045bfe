import type { Construct } from "constructs";
import type { Environment, RestApiSettings } from "../settings/environment";
import { DirectLink, NetworkLoadBalancerLink } from "../modules/api/rest-api/private-backend";
import { ApiLogRole } from "../modules/api/rest-api/api-log-role";
import { RestApi } from "../modules/api/rest-api/rest-api";
import { Cluster } from "../modules/cluster/cluster";
import { MysqlDatabase } from "../modules/data/mysql-database";
import { HttpEntry } from "../modules/load-balancing/http-entry";
import { ListenerRule, type PathsProps } from "../modules/load-balancing/listener-rule";
import type { TargetGroup } from "../modules/load-balancing/target-group";
import { Bastion } from "../modules/network/bastion";
import { createNetwork } from "../modules/network/create-network";
import { port } from "../modules/network/security-group";
import { LogGroup } from "../modules/observability/log-group";
import { addDeployedService } from "../modules/service/deployed-service";
import type { IdleSleepProps } from "../modules/sleep/idle-sleep";
import {
  backendContainer,
  bastionProps,
  databaseProps,
  networkLoadBalancerProps,
  restApiNetwork,
  restApiProps,
  stagedRule,
} from "./props/settings-to-api-props";
import { calledFirst, Connections } from "./props/settings-to-connections";
import { balancedServiceProps, moreTargetProps } from "./props/settings-to-deployment";
import { clusterProps, entryProps, targetProps } from "./props/settings-to-props";
import { addCapacity } from "./add-capacity";
import { taskVolumes } from "./props/settings-to-volumes";
import { SystemStack } from "./system-stack";

/** Services on Fargate with a database, behind an internal load balancer and a REST API. */
export class RestApiStack extends SystemStack {
  /** What puts its tasks to sleep, once everything else is there. @default they run */
  readonly idling: Omit<IdleSleepProps, "name"> | undefined;

  constructor(scope: Construct, environment: Environment, settings: RestApiSettings) {
    super(scope, environment, "rest-api");
    const { loadBalancer, services } = settings;
    const network = createNetwork(this, "network", restApiNetwork(this, settings));
    const cluster = new Cluster(this, "cluster", clusterProps(this, settings));
    const capacity = addCapacity(this, settings, { cluster, network });
    const entry = new HttpEntry(this, "entry", {
      ...entryProps(this, loadBalancer),
      network,
      name: this.named(loadBalancer.name),
      internal: true,
    });
    capacity.securityGroup.allowTo(
      "load-balancer",
      entry.loadBalancer.securityGroup,
      port(entry.listeners.port),
      "Requests of one service to another",
    );
    const database = new MysqlDatabase(this, "database", {
      ...databaseProps(this, settings.database),
      network,
      clients: { tasks: capacity.securityGroup },
    });
    const connections = new Connections(this, settings, capacity);
    for (const [name, service] of calledFirst(services)) {
      const family = this.named(service.family);
      const logs = new LogGroup(this, `${name}-logs`, {
        name: `/ecs/${family}`,
        retentionDays: this.logRetentionDays(service.service.logRetentionDays),
      });
      const { containers, targetGroup, moreTargetGroups } = addDeployedService(
        this,
        `${name}-service`,
        {
          ...balancedServiceProps(this, service, name),
          family,
          container: backendContainer(service, entry, database),
          taskSize: service.task,
          startRights: "managed-policy",
          taskPolicy: [...database.clientPolicy, ...service.service.permissions.statements],
          volumes: taskVolumes(this, service, { network, capacity, service: name }),
          serviceConnect: connections.propsOf(service, name),
          capacity,
          entry,
          route: { kind: "paths", paths: service.paths, priority: service.priority },
          targets: targetProps(loadBalancer),
          moreTargets: moreTargetProps(service, loadBalancer),
          logs,
          alarms: this.alarms(name),
        },
      );
      if (settings.api.entry === "direct") {
        const addRule = (id: string, route: PathsProps, target: TargetGroup) =>
          new ListenerRule(this, `${id}-staged-rule`, {
            ...stagedRule(settings, route),
            listener: entry.listeners.serving,
            targets: [{ targetGroup: target, weight: 100 }],
          });
        addRule(name, service, targetGroup);
        for (const [target, group] of moreTargetGroups) {
          const route = service.moreTargets?.[target];
          if (route !== undefined) addRule(`${name}-${target}`, route, group);
        }
      }
      connections.add(name, containers.service.resource);
      this.addOutputs({ [`${name}_repository_url`]: containers.image.repositoryUrl });
    }
    const link = { name: this.named(settings.api.vpcLinkName), network, entry };
    const backend =
      settings.api.entry === "direct"
        ? new DirectLink(this, "vpc-link", link)
        : new NetworkLoadBalancerLink(this, "vpc-link", {
            ...link,
            networkLoadBalancer: networkLoadBalancerProps(this, settings),
          });
    const api = new RestApi(this, "api", { ...restApiProps(this, settings), backend });
    const requests = { ApiName: api.resource.name, Stage: api.stage.name };
    this.idling = settings.idle && { ...settings.idle, requests, clusterName: cluster.name };
    const bastion =
      settings.bastion &&
      new Bastion(this, "bastion", { ...bastionProps(this, settings.bastion), network });
    if (bastion) database.allowFrom("bastion", bastion.securityGroup);
    this.addOutputs({
      url: api.url,
      load_balancer_dns_name: entry.loadBalancer.dnsName,
      cluster_name: cluster.name,
      database_host: database.host,
      database_secret_arn: database.secretArn,
      bastion_instance_id: bastion?.instanceId,
    });
  }
}

/**
 * What all rest-api systems of an account and region share. It has its own stack, so that destroying one system keeps it for
 * the others.
 */
export class RestApiAccountStack extends SystemStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, environment, "rest-api-account");
    const { deletionProtection } = environment.protections;
    new ApiLogRole(this, "log-role", { deletionProtection });
  }
}
