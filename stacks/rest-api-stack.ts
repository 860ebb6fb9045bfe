import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import type { Construct } from "constructs";
import type { Environment, RestApiSettings } from "../settings/environment";
import { ApiAlarms } from "../modules/api/rest-api/api-alarms";
import {
  DirectLink,
  NetworkLoadBalancerLink,
  type PrivateBackend,
} from "../modules/api/rest-api/private-backend";
import { RestApi } from "../modules/api/rest-api/rest-api";
import { NetworkLoadBalancer } from "../modules/load-balancing/network-load-balancer";
import { Bastion } from "../modules/network/bastion";
import { writeOpenApi } from "./open-api-file";
import { apiDefinition } from "./rest-api-definition";
import { RestApiPartsStack, type Surroundings } from "./rest-api-parts-stack";

/** Services on Fargate with a database, behind an internal balancer that a REST API leads to. */
export class RestApiStack extends RestApiPartsStack {
  protected readonly settings: RestApiSettings;

  constructor(scope: Construct, environment: Environment, settings: RestApiSettings) {
    super(scope, environment, "rest-api");
    this.settings = settings;
    const around = this.addSurroundings();
    for (const [name, service] of Object.entries(settings.services)) {
      this.addService(around, name, service);
    }
    this.addApi(around);
    this.addBastion(around);
    this.addOutputs({
      load_balancer_dns_name: around.entry.loadBalancer.dnsName,
      cluster_name: around.cluster.name,
      database_host: around.database.host,
      database_secret_arn: around.database.secretArn,
    });
  }

  private addSurroundings(): Surroundings {
    const { network: own, loadBalancer } = this.settings;
    const network = this.addNetwork(own);
    const entry = this.addEntry(
      this.named(loadBalancer.name),
      network,
      loadBalancer,
      { kind: "not-found" },
      { internal: true },
    );
    const tasks = this.addTaskGroup(network, entry);
    const database = this.addDatabase(network, tasks.group);
    return { ...this.addCluster(this.settings), network, entry, tasks, database };
  }

  private addApi(around: Surroundings): void {
    const { name, stageName, domain, authorizer, logs, ...options } = this.settings.api;
    const definition = apiDefinition(this.settings);
    const api = new RestApi(this, "api", {
      ...options,
      name: this.named(name),
      definition,
      backend: this.addLink(around),
      authorization: authorizer,
      stage: {
        name: stageName,
        throttling: options.throttling,
        tracing: options.tracing,
        logs: logs && {
          ...logs,
          retentionDays: logs.retentionDays ?? this.environment.logRetentionDays,
        },
      },
      customName: domain && this.apiName(domain),
    });
    writeOpenApi(this, definition, this.settings.api);
    const topicArn = this.topicArn();
    if (topicArn !== undefined) {
      const { name: apiName } = api.resource;
      new ApiAlarms(this, "api-alarms", { name: this.node.id, apiName, stageName, topicArn });
    }
    this.addOutputs({ url: api.url });
  }

  private apiName(domain: NonNullable<RestApiSettings["api"]["domain"]>) {
    const publicName = this.publicName(domain);
    return publicName && { ...domain, ...publicName };
  }

  /** The way from the API to the balancer: by way of another one, or straight. */
  private addLink({ network, entry }: Surroundings): PrivateBackend {
    const { api, loadBalancer, networkLoadBalancer } = this.settings;
    const name = this.named(api.vpcLinkName);
    const { url } = entry;
    if (api.entry === "direct") {
      const { loadBalancer: target, listeners } = entry;
      const link = new DirectLink(this, "vpc-link", {
        name,
        network,
        loadBalancer: target,
        port: listeners.port,
      });
      const { connectionId, integrationTarget } = link;
      return { url, connectionId, integrationTarget };
    }
    const balancer = new NetworkLoadBalancer(this, "network-load-balancer", {
      name: this.named(networkLoadBalancer.name),
      network,
      target: entry,
      healthCheckPath: loadBalancer.healthCheck.path,
      deletionProtection: this.environment.protections.deletionProtection,
    });
    const { connectionId } = new NetworkLoadBalancerLink(this, "vpc-link", {
      name,
      networkLoadBalancerArn: balancer.arn,
    });
    return { url, connectionId };
  }

  private addBastion({ network, database }: Surroundings): void {
    const { bastion } = this.settings;
    if (bastion === undefined) return;
    const { securityGroup, instanceId } = new Bastion(this, "bastion", {
      ...bastion,
      name: `${this.node.id}-bastion`,
      partition: new DataAwsPartition(this, "partition").partition,
      network,
    });
    database.allowFrom("database", securityGroup);
    this.addOutputs({ bastion_instance_id: instanceId });
  }
}
