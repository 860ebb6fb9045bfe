import type { Construct } from "constructs";
import {
  type ApiService,
  type ApiServicesProps,
  CloudMapServices,
  LoadBalancerServices,
} from "../modules/api/http-api/api-services";
import { HttpApi } from "../modules/api/http-api/http-api";
import { openApiFile } from "../modules/api/http-api/http-api-routes";
import { VpcLink } from "../modules/api/http-api/vpc-link";
import { Cluster } from "../modules/cluster/cluster";
import { Table } from "../modules/data/table";
import { WebAcl } from "../modules/firewall/web-acl";
import { Identity } from "../modules/identity/identity";
import { createNetwork, hasEndpointPolicies } from "../modules/network/create-network";
import { isNarrow } from "../modules/network/network";
import { TableEndpoint } from "../modules/network/vpc-endpoints";
import { HttpApiAlarms } from "../modules/observability/http-api-alarms";
import { LogGroup } from "../modules/observability/log-group";
import type { IdleSleepProps } from "../modules/sleep/idle-sleep";
import { Page } from "../modules/web/page";
import type { Environment, HttpApiSettings } from "../settings/environment";
import {
  httpApiNetwork,
  httpApiProps,
  storeProps,
  storeRoutes,
  tableProps,
} from "./props/settings-to-api-props";
import { calledFirst, Connections } from "./props/settings-to-connections";
import {
  identityProps,
  pageAclProps,
  pageContent,
  pageProps,
  userPoolAclProps,
} from "./props/settings-to-page-props";
import { rollbackProps } from "./props/settings-to-deployment";
import { clusterProps } from "./props/settings-to-props";
import { addCapacity } from "./add-capacity";
import { taskVolumes } from "./props/settings-to-volumes";
import { SystemStack } from "./system-stack";

/** Stores on Fargate behind an HTTP API that finds their tasks through Cloud Map, with sign-in, tables and a page. */
export class HttpApiStack extends SystemStack {
  /** What puts its tasks to sleep, once everything else is there. @default they run */
  readonly idling: Omit<IdleSleepProps, "name"> | undefined;

  constructor(scope: Construct, environment: Environment, settings: HttpApiSettings) {
    super(scope, environment, "http-api");
    const networkProps = httpApiNetwork(this, settings);
    const network = createNetwork(this, "network", networkProps);
    const cluster = new Cluster(this, "cluster", clusterProps(this, settings));
    const capacity = addCapacity(this, settings, { cluster, network });
    const link = new VpcLink(this, "link", {
      name: this.named(settings.environmentName),
      network,
    });
    const logs = new LogGroup(this, "logs", {
      name: `/ecs/${this.node.id}`,
      retentionDays: this.logRetentionDays(),
    });
    const services = this.addServices(settings, { network, link });
    const connections = new Connections(this, settings, capacity);
    const tableArns: string[] = [];
    const integrations: Record<string, ApiService> = {};
    for (const [name, store] of calledFirst(settings.services)) {
      const table = new Table(this, `${name}-table`, tableProps(this, settings, name));
      tableArns.push(table.arn);
      const service = services.add(this, `${name}-service`, {
        ...storeProps(this, name, store, table),
        volumes: taskVolumes(this, store, { network, capacity, service: name }),
        serviceConnect: connections.propsOf(store, name),
        capacity,
        logs,
      });
      integrations[name] = service;
      connections.add(name, service.containers.service.resource);
    }
    // An existing network has its own endpoints.
    if (network.privateRouteTableIds.length > 0) {
      const { endpoint } = new TableEndpoint(this, "dynamodb", {
        network,
        tableArns,
        ownPrincipalsOnly: hasEndpointPolicies(networkProps),
      });
      if (isNarrow(network)) capacity.securityGroup.allowHttpsTo(endpoint.destination);
      for (const { containers } of Object.values(integrations))
        containers.beforeRelease?.after(endpoint.resource, ...capacity.securityGroup.rules);
    }
    const page = settings.page.kind === "hosted" ? this.addPage(settings.page) : undefined;
    const identity = new Identity(this, "identity", identityProps(this, settings, page));
    this.protectUsers(settings, identity);
    const { openApiFile: file } = settings.api;
    const api = new HttpApi(this, "api", {
      ...httpApiProps(this, settings, page),
      definition:
        file === undefined
          ? { kind: "routes", routes: storeRoutes(settings), integrations, link, issuer: identity }
          : openApiFile(this, file),
    });
    this.idling = settings.idle && {
      ...settings.idle,
      clusterName: cluster.name,
      requests: { ApiId: api.apiId },
    };
    if (settings.api.integration === "cloud-map") this.rollBack(settings, api, integrations);
    const { people } = identity;
    if (page && people) page.publish(pageContent(this, settings, api, people));
    for (const [name, { path }] of Object.entries(settings.services)) {
      this.addOutputs({
        [`${name}_url`]: `${api.url}${path}`,
        [`${name}_repository_url`]: integrations[name]?.containers.image.repositoryUrl,
      });
    }
    this.addOutputs({
      url: api.url,
      api_id: api.apiId,
      cluster_name: cluster.name,
      vpc_id: network.vpcId,
      container_security_group_id: capacity.securityGroup.securityGroupId,
      user_pool_id: people?.pool.userPoolId,
      user_pool_client_id: people?.client.clientId,
      test_page_url: page && people && `${page.origin}/`,
    });
  }

  private addPage(settings: Extract<HttpApiSettings["page"], { kind: "hosted" }>): Page {
    const { webAcl } = settings;
    const acl = webAcl && new WebAcl(this, "page-web-acl", pageAclProps(this, webAcl));
    return new Page(this, "page", pageProps(this, settings, acl?.arn));
  }

  private protectUsers({ userPool: { webAcl } }: HttpApiSettings, { people }: Identity): void {
    if (webAcl === undefined || people === undefined) return;
    const { arn } = people.pool.resource;
    new WebAcl(this, "users-web-acl", userPoolAclProps(this, webAcl, arn));
  }

  /** Without a load balancer, only the API knows the responses of a store. */
  private rollBack(
    { services }: HttpApiSettings,
    { apiId }: HttpApi,
    integrations: Readonly<Record<string, ApiService>>,
  ): void {
    for (const [name, store] of Object.entries(services)) {
      const rollback = rollbackProps(this, store, name);
      if (rollback === undefined) continue;
      const { names } = new HttpApiAlarms(this, `${name}-rollback-alarms`, {
        ...rollback,
        name: `${rollback.alarmName}-deployment`,
        apiId,
      });
      integrations[name]?.containers.service.rollBackOn(names);
    }
  }

  /** How the API finds the tasks: through Cloud Map or a load balancer. */
  private addServices(
    { api, namespace }: HttpApiSettings,
    props: ApiServicesProps,
  ): CloudMapServices | LoadBalancerServices {
    if (api.integration === "cloud-map") {
      const name = this.named(namespace);
      const services = new CloudMapServices(this, "namespace", { ...props, name });
      this.addOutputs({ private_dns_namespace: services.namespace.name });
      return services;
    }
    const { deletionProtection } = this.environment.protections;
    return new LoadBalancerServices(this, "entry", {
      ...props,
      name: this.node.id,
      deletionProtection,
    });
  }
}
